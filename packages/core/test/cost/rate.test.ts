import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateUnitAt } from '../../src/cost/index.js';

describe('rateUnitAt', () => {
  it('places 4 KiB pages at 2 GiB/s', () => {
    const rate = 2 * 2 ** 30;
    expect([0, 1, 2, 3].map((k) => rateUnitAt(k, 4096, rate))).toEqual([0, 1907, 3814, 5722]);
    expect(rateUnitAt(rate / 4096, 4096, rate)).toBe(1_000_000_000);
  });

  it('is the floor of the exact quotient', () => {
    const count = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(count(2 ** 32), count(2 ** 16), fc.integer({ min: 2 ** 20, max: 2 ** 45 }), (k, bytes, rate) => {
        const exact = BigInt(k) * BigInt(bytes) * 10n ** 9n;
        fc.pre(exact / BigInt(rate) <= BigInt(Number.MAX_SAFE_INTEGER));
        const rest = exact - BigInt(rateUnitAt(k, bytes, rate)) * BigInt(rate);
        expect(rest >= 0n && rest < BigInt(rate)).toBe(true);
      }),
    );
  });

  it('repeats with the period of the rate: q units later it is the same whole time later', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (k, bytesPerSecond) => {
        // After `bytesPerSecond` units of one byte exactly a second has passed.
        const later = rateUnitAt(k + bytesPerSecond, 1, bytesPerSecond);
        expect(later - rateUnitAt(k, 1, bytesPerSecond)).toBe(1_000_000_000);
      }),
    );
  });

  it.each([
    [-1, 4096, 1],
    [0.5, 4096, 1],
    [1, -4096, 1],
    [1, 4096, 0.5],
    [2 ** 40, 4096, 1],
  ])('refuses %d, %d, %d', (k, bytes, rate) => {
    expect(() => rateUnitAt(k, bytes, rate)).toThrow(RangeError);
  });

  it('says that nothing moves at a rate of 0', () => {
    expect(() => rateUnitAt(1, 4096, 0)).toThrow('0 bytes per second');
  });
});
