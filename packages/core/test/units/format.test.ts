import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNanoseconds, formatSize, parseDuration, parseSize, roundToNanoseconds } from '../../src/units/index.js';

describe('formatSize', () => {
  it.each([
    [0, '0B'],
    [512, '512B'],
    [1000, '1000B'],
    [4096, '4KiB'],
    [100 * 2 ** 30, '100GiB'],
    [1.5 * 2 ** 30, '1536MiB'],
    [9999 * 2 ** 10, '9999KiB'],
    [10_001 * 2 ** 10, '9.77MiB'],
    [100_000_000_000, '93.1GiB'],
    [2 ** 30 - 1, '1.00GiB'],
    [Number.MAX_SAFE_INTEGER, '8192TiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('reads back within half a unit of its third digit', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        const [, count = '', unit = ''] = /^([\d.]+)(.+)$/.exec(formatSize(bytes)) ?? [];
        expect(Math.abs(Number(count) * parseSize(`1${unit}`) - bytes)).toBeLessThanOrEqual(bytes * 0.005);
      }),
    );
  });

  it('reads back exactly when it has no point and few digits', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.constantFrom('B', 'KiB', 'MiB', 'GiB'), (count, unit) => {
        const bytes = parseSize(`${count}${unit}`);
        expect(parseSize(formatSize(bytes))).toBe(bytes);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', (bytes) => {
    expect(() => formatSize(bytes)).toThrow(RangeError);
  });
});

describe('formatNanoseconds', () => {
  it.each([
    [0, '0ns'],
    [282, '282ns'],
    [4_700, '4.7us'],
    [1_234, '1.234us'],
    [12_345, '12.3us'],
    [999_999, '1.00ms'],
    [2_500_000, '2.5ms'],
    [1_234_567, '1.23ms'],
    [12_000_000_000, '12s'],
    [66_000_000_000, '66s'],
    [467_000_000_000, '467s'],
    [420_000_000_000, '7min'],
    [5_539_000_000_000, '5539s'],
    [4_381_234_567_890, '73.0min'],
    [5_400_000_000_000, '90min'],
    [7_200_000_000_000, '2h'],
    [123_456_000_000_000, '34.3h'],
    [-4_700, '-4.7us'],
  ])('%d is %s', (ns, text) => {
    expect(formatNanoseconds(ns)).toBe(text);
  });

  it('reads back within half a unit of its third digit', () => {
    fc.assert(
      fc.property(fc.nat(roundToNanoseconds(parseDuration('2501h'))), (ns) => {
        const back = roundToNanoseconds(parseDuration(formatNanoseconds(ns)));
        expect(Math.abs(back - ns)).toBeLessThanOrEqual(ns * 0.005);
      }),
    );
  });

  it.each([0.5, Number.NaN, 2 ** 53])('refuses %d', (ns) => {
    expect(() => formatNanoseconds(ns)).toThrow(RangeError);
  });
});
