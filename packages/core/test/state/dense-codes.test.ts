import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DenseCodes } from '../../src/state/dense-codes.js';
import { RunCodes } from '../../src/state/run-codes.js';

const CODES = 6;

/** A map, or `fill`, of all or some of the codes. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly table: readonly number[];
  readonly fills: boolean;
}

const code = fc.nat(CODES - 1);

const changesOf = (size: number): fc.Arbitrary<Change[]> => {
  const some = fc
    .tuple(fc.nat(size - 1), fc.nat(size - 1))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
  // Maps of everything one behind the other are what is kept as a table.
  const range = fc.oneof({ weight: 3, arbitrary: fc.constant({ from: 0, to: size }) }, some);
  return fc.array(
    fc
      .tuple(range, fc.array(code, { minLength: CODES, maxLength: CODES }), fc.nat(4))
      .map(([{ from, to }, table, kind]) => ({ from, to, table, fills: kind === 0 })),
    { minLength: 1, maxLength: 12 },
  );
};

const scenario = fc
  .integer({ min: 4, max: 64 })
  .chain((size) =>
    fc.record({ codes: fc.array(code, { minLength: size, maxLength: size }), changes: changesOf(size) }),
  );

function countOf(codes: readonly number[]): number[] {
  const counts = new Array<number>(CODES).fill(0);
  for (const one of codes) counts[one] = (counts[one] as number) + 1;
  return counts;
}

function tallied(dense: DenseCodes, from: number, to: number): number[] {
  const counts = new Array<number>(CODES).fill(0);
  dense.tally(from, to, (one, pages) => {
    counts[one] = (counts[one] as number) + pages;
  });
  return counts;
}

/** The same codes as runs, and then one by one. */
function denseOf(codes: readonly number[], wide = false): DenseCodes {
  const runs = RunCodes.uniform(codes.length, 0);
  codes.forEach((one, at) => {
    runs.fill(at, at + 1, one);
  });
  return DenseCodes.of(runs, wide);
}

describe('codes that are kept one by one', () => {
  it.each([false, true])('are what a plain array is, whatever maps were not carried out yet (wide: %s)', (wide) => {
    fc.assert(
      fc.property(scenario, ({ codes, changes }) => {
        const naive = [...codes];
        const dense = denseOf(codes, wide);
        for (const { from, to, table, fills } of changes) {
          const next = (before: number): number => table[fills ? 0 : before] as number;
          if (fills) dense.fill(from, to, table[0] as number);
          else dense.map(from, to, next);
          for (let at = from; at < to; at++) naive[at] = next(naive[at] as number);
          expect(tallied(dense, 0, naive.length)).toEqual(countOf(naive));
          expect(tallied(dense, from, to)).toEqual(countOf(naive.slice(from, to)));
          expect(dense.only).toBe(new Set(naive).size === 1 ? naive[0] : undefined);
        }
        expect(naive.map((_, at) => dense.get(at))).toEqual(naive);
      }),
      { numRuns: 300 },
    );
  });

  it('are asked only about codes that there are', () => {
    const dense = denseOf([1, 1, 3]);
    const asked: number[] = [];
    const next = (before: number): number => {
      asked.push(before);
      return 5;
    };
    dense.map(0, 3, next);
    dense.map(0, 3, next);
    expect(asked).toEqual([1, 3, 5]);
  });
});
