import type { ChunkedPageStore } from '../../state/chunked-page-store.js';

/** Page codes as runs: ends relative to the window's start. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly ends: readonly number[];
  readonly codes: readonly number[];
}

const MOST_RUNS = 600;

/** Reads pages [from, to) as runs; undefined when there are too many. */
export function readWindow(store: ChunkedPageStore, from: number, to: number): Window | undefined {
  const ends: number[] = [];
  const codes: number[] = [];
  for (let at = from; at < to; ) {
    const code = store.get(at);
    at = store.runEnd(at, to);
    ends.push(at - from);
    codes.push(code);
    if (ends.length > MOST_RUNS) return undefined;
  }
  return { from, to, ends, codes };
}

export const sameContent = (a: Window, b: Window): boolean =>
  a.ends.length === b.ends.length && a.ends.every((end, i) => end === b.ends[i] && a.codes[i] === b.codes[i]);

/** Writes a window's content at `to`, `times` times behind each other. */
export function writeRepeatedly(store: ChunkedPageStore, { ends, codes }: Window, to: number, times: number): void {
  const length = ends[ends.length - 1] ?? 0;
  if (ends.length === 1) {
    store.fill(to, to + times * length, codes[0] as number);
    return;
  }
  for (let copy = 0; copy < times; copy++) {
    const base = to + copy * length;
    ends.forEach((end, i) => {
      store.fill(base + (i === 0 ? 0 : (ends[i - 1] as number)), base + end, codes[i] as number);
    });
  }
}
