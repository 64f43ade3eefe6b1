import { toSafeInteger } from './safe-integer.js';

/** Whole picoseconds: what costs are summed in. */
export type Picoseconds = bigint;

/**
 * Whole nanoseconds, rounded half up: what time is counted in. Round once, after summing.
 *
 * @throws RangeError beyond 2^53 - 1 ns (104 days)
 */
export function roundToNanoseconds(picoseconds: Picoseconds): number {
  return toSafeInteger((picoseconds + 500n) / 1000n, 'a duration in nanoseconds');
}
