import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedPageStore } from '../../src/state/chunked-page-store.js';
import {
  BitPageStore,
  BytePageStore,
  PageArray,
  PageCodec,
  type PageStore,
  range,
  WordPageStore,
} from '../../src/state/index.js';

const LENGTH = 150;
const codec = (wide: boolean) => new PageCodec('page', { st: range(0, 4), other: range(0, wide ? 99 : 1) });

const stores: Readonly<Record<string, { readonly wide: boolean; readonly make: () => PageStore }>> = {
  bits: { wide: false, make: () => new BitPageStore({ bytes: new Uint8Array(LENGTH) }, 12, LENGTH, 4) },
  bytes: { wide: false, make: () => new BytePageStore({ bytes: new Uint8Array(LENGTH + 3) }, 3, LENGTH) },
  words: { wide: true, make: () => new WordPageStore({ bytes: new Uint8Array(2 * LENGTH + 3) }, 3, LENGTH) },
  chunks: { wide: false, make: () => new ChunkedPageStore(LENGTH, false, 4) },
  'large chunks': { wide: false, make: () => new ChunkedPageStore(LENGTH, false, 16) },
  'chunks of words': { wide: true, make: () => new ChunkedPageStore(LENGTH, true, 5) },
};

/** Ragged memory, or long stretches of one state. */
const states = fc.oneof(
  fc.array(fc.nat(4), { minLength: LENGTH, maxLength: LENGTH }),
  fc
    .array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: LENGTH })), { minLength: 1, maxLength: 8 })
    .map((runs) =>
      [...runs.flatMap(([st, pages]) => Array.from({ length: pages }, () => st)), ...new Array(LENGTH).fill(0)].slice(
        0,
        LENGTH,
      ),
    ),
);
const interval = fc.tuple(fc.nat(LENGTH), fc.nat(LENGTH)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe.each(Object.keys(stores))('questions about classes of pages kept as %s', (name) => {
  const { wide, make } = stores[name] as (typeof stores)[string];

  it('have the answers that looking at each page gives', () => {
    fc.assert(
      fc.property(states, interval, fc.uniqueArray(fc.nat(4)), fc.boolean(), (given, [from, to], members, shifted) => {
        const array = new PageArray<{ st: ReturnType<typeof range> }>(codec(wide), make());
        for (const [page, st] of given.entries()) array.at(page).st = st;
        // A map over everything may be kept as a table instead of being carried out.
        if (shifted) array.map(({ st }) => ({ st: (st + 1) % 5 }));
        const now = given.map((st) => (shifted ? (st + 1) % 5 : st));
        const isMember = ({ st }: { st: number }): boolean => members.includes(st);

        const inside = now.flatMap((st, page) => (page >= from && page < to && members.includes(st) ? [page] : []));
        const runs: [number, number][] = [];
        for (const page of inside) {
          const last = runs.at(-1);
          if (last?.[1] === page) last[1] = page + 1;
          else runs.push([page, page + 1]);
        }
        const told: [number, number][] = [];
        array.runs(isMember, (...run) => told.push(run), from, to);
        expect(told).toEqual(runs);
        expect(array.firstWhere(isMember, from, to)).toBe(inside[0]);
        expect(array.count(isMember, from, to)).toBe(inside.length);
      }),
      { numRuns: 200 },
    );
  });

  it('are about all pages unless said otherwise, and about no others', () => {
    const array = new PageArray<{ st: ReturnType<typeof range> }>(codec(wide), make());
    array.at(7).st = 2;
    const isTwo = ({ st }: { st: number }): boolean => st === 2;
    const told: unknown[] = [];
    array.runs(isTwo, (...run) => told.push(run));
    expect([told, array.firstWhere(isTwo), array.firstWhere(isTwo, 8)]).toEqual([[[7, 8]], 7, undefined]);
    expect(() => array.firstWhere(isTwo, 0, LENGTH + 1)).toThrow(RangeError);
    expect(() => array.runs(isTwo, () => undefined, -1)).toThrow(RangeError);
  });
});

describe('many pages', () => {
  const PAGES = 2 ** 32;
  const isDone = ({ st }: { st: number }): boolean => st === 1;
  const done = (from: number, to: number) => {
    const array = new PageArray<{ st: ReturnType<typeof range> }>(codec(false), new ChunkedPageStore(PAGES, false));
    array.fill({ st: 1 }, from, to);
    return array;
  };

  it('are not looked at one by one', () => {
    const [from, to] = [PAGES - 2 ** 20 + 17, PAGES - 5];
    const array = done(from, to);
    const told: unknown[] = [];
    array.runs(isDone, (...run) => told.push(run));
    expect([told, array.firstWhere(isDone), array.count(isDone)]).toEqual([[[from, to]], from, to - from]);
  });
});
