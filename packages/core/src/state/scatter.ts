import { type Bits, bitAt, bitsIn } from './bits.js';
import type { PageStore } from './page-store.js';

/** Pages that are drawn together: aligned blocks, each with a stream of its own. */
const BLOCK = 2 ** 16;
/** The draws of one word of 32 pages decide with this many binary digits of the share. */
const DIGITS = 16;

/** What is scattered, over which pages. */
export interface Scattering {
  readonly code: number;
  /** Part of the pages that get the code, 0 to 1. */
  readonly share: number;
  /** 32 bits. */
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Gives exactly round(share * pages) of the pages [from, to) one code, at pseudo-random places; the others keep theirs. The same
 * arguments give the same pages on every machine and in every store.
 *
 * Each aligned block of 2^16 pages gets its part, up to rounding, and draws from a stream of its own: xorshift32 (Marsaglia, "Xorshift
 * RNGs", 2003: 13, 17, 5), whose first state is the seed and the block's number, mixed by the finalizer of MurmurHash3. 32 pages
 * are decided by one word for each binary digit of the share, from the last one on: OR where the digit is 1, AND where it is 0; then single
 * pages that the stream names are taken or given back until the number is right.
 */
export function scatter(store: PageStore, { code, share, seed, from, to }: Scattering): void {
  for (let start = from; start < to; ) {
    const block = Math.floor(start / BLOCK);
    const end = Math.min(to, (block + 1) * BLOCK);
    const pages = end - start;
    const hits = Math.round(share * (end - from)) - Math.round(share * (start - from));
    if (hits === pages) store.fill(start, end, code);
    else if (hits > 0) store.mark(start, { bits: choose(pages, hits, mix(seed ^ mix(block))), pages }, code);
    start = end;
  }
}

/** Exactly `hits` of `pages` bits. */
function choose(pages: number, hits: number, start: number): Bits {
  const words = new Int32Array(Math.ceil(pages / 32));
  const digits = Math.round((hits / pages) * 2 ** DIGITS);
  let lowest = 0;
  while (lowest < DIGITS && ((digits >>> lowest) & 1) === 0) lowest++;
  let x = start;
  let found = 0;
  for (let w = 0; w < words.length; w++) {
    let word = 0;
    for (let digit = lowest; digit < DIGITS; digit++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      word = (digits >>> digit) & 1 ? word | x : word & x;
    }
    if (w === words.length - 1 && pages % 32 !== 0) word &= 2 ** (pages % 32) - 1;
    words[w] = word;
    found += bitsIn(word);
  }
  while (found !== hits) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    const at = (x >>> 0) % pages;
    const isHit = bitAt(words, at);
    if (isHit !== (found > hits ? 1 : 0)) continue;
    words[at >>> 5] = (words[at >>> 5] as number) ^ (1 << (at & 31));
    found += isHit ? -1 : 1;
  }
  return words;
}

/** The finalizer of MurmurHash3, never 0: xorshift would stay there. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16) || 1;
}
