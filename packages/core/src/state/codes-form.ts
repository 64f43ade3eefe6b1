import { bitAt } from './bits.js';
import { DenseCodes } from './dense-codes.js';
import type { PageCodes } from './page-codes.js';
import type { Marks } from './page-store.js';
import { PairCodes } from './pair-codes.js';
import { RunCodes } from './run-codes.js';
import { SplitCodes } from './split-codes.js';

/** Runs beyond which codes are split up or, if they are a chunk or less, kept one by one. */
const MOST_RUNS = 96;
/** Parts of one split, as a power of two. */
const FAN_OUT_BITS = 8;

/**
 * Chooses the form of page codes by their content: a few runs, however many pages; parts, each in its own form; at most a chunk of
 * pages of two codes, or of any. So storage and work follow how ragged memory is, not how large it is.
 */
export class CodesForm {
  /** Pages of a chunk. */
  readonly chunk: number;
  readonly #mostRuns: number;
  readonly #fanOut: number;

  constructor(
    chunkBits: number,
    readonly wide: boolean,
  ) {
    this.chunk = 2 ** chunkBits;
    this.#mostRuns = Math.max(1, Math.min(MOST_RUNS, this.chunk / 4));
    this.#fanOut = 2 ** Math.max(1, Math.min(FAN_OUT_BITS, chunkBits));
  }

  fill(codes: PageCodes, from: number, to: number, code: number): PageCodes {
    if (to - from === codes.size) return RunCodes.uniform(codes.size, code);
    const open = this.#open(codes, from, to);
    open.fill(from, to, code);
    return this.#suit(open);
  }

  map(codes: PageCodes, from: number, to: number, next: (code: number) => number): PageCodes {
    const open = this.#open(codes, from, to);
    open.map(from, to, next);
    return this.#suit(open);
  }

  /** Of the pages from `from` on, those whose bit is set, at `offset` and behind it, get a code. */
  mark(codes: PageCodes, from: number, marks: Marks, offset: number, pages: number, code: number): PageCodes {
    const { only, size } = codes;
    if (only === code) return codes;
    if (size > this.chunk) {
      const split = codes instanceof SplitCodes ? codes : this.#split(codes as RunCodes);
      let at = offset;
      split.change(from, from + pages, (part, a, b) => {
        const marked = this.mark(part, a, marks, at, b - a, code);
        at += b - a;
        return marked;
      });
      return this.#suit(split);
    }
    // Whole words are taken over as they are.
    const whole = pages === size && offset % 32 === 0 && (size % 32 === 0 || offset + pages === marks.pages);
    if (whole && only !== undefined)
      return this.#suit(
        new PairCodes(size, marks.bits.subarray(offset / 32, Math.ceil((offset + size) / 32)), only, code),
      );
    const dense = codes instanceof DenseCodes ? codes : DenseCodes.of(codes as RunCodes | PairCodes, this.wide);
    for (let at = 0; at < pages; at++)
      if (bitAt(marks.bits, offset + at) === 1) dense.fill(from + at, from + at + 1, code);
    return this.#suit(dense);
  }

  /** A form that can hold any codes, where only some pages will change. */
  #open(codes: PageCodes, from: number, to: number): PageCodes {
    return codes instanceof PairCodes && to - from < codes.size ? DenseCodes.of(codes, this.wide) : codes;
  }

  /** The form that suits codes that have changed. */
  #suit(codes: PageCodes): PageCodes {
    if (codes instanceof RunCodes) {
      if (codes.runs <= this.#mostRuns) return codes;
      return codes.size <= this.chunk ? DenseCodes.of(codes, this.wide) : this.#split(codes);
    }
    const { only, size } = codes;
    return only === undefined ? codes : RunCodes.uniform(size, only);
  }

  #split(codes: RunCodes): SplitCodes {
    const { size } = codes;
    let partSize = this.chunk;
    while (partSize * this.#fanOut < size) partSize *= this.#fanOut;
    const parts = Array.from({ length: Math.ceil(size / partSize) }, (_, i) =>
      this.#suit(codes.slice(i * partSize, Math.min(size, (i + 1) * partSize))),
    );
    return new SplitCodes(size, parts, this);
  }
}
