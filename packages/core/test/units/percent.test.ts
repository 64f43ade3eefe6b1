import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePercent, shareOf } from '../../src/units/index.js';
import { refusal } from './refusal.js';

describe('parsePercent', () => {
  it.each([
    ['80%', 800_000],
    ['12.5%', 125_000],
    ['0.0001%', 1],
    ['0%', 0],
    ['100%', 1_000_000],
  ])('%s is %d parts per million', (text, share) => {
    expect(parsePercent(text)).toBe(share);
  });

  it.each(['80', '100.0001%', '-1%', '0.00001%', '80%%', 'most', '0.8 of it'])('refuses %j', (text) => {
    expect(refusal(() => parsePercent(text)).code).toBe('CVM_UNITS_INVALID_PERCENTAGE');
  });
});

describe('shareOf', () => {
  it('is exact where binary fractions are not', () => {
    expect(0.29 * 100).not.toBe(29);
    expect(shareOf(parsePercent('29%'), 100)).toBe(29);
  });

  it('rounds down: share and rest never exceed the total, and miss it by at most one', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.maxSafeNat(), (share, total) => {
        const missing = total - shareOf(share, total) - shareOf(1_000_000 - share, total);
        expect([0, 1]).toContain(missing);
      }),
    );
  });
});
