import type { CodeArray } from './dense-codes.js';
import type { PageCodes } from './page-codes.js';

/** Codes as runs of equal ones: as cheap for a billion pages as for one. */
export class RunCodes implements PageCodes {
  /** Ends of the runs, exclusive; the last one is `size`. Neighbours have different codes. */
  readonly #ends: number[];
  readonly #codes: number[];

  constructor(
    readonly size: number,
    ends: number[],
    codes: number[],
  ) {
    this.#ends = ends;
    this.#codes = codes;
  }

  static uniform(size: number, code: number): RunCodes {
    return new RunCodes(size, [size], [code]);
  }

  get runs(): number {
    return this.#codes.length;
  }

  get only(): number | undefined {
    return this.#codes.length === 1 ? this.#codes[0] : undefined;
  }

  get(at: number): number {
    return (this.#codes.length === 1 ? this.#codes[0] : this.#codes[this.#runOf(at)]) as number;
  }

  runEnd(at: number, limit: number): number {
    return Math.min(limit, this.#ends[this.#runOf(at)] as number);
  }

  runStart(at: number, limit: number): number {
    return Math.max(limit, this.#startOf(this.#runOf(at)));
  }

  fill(from: number, to: number, code: number): void {
    this.#replace(from, to, [to], [code]);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    const ends: number[] = [];
    const codes: number[] = [];
    let changed = false;
    this.#each(from, to, (code, end) => {
      const after = next(code);
      changed ||= after !== code;
      ends.push(end);
      codes.push(after);
    });
    if (changed) this.#replace(from, to, ends, codes);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.walk(from, to, tell);
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    let start = from;
    this.#each(from, to, (code, end) => {
      tell(code, end - start);
      start = end;
    });
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    let at = from;
    for (let run = this.#runOf(from); at < to && !wanted(this.#codes[run] as number); run++)
      at = this.#ends[run] as number;
    return Math.min(at, to);
  }

  /** The codes in [from, to) alone. */
  slice(from: number, to: number): RunCodes {
    const ends: number[] = [];
    const codes: number[] = [];
    this.#each(from, to, (code, end) => {
      ends.push(end - from);
      codes.push(code);
    });
    return new RunCodes(to - from, ends, codes);
  }

  copyTo(stored: CodeArray): void {
    let at = 0;
    this.#each(0, this.size, (code, end) => {
      stored.fill(code, at, end);
      at = end;
    });
  }

  #each(from: number, to: number, tell: (code: number, end: number) => void): void {
    for (let at = from, run = this.#runOf(from); at < to; run++) {
      at = Math.min(to, this.#ends[run] as number);
      tell(this.#codes[run] as number, at);
    }
  }

  /** Index of the run that holds `at`. */
  #runOf(at: number): number {
    const ends = this.#ends;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #startOf(run: number): number {
    return run === 0 ? 0 : (this.#ends[run - 1] as number);
  }

  /** Replaces [from, to) by the given runs, and joins what has become equal at both ends. */
  #replace(from: number, to: number, ends: readonly number[], codes: readonly number[]): void {
    let first = this.#runOf(from);
    let last = this.#runOf(to - 1);
    const newEnds: number[] = [];
    const newCodes: number[] = [];
    const push = (end: number, code: number): void => {
      const top = newCodes.length - 1;
      if (newCodes[top] === code) newEnds[top] = end;
      else {
        newEnds.push(end);
        newCodes.push(code);
      }
    };
    if (this.#startOf(first) < from) push(from, this.#codes[first] as number);
    else if (first > 0) push(from, this.#codes[--first] as number);
    for (let i = 0; i < ends.length; i++) push(ends[i] as number, codes[i] as number);
    if ((this.#ends[last] as number) === to && last + 1 < this.#codes.length) last++;
    if ((this.#ends[last] as number) > to) push(this.#ends[last] as number, this.#codes[last] as number);
    this.#ends.splice(first, last - first + 1, ...newEnds);
    this.#codes.splice(first, last - first + 1, ...newCodes);
  }
}
