import { describe, expect, it } from 'vitest';
import { entryBytes, GRANULES, type Granule, geometry, tableLevels, tablesOfLevel } from '../src/geometry.js';
import { num, specTable } from './support/spec.js';

const GiB = 2 ** 30;

describe('roots', () => {
  const rows = specTable('1.2').map((row) => {
    const [granule, bits] = (row['granule, IPA bits'] ?? '').split(', ');
    const [startLevel, rootEntries, rootPages] = ['start level', 'root entries', 'root pages'].map((name) =>
      num(row[name]),
    );
    return { granule: granule as Granule, bits: Number.parseInt(bits ?? '', 10), startLevel, rootEntries, rootPages };
  });

  it('has the rows of the specification', () => expect(rows).toHaveLength(16));

  it.each(rows)('$granule with $bits bits', ({ granule, bits, ...root }) => {
    expect(geometry(granule, bits)).toMatchObject(root);
  });

  it('never concatenates more than 16 pages, and wastes no level', () => {
    for (const granule of GRANULES) {
      for (let bits = 32; bits <= 52; bits++) {
        const g = geometry(granule, bits);
        expect(g.rootPages).toBeLessThanOrEqual(16);
        expect(entryBytes(g, g.startLevel) * g.rootEntries).toBe(2 ** bits);
      }
    }
  });

  it.each([31, 53, 40.5, Number.NaN])('refuses %s bits', (bits) => {
    expect(() => geometry('4K', bits)).toThrow(RangeError);
  });
});

describe('levels', () => {
  it('spans what an entry of each level spans', () => {
    expect([3, 2, 1, 0].map((level) => entryBytes(geometry('4K', 48), level))).toEqual([4096, 2 ** 21, GiB, 512 * GiB]);
    expect([3, 2].map((level) => entryBytes(geometry('16K', 40), level))).toEqual([2 ** 14, 2 ** 25]);
    expect([3, 2].map((level) => entryBytes(geometry('64K', 40), level))).toEqual([2 ** 16, 2 ** 29]);
  });

  it('maps 1 GiB blocks with 4 KiB pages only', () => {
    expect(geometry('4K', 40).leafLevels).toEqual([3, 2, 1]);
    expect(geometry('16K', 48).leafLevels).toEqual([3, 2]);
    expect(geometry('64K', 48).leafLevels).toEqual([3, 2]);
    expect(geometry('4K', 32).leafLevels).toEqual([3, 2]);
  });

  it('cuts walks at the largest block', () => {
    expect(GRANULES.map((granule) => geometry(granule, 40)).map((g) => entryBytes(g, g.minBlockLevel))).toEqual([
      GiB,
      2 ** 25,
      2 ** 29,
    ]);
  });
});

describe('tables of a range', () => {
  const leafLevel = (mapped: string) => (mapped.endsWith('4 KiB') ? 3 : mapped.endsWith('2 MiB') ? 2 : 1);

  it.each(specTable('1.3'))('$all for another row of the specification', (row) => {
    const g = geometry('4K', 40);
    const mapped = row['mapped from 1 GiB on, G4K-40'] ?? '';
    const bytes = Number.parseInt(mapped, 10) * GiB;
    const level = leafLevel(mapped);
    expect(bytes / entryBytes(g, level)).toBe(num(row['leaves']));
    const per = tableLevels(g, level).map((k) => tablesOfLevel(g, k, GiB, GiB + bytes));
    expect(per.reduce((a, b) => a + b, 0)).toBe(num(row['all']));
    if (level === 3) expect(per.at(-1)).toBe(num(row['level-3 tables']));
  });

  it('counts a table per parent entry touched, and none for nothing', () => {
    const g = geometry('4K', 40);
    expect(tablesOfLevel(g, 3, 2 ** 21 - 4096, 2 ** 21 + 4096)).toBe(2);
    expect(tablesOfLevel(g, 3, 4096, 8192)).toBe(1);
    expect(tablesOfLevel(g, 3, 4096, 4096)).toBe(0);
  });
});
