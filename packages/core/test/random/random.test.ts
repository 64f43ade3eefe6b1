import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, scattered } from '../../src/random/random.js';

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

describe('scattered seeds', () => {
  it('are all different, and those of neighbours have nothing in common', () => {
    const first = Array.from({ length: 4096 }, (_, seed) => scattered(seed));
    expect(new Set(first).size).toBe(4096);
    expect(first.every((seed) => seed === seed >>> 0)).toBe(true);
    // The first draw of neighbours is the same bit for dozens of plain seeds; of scattered ones it changes at every other.
    const changes = (seedOf: (seed: number) => number) =>
      Array.from({ length: 1000 }, (_, i) => new Random(seedOf(i)).below(1000) < 500).filter(
        (low, i, all) => i > 0 && low !== all[i - 1],
      ).length;
    expect(changes(scattered)).toBeGreaterThan(450);
    expect(changes(scattered)).toBeLessThan(550);
  });

  it('lose no bit', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.nat(31), (seed, bit) => {
        expect(scattered((seed ^ (1 << bit)) >>> 0)).not.toBe(scattered(seed));
      }),
    );
  });
});
