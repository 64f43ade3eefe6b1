import type { PackedState } from '../state/state.js';
import type { RunEntry } from './run-entry-schema.js';

/** In which states the pages of an array are at the end, the most frequent first. */
export function finalPages(state: PackedState, array: string): RunEntry['final_pages'] {
  const pages = state.pages.get(array);
  if (pages === undefined) throw new RangeError(`the machine declares no page array "${array}"`);
  const { codec, store, length } = pages;
  const byCode = new Map<number, number>();
  store.tally(0, length, (code, count) => byCode.set(code, (byCode.get(code) ?? 0) + count));
  const states = [...byCode]
    .map(([code, count]) => ({ state: describe(codec.decode(code)), pages: count }))
    .sort((a, b) => b.pages - a.pages || (a.state < b.state ? -1 : 1));
  return { array, states };
}

const describe = (state: Readonly<Record<string, number | string | boolean>>): string =>
  Object.entries(state)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${value}`))
    .join(' ') || 'no field set';
