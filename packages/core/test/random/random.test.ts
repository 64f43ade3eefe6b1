import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random/random.js';

const draws = (seed: number, count: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.below(1000));
};

describe('chance', () => {
  it('is the same for the same seed, on every machine', () => {
    expect(draws(1, 6)).toEqual([646, 328, 81, 997, 890, 829]);
    expect(draws(1, 6)).not.toEqual(draws(2, 6));
  });

  it('stays below its bound', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 1, max: 10 }), (seed, size) => {
        const drawn = new Random(seed).below(size);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(size);
      }),
    );
  });

  it('shuffles a copy', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.array(fc.nat()), (seed, list) => {
        const before = [...list];
        const shuffled = new Random(seed).shuffled(list);
        expect(list).toEqual(before);
        expect([...shuffled].sort()).toEqual([...list].sort());
      }),
    );
  });
});
