import type { PageCodes } from './page-codes.js';

/** One or two bytes for each page. */
export type CodeArray = Uint8Array | Uint16Array;

/** Another form, which becomes too small for its content. */
interface Sparse extends PageCodes {
  copyTo(stored: CodeArray): void;
}

/**
 * One code per page, with how many pages have each. A change of all pages is not carried out but kept as a table from what is
 * stored to what it means, so that a sweep over a chunk of ragged pages costs by state, not by page.
 */
export class DenseCodes implements PageCodes {
  readonly #stored: CodeArray;
  /** Pages by code, by meaning. */
  #counts: number[];
  /** How many codes have pages. */
  #kinds = 0;
  #meaning: number[] | undefined;

  private constructor(stored: CodeArray, counts: number[]) {
    this.#stored = stored;
    this.#counts = counts;
    tellCounts(this.#counts, () => this.#kinds++);
  }

  static of(codes: Sparse, wide: boolean): DenseCodes {
    const stored = wide ? new Uint16Array(codes.size) : new Uint8Array(codes.size);
    codes.copyTo(stored);
    const counts: number[] = [];
    codes.tally(0, codes.size, (code, pages) => {
      counts[code] = (counts[code] ?? 0) + pages;
    });
    return new DenseCodes(stored, counts);
  }

  get size(): number {
    return this.#stored.length;
  }

  get only(): number | undefined {
    return this.#kinds === 1 ? this.#counts.findIndex((pages) => pages > 0) : undefined;
  }

  get(at: number): number {
    const stored = this.#stored[at] as number;
    return this.#meaning === undefined ? stored : (this.#meaning[stored] as number);
  }

  runEnd(at: number, limit: number): number {
    const code = this.get(at);
    let end = at + 1;
    while (end < limit && this.get(end) === code) end++;
    return end;
  }

  runStart(at: number, limit: number): number {
    const code = this.get(at);
    let start = at;
    while (start > limit && this.get(start - 1) === code) start--;
    return start;
  }

  fill(from: number, to: number, code: number): void {
    const stored = this.#settled();
    for (let at = from; at < to; at++) {
      this.#count(stored[at] as number, -1);
      stored[at] = code;
    }
    this.#count(code, to - from);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    const table = this.#counts.map((pages, code) => (pages > 0 ? next(code) : code));
    if (from === 0 && to === this.size) this.#mapAll(table);
    else this.#mapSome(from, to, table);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (from === 0 && to === this.size) tellCounts(this.#counts, tell);
    else {
      const meaning = this.#meaning;
      const counts = countOf(this.#stored, from, to, (meaning ?? this.#counts).length);
      tellCounts(counts, (stored, pages) => tell(meaning?.[stored] ?? stored, pages));
    }
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    const stored = this.#stored;
    for (let at = from; at < to; ) {
      const raw = stored[at] as number;
      const start = at++;
      while (at < to && stored[at] === raw) at++;
      tell(this.#meaning?.[raw] ?? raw, at - start);
    }
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    if (!this.#counts.some((pages, code) => pages > 0 && wanted(code))) return to;
    const stored = this.#stored;
    let last = -1;
    for (let at = from; at < to; at++) {
      const raw = stored[at] as number;
      if (raw === last) continue;
      if (wanted(this.#meaning?.[raw] ?? raw)) return at;
      last = raw;
    }
    return to;
  }

  #mapAll(table: readonly number[]): void {
    const before = this.#counts;
    this.#counts = [];
    this.#kinds = 0;
    tellCounts(before, (code, pages) => this.#count(table[code] as number, pages));
    this.#meaning = this.#meaning?.map((code) => table[code] as number) ?? [...table];
  }

  #mapSome(from: number, to: number, table: readonly number[]): void {
    const stored = this.#settled();
    tellCounts(countOf(stored, from, to, this.#counts.length), (code, pages) => {
      this.#count(code, -pages);
      this.#count(table[code] as number, pages);
    });
    carryOut(table, stored, from, to);
  }

  /** The codes themselves, with the table carried out. */
  #settled(): CodeArray {
    const meaning = this.#meaning;
    if (meaning !== undefined) carryOut(meaning, this.#stored, 0, this.size);
    this.#meaning = undefined;
    return this.#stored;
  }

  #count(code: number, pages: number): void {
    const before = this.#counts[code] ?? 0;
    const after = before + pages;
    this.#counts[code] = after;
    if (before === 0) this.#kinds++;
    if (after === 0) this.#kinds--;
  }
}

/** In ascending order of codes. */
function tellCounts(counts: ArrayLike<number>, tell: (code: number, pages: number) => void): void {
  for (let code = 0; code < counts.length; code++) {
    const pages = counts[code] as number;
    if (pages > 0) tell(code, pages);
  }
}

/** @param width greater than every code */
function countOf(stored: CodeArray, from: number, to: number, width: number): Uint32Array {
  const counts = new Uint32Array(width);
  for (let at = from; at < to; at++) {
    const code = stored[at] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

function carryOut(table: readonly number[], stored: CodeArray, from: number, to: number): void {
  const next = Uint16Array.from(table);
  for (let at = from; at < to; at++) stored[at] = next[stored[at] as number] as number;
}
