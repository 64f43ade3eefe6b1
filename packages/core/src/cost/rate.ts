import { toCount, toSafeInteger } from '../units/safe-integer.js';

/**
 * Nanoseconds after its start at which a bulk that keeps a rate (2 GiB/s) comes to unit `k`, counted from 0:
 * floor(k * bytesPerUnit * 10^9 / bytesPerSecond), exact. Computed from the start, not from the unit before, so that
 * roundings never add up.
 *
 * @throws RangeError unless all are safe integers, none negative, the rate not 0, and the result a safe integer
 */
export function rateUnitAt(k: number, bytesPerUnit: number, bytesPerSecond: number): number {
  const bytes = toCount(k, 'a unit') * toCount(bytesPerUnit, 'bytes per unit');
  const rate = toCount(bytesPerSecond, 'bytes per second');
  if (rate === 0n) throw new RangeError('a rate of 0 bytes per second comes to no unit');
  return toSafeInteger((bytes * 10n ** 9n) / rate, 'a time in nanoseconds');
}
