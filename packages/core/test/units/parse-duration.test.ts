import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, roundToNanoseconds } from '../../src/units/index.js';
import { refusal } from './refusal.js';

describe('parseDuration', () => {
  it.each([
    ['1ps', 1n],
    ['0.9us', 900_000n],
    ['1.2us', 1_200_000n],
    ['1.2µs', 1_200_000n],
    ['1.2μs', 1_200_000n],
    ['282ns', 282_000n],
    ['0.001ns', 1n],
    ['10ms', 10_000_000_000n],
    ['3s', 3_000_000_000_000n],
    ['7min', 420_000_000_000_000n],
    ['24h', 86_400_000_000_000_000n],
    ['0s', 0n],
  ])('%j is %i ps', (text, picoseconds) => {
    expect(parseDuration(text)).toBe(picoseconds);
  });

  it.each([
    ['10', 'DURATION_WITHOUT_UNIT', '10ns, 10us, 10ms or 10s'],
    ['10sec', 'UNKNOWN_DURATION_UNIT', 'valid: "ps"'],
    ['10m', 'UNKNOWN_DURATION_UNIT', 'valid: "ps"'],
    ['10MS', 'UNKNOWN_DURATION_UNIT', 'did you mean "ms"?'],
    ['1h30min', 'INVALID_DURATION', ''],
    ['soon', 'INVALID_DURATION', ''],
    ['-1s', 'NEGATIVE_DURATION', ''],
    ['0.5ps', 'FRACTION_OF_PICOSECOND', ''],
    ['0.0001ns', 'FRACTION_OF_PICOSECOND', ''],
    ['9007199254740992ns', 'DURATION_TOO_LONG', ''],
    ['2503h', 'DURATION_TOO_LONG', ''],
  ])('refuses %j', (text, name, hint) => {
    const refused = refusal(() => parseDuration(text));
    expect(refused.code).toBe(`CVM_UNITS_${name}`);
    expect(refused.hint).toContain(hint);
  });

  it('accepts the longest duration that nanoseconds can count', () => {
    expect(roundToNanoseconds(parseDuration('9007199254740991ns'))).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('roundToNanoseconds', () => {
  it('rounds half up', () => {
    expect([499n, 500n, 1499n, 1500n].map(roundToNanoseconds)).toEqual([0, 1, 1, 2]);
  });

  it('is within half a nanosecond, and above at the half itself', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (picoseconds) => {
        const error = BigInt(roundToNanoseconds(picoseconds)) * 1000n - picoseconds;
        expect(error > -500n && error <= 500n).toBe(true);
      }),
    );
  });

  it('refuses what is no longer exact', () => {
    expect(() => roundToNanoseconds(2n ** 53n * 1000n)).toThrow(RangeError);
  });
});
