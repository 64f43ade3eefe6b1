/** `count` pages of a guest of `pages` (a power of two), from a linear congruential generator that the SimPy script has as well. */
export function* randomPages(pages: number, count: number): Generator<number> {
  const shift = 32 - Math.log2(pages);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> shift;
  }
}
