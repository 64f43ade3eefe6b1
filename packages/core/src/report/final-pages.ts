import type { PackedState } from '../state/state.js';
import type { RunEntry } from './run-entry-schema.js';

/** In which states the pages of an array are at the end, the most frequent first. Looks at each page once. */
export function finalPages(state: PackedState, array: string): NonNullable<RunEntry['final_pages']> {
  const pages = state.pages.get(array);
  if (pages === undefined) throw new RangeError(`the machine declares no page array "${array}"`);
  const { codec, store, length } = pages;
  const histogram = new Array<number>(codec.states).fill(0);
  for (let page = 0; page < length; page++) {
    const code = store.get(page);
    histogram[code] = (histogram[code] ?? 0) + 1;
  }
  const states = histogram
    .map((pages, code) => ({ state: describe(codec.decode(code)), pages }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => b.pages - a.pages || (a.state < b.state ? -1 : 1));
  return { array, states };
}

const describe = (state: Readonly<Record<string, number | string | boolean>>): string =>
  Object.entries(state)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${value}`))
    .join(' ') || 'no field set';
