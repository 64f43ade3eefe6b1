import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indistinguishable, leastSquares } from '../../src/calibrate/least-squares.js';

const squares = (rows: readonly (readonly number[])[], x: readonly number[], right: readonly number[]): number =>
  rows.reduce(
    (sum, row, i) => sum + (row.reduce((dot, a, j) => dot + a * (x[j] as number), 0) - (right[i] as number)) ** 2,
    0,
  );

describe('least squares', () => {
  it('finds what the data were made with, whatever the sizes of the columns', () => {
    const price = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.tuple(price, price, price),
        fc.infiniteStream(fc.integer({ min: 1, max: 1000 })),
        (prices, numbers) => {
          const scales = [1, 1e6, 1e9];
          const rows = Array.from({ length: 8 }, () => scales.map((scale) => (numbers.next().value as number) * scale));
          fc.pre(indistinguishable(rows).length === 0);
          const right = rows.map((row) => row.reduce((sum, a, j) => sum + a * (prices[j] as number), 0));
          const found = leastSquares(rows, right);
          for (const [i, row] of rows.entries()) {
            const sum = row.reduce((total, a, j) => total + a * (found[j] as number), 0);
            expect(Math.abs(sum - (right[i] as number))).toBeLessThanOrEqual(1e-9 * Math.max(1, right[i] as number));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('goes not below zero, and no step from it is better', () => {
    const rows = [
      [1, 2],
      [1, 1],
      [2, 1],
    ];
    const right = [3, 1, 0.5];
    const found = leastSquares(rows, right);
    expect(found[0]).toBe(0);
    const best = squares(rows, found, right);
    for (const step of [
      [0.01, 0],
      [0, 0.01],
      [0, -0.01],
      [0.01, -0.01],
    ])
      expect(
        squares(
          rows,
          found.map((x, j) => x + (step[j] as number)),
          right,
        ),
      ).toBeGreaterThan(best);
  });
});

describe('columns that cannot be told apart', () => {
  it.each([
    [
      'none',
      [
        [1, 2],
        [2, 1],
      ],
      [],
    ],
    [
      'one is a multiple of another',
      [
        [1, 2, 1],
        [2, 4, 0],
        [3, 6, 5],
      ],
      [0, 1],
    ],
    [
      'one is the sum of the others',
      [
        [1, 1, 2],
        [1, 2, 3],
        [0, 5, 5],
      ],
      [0, 1, 2],
    ],
    ['fewer rows than columns', [[1, 1]], [0, 1]],
    [
      'one is zero',
      [
        [1, 0],
        [2, 0],
      ],
      [1],
    ],
  ])('%s', (_, rows, expected) => {
    expect(indistinguishable(rows)).toEqual(expected);
  });
});
