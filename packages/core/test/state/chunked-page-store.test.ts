import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedPageStore } from '../../src/state/chunked-page-store.js';

const PAGES = 300;
const CODES = 5;

type Command =
  | { readonly kind: 'fill' | 'set'; readonly from: number; readonly to: number; readonly code: number }
  | { readonly kind: 'map'; readonly from: number; readonly to: number; readonly table: readonly number[] }
  | { readonly kind: 'mark'; readonly from: number; readonly marked: readonly boolean[]; readonly code: number };

const ends = fc.tuple(fc.nat(PAGES), fc.nat(PAGES));
/** Often all pages, or whole chunks: these have short cuts. */
const bounds = fc
  .oneof(
    { weight: 3, arbitrary: ends },
    ends.map(([a, b]) => [Math.round(a / 16) * 16, Math.round(b / 16) * 16] as const),
    fc.constant([0, PAGES] as const),
  )
  .map(([a, b]) => ({ from: Math.min(a, b, PAGES), to: Math.min(PAGES, Math.max(a, b)) }));
const code = fc.nat(CODES - 1);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(fc.nat(PAGES - 1), code).map(([page, code]): Command => ({ kind: 'set', from: page, to: page + 1, code })),
  fc.tuple(bounds, code).map(([range, code]): Command => ({ kind: 'fill', ...range, code })),
  fc
    .tuple(bounds, fc.array(code, { minLength: CODES, maxLength: CODES }))
    .map(([range, table]): Command => ({ kind: 'map', ...range, table })),
  fc
    .tuple(bounds, fc.array(fc.boolean(), { minLength: PAGES, maxLength: PAGES }), code)
    .map(([{ from, to }, marked, code]): Command => ({ kind: 'mark', from, marked: marked.slice(0, to - from), code })),
);

function perform(store: ChunkedPageStore, naive: number[], one: Command): void {
  switch (one.kind) {
    case 'set':
      store.set(one.from, one.code);
      naive[one.from] = one.code;
      return;
    case 'fill':
      store.fill(one.from, one.to, one.code);
      naive.fill(one.code, one.from, one.to);
      return;
    case 'map':
      store.map(one.from, one.to, (before) => one.table[before] as number);
      for (let page = one.from; page < one.to; page++) naive[page] = one.table[naive[page] as number] as number;
      return;
    case 'mark': {
      const pages = one.marked.length;
      const bits = new Int32Array(Math.ceil(pages / 32));
      one.marked.forEach((marked, i) => {
        if (!marked) return;
        bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31));
        naive[one.from + i] = one.code;
      });
      store.mark(one.from, { bits, pages }, one.code);
    }
  }
}

function tally(store: ChunkedPageStore, from: number, to: number): number[] {
  const counts = new Array<number>(CODES).fill(0);
  store.tally(from, to, (code, pages) => {
    counts[code] = (counts[code] as number) + pages;
  });
  return counts;
}

function walk(store: ChunkedPageStore, from: number, to: number): number[] {
  const codes: number[] = [];
  store.walk(from, to, (code, pages) => {
    codes.push(...new Array<number>(pages).fill(code));
  });
  return codes;
}

const tallyOf = (naive: readonly number[], from: number, to: number): number[] =>
  Array.from({ length: CODES }, (_, code) => naive.slice(from, to).filter((other) => other === code).length);

describe.each([2, 3, 4, 6, 16])('pages in chunks of 2^%i', (bits) => {
  it.each([false, true])('are what a plain array of codes is (wide: %s)', (wide) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, bounds, fc.nat(PAGES - 1)), { maxLength: 40, size: 'max' }),
        (commands) => {
          const store = new ChunkedPageStore(PAGES, wide, bits);
          const naive = new Array<number>(PAGES).fill(0);
          for (const [one, { from, to }, page] of commands) {
            perform(store, naive, one);
            expect(tally(store, from, to)).toEqual(tallyOf(naive, from, to));
            expect(walk(store, from, to)).toEqual(naive.slice(from, to));
            const found = naive.slice(from, to).findIndex((other) => other % 2 === 1);
            expect(store.find(from, to, (other) => other % 2 === 1)).toBe(found < 0 ? to : from + found);
            const differs = (other: number): boolean => other !== naive[page];
            const behind = naive.slice(page).findIndex(differs);
            const runEnd = behind < 0 ? PAGES : page + behind;
            expect(store.runEnd(page, PAGES)).toBe(runEnd);
            expect(store.runEnd(page, Math.max(page + 1, to))).toBe(Math.min(runEnd, Math.max(page + 1, to)));
            const runStart = naive.slice(0, page).findLastIndex(differs) + 1;
            expect(store.runStart(page, 0)).toBe(runStart);
            expect(store.runStart(page, Math.min(page, from))).toBe(Math.max(runStart, Math.min(page, from)));
          }
          expect(Array.from({ length: PAGES }, (_, page) => store.get(page))).toEqual(naive);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a whole guest', () => {
  const LARGE = 2 ** 33;

  it('may have more pages than 32 bits can number', () => {
    const store = new ChunkedPageStore(LARGE, false);
    store.fill(5, LARGE - 5, 1);
    for (let page = 2 ** 31; page < LARGE; page += 2 ** 25 + 12_345) store.set(page, 2);
    expect(store.get(LARGE - 6)).toBe(1);
    expect(store.get(2 ** 31 + 2 ** 25 + 12_345)).toBe(2);
    expect(store.runEnd(5, LARGE)).toBe(2 ** 31);
    expect(store.runStart(LARGE - 1, 0)).toBe(LARGE - 5);
    let ones = 0;
    store.tally(0, LARGE, (code, pages) => {
      if (code === 1) ones += pages;
    });
    const twos = Math.ceil((LARGE - 2 ** 31) / (2 ** 25 + 12_345));
    expect(ones).toBe(LARGE - 10 - twos);
  });

  it('refuses nothing when it has no pages', () => {
    const store = new ChunkedPageStore(0, false);
    store.fill(0, 0, 1);
    expect(store.length).toBe(0);
  });
});
