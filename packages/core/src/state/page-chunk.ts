import { DenseCodes } from './dense-codes.js';

/** Runs beyond which a chunk keeps one code per page. */
const MOST_RUNS = 96;

/**
 * The codes of up to `size` consecutive pages, kept as one code, as runs, or page by page, whichever is smallest. A chunk that
 * is kept page by page knows how many pages have each code, so that it becomes uniform again by itself.
 */
export class PageChunk {
  /** Ends of the runs (exclusive, the last one is `size`) and their codes; one run: uniform. Empty while dense. */
  #ends: number[];
  #codes: number[];
  #dense: DenseCodes | undefined;

  constructor(
    readonly size: number,
    readonly wide: boolean,
    code = 0,
  ) {
    this.#ends = [size];
    this.#codes = [code];
  }

  get(at: number): number {
    if (this.#dense !== undefined) return this.#dense.get(at);
    return this.#codes.length === 1 ? (this.#codes[0] as number) : (this.#codes[this.#runOf(at)] as number);
  }

  /** The first place behind `at`, at most `limit`, whose code differs from that at `at`. */
  runEnd(at: number, limit: number): number {
    return this.#dense?.runEnd(at, limit) ?? Math.min(limit, this.#ends[this.#runOf(at)] as number);
  }

  fill(from: number, to: number, code: number): void {
    if (from === 0 && to === this.size) this.#become([this.size], [code]);
    else if (this.#dense === undefined) this.#splice(from, to, [to], [code]);
    else {
      this.#dense.fill(from, to, code);
      this.#thin(this.#dense);
    }
  }

  /** All pages get the codes of `codes`, which is kept and must not be changed any more. */
  write(codes: Uint8Array | Uint16Array): void {
    this.#dense = new DenseCodes(codes);
    this.#ends = [];
    this.#codes = [];
    this.#thin(this.#dense);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    if (this.#dense !== undefined) {
      this.#dense.map(from, to, next);
      this.#thin(this.#dense);
      return;
    }
    const ends: number[] = [];
    const codes: number[] = [];
    let changed = false;
    for (let at = from; at < to; ) {
      const run = this.#runOf(at);
      const code = this.#codes[run] as number;
      const after = next(code);
      changed ||= after !== code;
      at = Math.min(to, this.#ends[run] as number);
      ends.push(at);
      codes.push(after);
    }
    if (changed) this.#splice(from, to, ends, codes);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (this.#dense !== undefined) this.#dense.tally(from, to, tell);
    else this.#walkRuns(from, to, tell);
  }

  /** As `tally`, in the order of pages. */
  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (this.#dense !== undefined) this.#dense.walk(from, to, tell);
    else this.#walkRuns(from, to, tell);
  }

  /** The first place in [from, to) whose code is wanted, else `to`. */
  find(from: number, to: number, wanted: (code: number) => boolean): number {
    if (this.#dense !== undefined) return this.#dense.find(from, to, wanted);
    for (let at = from; at < to; ) {
      const run = this.#runOf(at);
      if (wanted(this.#codes[run] as number)) return at;
      at = this.#ends[run] as number;
    }
    return to;
  }

  #walkRuns(from: number, to: number, tell: (code: number, pages: number) => void): void {
    for (let at = from; at < to; ) {
      const run = this.#runOf(at);
      const end = Math.min(to, this.#ends[run] as number);
      tell(this.#codes[run] as number, end - at);
      at = end;
    }
  }

  /** Back to one code, if all pages have the same. */
  #thin({ only }: DenseCodes): void {
    if (only !== undefined) this.#become([this.size], [only]);
  }

  #become(ends: number[], codes: number[]): void {
    this.#ends = ends;
    this.#codes = codes;
    this.#dense = undefined;
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

  /** Replaces [from, to) by the given runs, joining equal neighbours. */
  #splice(from: number, to: number, ends: readonly number[], codes: readonly number[]): void {
    const first = this.#runOf(from);
    const last = this.#runOf(to - 1);
    const newEnds: number[] = [];
    const newCodes: number[] = [];
    const push = (end: number, code: number): void => {
      if (newCodes.length > 0 && newCodes[newCodes.length - 1] === code) newEnds[newEnds.length - 1] = end;
      else if (end > (newEnds[newEnds.length - 1] ?? 0)) {
        newEnds.push(end);
        newCodes.push(code);
      }
    };
    for (let run = 0; run < first; run++) push(this.#ends[run] as number, this.#codes[run] as number);
    if (from > 0) push(from, this.#codes[first] as number);
    ends.forEach((end, i) => {
      push(end, codes[i] as number);
    });
    for (let run = last; run < this.#ends.length; run++) push(this.#ends[run] as number, this.#codes[run] as number);
    this.#become(newEnds, newCodes);
    if (newEnds.length > MOST_RUNS) this.#makeDense();
  }

  #makeDense(): void {
    const stored = this.wide ? new Uint16Array(this.size) : new Uint8Array(this.size);
    const counts = new Map<number, number>();
    let from = 0;
    this.#ends.forEach((end, run) => {
      const code = this.#codes[run] as number;
      stored.fill(code, from, end);
      counts.set(code, (counts.get(code) ?? 0) + end - from);
      from = end;
    });
    this.#dense = new DenseCodes(stored, counts);
    this.#ends = [];
    this.#codes = [];
  }
}
