import { type Bits, bitAt, bitRunEnd, bitRunStart, countBits } from './bits.js';
import type { CodeArray } from './dense-codes.js';
import type { PageCodes } from './page-codes.js';

/** Two codes, and which page has which: ragged memory in which every page is there or not, at one bit each. */
export class PairCodes implements PageCodes {
  readonly #bits: Bits;
  #zero: number;
  #one: number;
  /** Pages whose bit is set. */
  readonly #ones: number;

  /** @param bits kept: must not be changed any more */
  constructor(
    readonly size: number,
    bits: Bits,
    zero: number,
    one: number,
  ) {
    this.#bits = bits;
    this.#zero = zero;
    this.#one = one;
    this.#ones = countBits(bits, 0, size);
  }

  get only(): number | undefined {
    if (this.#zero === this.#one || this.#ones === 0) return this.#zero;
    return this.#ones === this.size ? this.#one : undefined;
  }

  get(at: number): number {
    return bitAt(this.#bits, at) === 1 ? this.#one : this.#zero;
  }

  runEnd(at: number, limit: number): number {
    return bitRunEnd(this.#bits, at, limit);
  }

  runStart(at: number, limit: number): number {
    return bitRunStart(this.#bits, at, limit);
  }

  /** Of all pages: a change of some gives a third code. */
  fill(_from: number, _to: number, code: number): void {
    this.#zero = code;
    this.#one = code;
  }

  /** Of all pages, as `fill` is. */
  map(_from: number, _to: number, next: (code: number) => number): void {
    this.#zero = next(this.#zero);
    this.#one = next(this.#one);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    const ones = to - from === this.size ? this.#ones : countBits(this.#bits, from, to);
    if (ones < to - from) tell(this.#zero, to - from - ones);
    if (ones > 0) tell(this.#one, ones);
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    for (let at = from; at < to; ) {
      const end = bitRunEnd(this.#bits, at, to);
      tell(this.get(at), end - at);
      at = end;
    }
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    if (wanted(this.get(from))) return from;
    const end = bitRunEnd(this.#bits, from, to);
    return end < to && wanted(this.get(end)) ? end : to;
  }

  copyTo(stored: CodeArray): void {
    for (let at = 0; at < this.size; at++) stored[at] = this.get(at);
  }
}
