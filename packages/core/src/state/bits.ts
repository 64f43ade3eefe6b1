/** One bit for each of some consecutive pages, 32 in a word, the first one lowest. Bits behind the last page are 0. */
export type Bits = Int32Array;

export const bitAt = (bits: Bits, at: number): number => ((bits[at >>> 5] as number) >>> (at & 31)) & 1;

/** How many bits of a word are set. */
export function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many bits at places [from, to) are set. */
export function countBits(bits: Bits, from: number, to: number): number {
  if (from >= to) return 0;
  const last = (to - 1) >>> 5;
  let count = -bitsIn((bits[from >>> 5] as number) & ~(-1 << (from & 31)));
  for (let word = from >>> 5; word < last; word++) count += bitsIn(bits[word] as number);
  return count + bitsIn((bits[last] as number) & (-1 >>> (31 - ((to - 1) & 31))));
}

/** The first place behind `at`, at most `limit`, whose bit differs from that at `at`. */
export function bitRunEnd(bits: Bits, at: number, limit: number): number {
  const same = -bitAt(bits, at);
  let word = at >>> 5;
  let others = ((bits[word] as number) ^ same) & (-1 << (at & 31));
  while (others === 0) {
    if (++word * 32 >= limit) return limit;
    others = (bits[word] as number) ^ same;
  }
  return Math.min(limit, word * 32 + 31 - Math.clz32(others & -others));
}

/** The first place, at least `limit`, from which on all bits up to `at` are the same. */
export function bitRunStart(bits: Bits, at: number, limit: number): number {
  const same = -bitAt(bits, at);
  let word = at >>> 5;
  let others = ((bits[word] as number) ^ same) & (-1 >>> (31 - (at & 31)));
  while (others === 0) {
    if (word * 32 <= limit) return limit;
    others = (bits[--word] as number) ^ same;
  }
  return Math.max(limit, word * 32 + 32 - Math.clz32(others));
}
