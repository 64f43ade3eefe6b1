import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHUNK_PAGES, rangeFlush } from '../src/range-flush.js';
import { num, specTable } from './support/spec.js';

describe('range flush', () => {
  it('has the chunk limit of the specification', () => expect(MAX_CHUNK_PAGES).toBe(2_097_152));

  it.each(specTable('6.2'))('decomposes $pages pages as specified', (row) => {
    const done = rangeFlush(0, num(row['pages']));
    expect(done.ranges).toBe(num(row['R']));
    expect(done.singles).toBe(num(row['I']));
    expect(done.stage1).toBe(1);
  });

  it('flushes stage 1 once per chunk', () => {
    expect(rangeFlush(0, 8 * MAX_CHUNK_PAGES)).toEqual({ singles: 0, ranges: 8, stage1: 8 });
    expect(rangeFlush(0, MAX_CHUNK_PAGES + 1)).toEqual({ singles: 1, ranges: 1, stage1: 2 });
    expect(rangeFlush(7, 0)).toEqual({ singles: 0, ranges: 0, stage1: 0 });
  });

  it('with LPA2 walks to a multiple of 64 KiB first (measured, docs/arm64.md 17)', () => {
    expect(rangeFlush(2049, 4091)).toEqual({ singles: 1, ranges: 3, stage1: 1 });
    expect(rangeFlush(2049, 4091, 16)).toEqual({ singles: 15, ranges: 3, stage1: 1 });
  });

  it('needs at most four range operations and one single per chunk without LPA2', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: MAX_CHUNK_PAGES }), (start, pages) => {
        const { singles, ranges } = rangeFlush(start, pages);
        expect(singles).toBe(pages % 2);
        expect(ranges).toBeLessThanOrEqual(4);
        expect(ranges + singles).toBeGreaterThan(0);
      }),
    );
  });
});
