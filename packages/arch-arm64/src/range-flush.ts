/** How a range of pages becomes invalidation operations on a machine with FEAT_TLBIRANGE. Source: docs/arm64.md 6.2. */

/** What one range flush issues: plain by-IPA operations, range operations, and stage-1 flushes (one per chunk). */
export interface RangeFlush {
  readonly singles: number;
  readonly ranges: number;
  readonly stage1: number;
}

const MAX_SCALE = 3;
const PAGES_PER_NUM = 32;

const pagesPerUnit = (scale: number): number => 2 ** (5 * scale + 1);

/** Most pages that one chunk can name: 2,097,152, which is 8 GiB of 4 KiB pages. */
export const MAX_CHUNK_PAGES = PAGES_PER_NUM * pagesPerUnit(MAX_SCALE);

/**
 * Operations of a range flush over `pages` pages from page number `start` on.
 * @param alignPages with LPA2 a range operation must start at a multiple of this many pages (64 KiB); 1 without
 */
export function rangeFlush(start: number, pages: number, alignPages = 1): RangeFlush {
  let singles = 0;
  let ranges = 0;
  let stage1 = 0;
  for (let at = start, left = pages; left > 0; ) {
    const chunk = Math.min(left, MAX_CHUNK_PAGES);
    const done = decompose(at, chunk, alignPages);
    singles += done.singles;
    ranges += done.ranges;
    stage1 += 1;
    at += chunk;
    left -= chunk;
  }
  return { singles, ranges, stage1 };
}

function decompose(start: number, pages: number, alignPages: number): { singles: number; ranges: number } {
  let singles = 0;
  let ranges = 0;
  let at = start;
  let left = pages;
  for (let scale = MAX_SCALE; left > 0; ) {
    if (left === 1 || at % alignPages !== 0) {
      singles += 1;
      at += 1;
      left -= 1;
      continue;
    }
    const unit = pagesPerUnit(scale);
    const units = Math.min(PAGES_PER_NUM, Math.floor(left / unit));
    if (units > 0) ranges += 1;
    at += units * unit;
    left -= units * unit;
    scale -= 1;
  }
  return { singles, ranges };
}
