/** Stage-2 geometry: shifts, start level, roots, tables of a range. Source: docs/arm64.md 1. */

export type Granule = '4K' | '16K' | '64K';

export const GRANULES: readonly Granule[] = ['4K', '16K', '64K'];

const PAGE_SHIFT: Readonly<Record<Granule, number>> = { '4K': 12, '16K': 14, '64K': 16 };

/** Lowest level at which KVM maps a block without LPA: 1 GiB exist with 4 KiB pages only. Source: docs/arm64.md 1.1. */
const MIN_BLOCK_LEVEL: Readonly<Record<Granule, number>> = { '4K': 1, '16K': 2, '64K': 2 };

/** Up to 16 root tables may be concatenated, which saves four bits of IPA. Source: docs/arm64.md 1.1. */
const CONCATENATED_BITS = 4;

export const LEAF_LEVEL = 3;

export interface Geometry {
  readonly granule: Granule;
  readonly ipaBits: number;
  readonly pageShift: number;
  readonly pageBytes: number;
  readonly entriesPerTable: number;
  readonly startLevel: number;
  readonly rootEntries: number;
  readonly rootPages: number;
  /** Level of the largest block that KVM maps; mainline's walks are cut at multiples of what one entry of it spans. */
  readonly minBlockLevel: number;
  /** Levels at which a leaf may stand, small to large: 3 (page), 2, with 4K also 1 (blocks). */
  readonly leafLevels: readonly number[];
}

const shiftOf = (pageShift: number, level: number): number => (pageShift - 3) * (4 - level) + 3;

/**
 * Geometry of a stage 2.
 * @param ipaBits width of the guest's physical addresses, 32 to 52
 * @throws RangeError for another width
 */
export function geometry(granule: Granule, ipaBits: number): Geometry {
  const pageShift = PAGE_SHIFT[granule];
  if (!Number.isInteger(ipaBits) || ipaBits < 32 || ipaBits > 52) {
    throw new RangeError(`IPA width ${ipaBits} is not a whole number from 32 to 52`);
  }
  const bitsPerLevel = pageShift - 3;
  const levels = Math.floor((ipaBits - 4 - CONCATENATED_BITS) / bitsPerLevel);
  const startLevel = 4 - levels;
  const entriesPerTable = 2 ** bitsPerLevel;
  const rootEntries = 2 ** (ipaBits - shiftOf(pageShift, startLevel));
  const leafLevels = [3, 2, 1].filter((level) => level >= MIN_BLOCK_LEVEL[granule] && level >= startLevel);
  return Object.freeze({
    granule,
    ipaBits,
    pageShift,
    pageBytes: 2 ** pageShift,
    entriesPerTable,
    startLevel,
    rootEntries,
    rootPages: Math.max(1, rootEntries / entriesPerTable),
    minBlockLevel: MIN_BLOCK_LEVEL[granule],
    leafLevels: Object.freeze(leafLevels),
  });
}

/** Bytes that one entry of a level spans: 4 KiB, 2 MiB, 1 GiB, 512 GiB with a 4 KiB granule. */
export const entryBytes = (g: Geometry, level: number): number => 2 ** shiftOf(g.pageShift, level);

/** Bytes that a whole table of a level spans, which is one entry of the level above. */
export const tableBytes = (g: Geometry, level: number): number => entryBytes(g, level - 1);

/** Levels below the root that hold tables on the way to leaves of `leafLevel`, from the top down; empty if they stand in the root. */
export function tableLevels(g: Geometry, leafLevel: number): readonly number[] {
  return Array.from({ length: leafLevel - g.startLevel }, (_, i) => g.startLevel + 1 + i);
}

/** Tables of one level that leaves filling `[start, end)` need. Source: docs/arm64.md 1.3. */
export function tablesOfLevel(g: Geometry, level: number, start: number, end: number): number {
  if (end <= start) return 0;
  const span = tableBytes(g, level);
  return Math.floor((end - 1) / span) - Math.floor(start / span) + 1;
}
