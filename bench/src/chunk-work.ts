import { DenseCodes } from '../../packages/core/dist/state/dense-codes.js';
import { PairCodes } from '../../packages/core/dist/state/pair-codes.js';
import { RunCodes } from '../../packages/core/dist/state/run-codes.js';
import { SplitCodes } from '../../packages/core/dist/state/split-codes.js';

const OPERATIONS = ['get', 'runEnd', 'runStart', 'fill', 'map', 'tally', 'walk', 'find'] as const;

/**
 * Counts operations on parts of page arrays while `act` runs: each form of page codes, each part of a split one. The page arrays
 * themselves count nothing; they are wrapped here.
 */
export function countChunkWork(act: () => void): number {
  let calls = 0;
  const undo = [RunCodes, PairCodes, DenseCodes, SplitCodes].flatMap(({ prototype }) =>
    OPERATIONS.map((name) => {
      const methods = prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      const method = methods[name] as (...args: unknown[]) => unknown;
      methods[name] = function counted(...args) {
        calls++;
        return method.apply(this, args);
      };
      return () => {
        methods[name] = method;
      };
    }),
  );
  try {
    act();
  } finally {
    for (const restore of undo) restore();
  }
  return calls;
}
