import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ChunkedPageStore } from '../../src/state/chunked-page-store.js';
import {
  createLayout,
  createState,
  type PageArray,
  type PageStoreFactory,
  pages,
  range,
} from '../../src/state/index.js';

const FIELDS = { st: range(0, 4) };
const WIDE = { st: range(0, 4), entries: range(0, 99) };
type Fields = typeof FIELDS;

function arrayOf(length: number, fields: Fields, stores?: PageStoreFactory): PageArray<Fields> {
  const state = createState(createLayout({ page: pages(length, fields) }), undefined, stores);
  return state.pages.get('page') as unknown as PageArray<Fields>;
}

const chunks =
  (bits: number): PageStoreFactory =>
  ({ count, width }) =>
    new ChunkedPageStore(count, width > 8, bits);

const statesOf = (array: PageArray<Fields>): number[] =>
  Array.from({ length: array.length }, (_, page) => array.codec.decode<Fields>(array.store.get(page)).st);

const isHit = ({ st }: { readonly st: number }): boolean => st === 1;

describe('a share of the pages at random places', () => {
  const LENGTH = 70_000;
  const arguments_ = fc.record({
    share: fc.oneof(fc.constantFrom(0, 0.5, 0.75, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    seed: fc.nat(2 ** 32 - 1),
    from: fc.nat(LENGTH),
    pages: fc.oneof(fc.nat(200), fc.nat(LENGTH)),
  });

  it('is exact, stays in its range, and is the same in every store', () => {
    fc.assert(
      fc.property(arguments_, fc.nat(2), ({ share, seed, from, pages: number }, before) => {
        const to = Math.min(LENGTH, from + number);
        const made = [undefined, chunks(16), chunks(9)].flatMap((stores) =>
          [FIELDS, WIDE].map((fields) => {
            const array = arrayOf(LENGTH, fields, stores);
            // What is not hit stays as it is, whether that is one state or several.
            if (before > 0) array.fill({ st: 2 }, 0, before === 1 ? LENGTH : Math.floor((from + to) / 2));
            array.scatter({ st: 1 }, share, seed, from, to);
            expect(array.count(isHit)).toBe(Math.round(share * (to - from)));
            expect(array.count(isHit, from, to)).toBe(array.count(isHit));
            return statesOf(array).join('');
          }),
        );
        expect(new Set(made).size).toBe(1);
        const [first = ''] = made;
        const others = before === 1 ? /[^12]/ : before === 0 ? /[^01]/ : /[^012]/;
        expect(first.match(others)).toBeNull();
      }),
      { numRuns: 15 },
    );
  });

  test.each([0.5, 0.1, 2 / 3])('is spread evenly over every part of the range (share %d)', (share) => {
    const array = arrayOf(2 ** 20, FIELDS, chunks(16));
    array.scatter({ st: 1 }, share, 7);
    const parts = 64;
    const size = array.length / parts;
    const sigma = Math.sqrt(size * share * (1 - share));
    for (let part = 0; part < parts; part++) {
      const off = array.count(isHit, part * size, (part + 1) * size) - share * size;
      expect(Math.abs(off)).toBeLessThan(5 * sigma);
    }
  });

  it('has the lengths of runs that chance gives', () => {
    const array = arrayOf(2 ** 18, FIELDS, chunks(16));
    array.scatter({ st: 1 }, 0.5, 1);
    const lengths = new Map<number, number>();
    array.runs(isHit, (from, to) => lengths.set(to - from, (lengths.get(to - from) ?? 0) + 1));
    // A run of hits is of length n with probability 2^-n; there are about 2^16 of them.
    for (const n of [1, 2, 3, 4, 5]) expect((lengths.get(n) as number) / 2 ** (16 - n)).toBeCloseTo(1, 1);
  });

  it('depends on the seed and on the block', () => {
    const of = (seed: number, from: number): string => {
      const array = arrayOf(2 ** 17, FIELDS);
      array.scatter({ st: 1 }, 0.5, seed);
      return statesOf(array)
        .slice(from, from + 1000)
        .join('');
    };
    expect(new Set([of(1, 0), of(2, 0), of(1, 2 ** 16), of(0, 0), of(0, 2 ** 16)]).size).toBe(5);
  });

  it('is known for one seed, for ever', () => {
    const array = arrayOf(64, FIELDS);
    array.scatter({ st: 1 }, 0.5, 1);
    expect(statesOf(array).join('')).toMatchInlineSnapshot(
      `"1100010010110101111010010111000010001100011100100111110101100010"`,
    );
  });

  it('refuses other shares and seeds, and pages that are not there', () => {
    const array = arrayOf(8, FIELDS);
    for (const share of [-0.1, 1.1, Number.NaN])
      expect(() => array.scatter({ st: 1 }, share, 1)).toThrow(`a share of ${share} of the pages: it is 0 to 1`);
    for (const seed of [-1, 0.5, 2 ** 32])
      expect(() => array.scatter({ st: 1 }, 0.5, seed)).toThrow(`seed ${seed}: it is an integer of 32 bits`);
    expect(() => array.scatter({ st: 1 }, 0.5, 1, 0, 9)).toThrow('page[0..8]: there are 8 pages');
  });
});
