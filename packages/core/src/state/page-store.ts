import { type Bits, bitAt } from './bits.js';

/** Where the codes of one page array live. Executors choose the store; protocol code never sees it. */
export interface PageStore {
  readonly length: number;
  get(page: number): number;
  set(page: number, code: number): void;
  /** Pages [from, to) all become `code`. */
  fill(from: number, to: number, code: number): void;
  /** Each page of [from, to) becomes what `next` says of its code. `next` is pure and may be asked once per code. */
  map(from: number, to: number, next: (code: number) => number): void;
  /** Tells how many pages of [from, to) have each code; a code may be told in several parts. */
  tally(from: number, to: number, tell: (code: number, pages: number) => void): void;
  /** The same in the order of pages, equal neighbours together as far as that is easy. */
  walk(from: number, to: number, tell: (code: number, pages: number) => void): void;
  /** The first page of [from, to) whose code is wanted; `to` if there is none. `wanted` is pure and may be asked once per code. */
  find(from: number, to: number, wanted: (code: number) => boolean): number;
  /** Of the pages from `from` on, those whose bit is set get a code. The bits may be kept: they must not be changed any more. */
  mark(from: number, marks: Marks, code: number): void;
}

/** Some of a number of pages. */
export interface Marks {
  readonly bits: Bits;
  readonly pages: number;
}

/** A buffer that can be taken away: while it is null every access throws, which is how debug checks catch a kept reference. */
export interface Cell {
  bytes: Uint8Array;
}

/** Does sets of pages one page at a time. */
abstract class PlainPageStore implements PageStore {
  abstract readonly length: number;
  abstract get(page: number): number;
  abstract set(page: number, code: number): void;

  fill(from: number, to: number, code: number): void {
    for (let page = from; page < to; page++) this.set(page, code);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    for (let page = from; page < to; page++) {
      const code = this.get(page);
      const after = next(code);
      if (after !== code) this.set(page, after);
    }
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    for (let page = from; page < to; page++) tell(this.get(page), 1);
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    for (let page = from; page < to; ) {
      const code = this.get(page);
      const start = page++;
      while (page < to && this.get(page) === code) page++;
      tell(code, page - start);
    }
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    let page = from;
    while (page < to && !wanted(this.get(page))) page++;
    return page;
  }

  mark(from: number, { bits, pages }: Marks, code: number): void {
    for (let at = 0; at < pages; at++) if (bitAt(bits, at) === 1) this.set(from + at, code);
  }
}

/** One byte per page, inside a larger packed buffer. */
export class BytePageStore extends PlainPageStore {
  constructor(
    readonly cell: Cell,
    readonly offset: number,
    readonly length: number,
  ) {
    super();
  }

  get(page: number): number {
    return this.cell.bytes[this.offset + page] as number;
  }

  set(page: number, code: number): void {
    this.cell.bytes[this.offset + page] = code;
  }

  override fill(from: number, to: number, code: number): void {
    this.cell.bytes.fill(code, this.offset + from, this.offset + to);
  }
}

/** Two bytes per page (page arrays with more than 256 states: tables that count many entries). */
export class WordPageStore extends PlainPageStore {
  constructor(
    readonly cell: Cell,
    readonly offset: number,
    readonly length: number,
  ) {
    super();
  }

  get(page: number): number {
    const at = this.offset + 2 * page;
    const { bytes } = this.cell;
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  }

  set(page: number, code: number): void {
    const at = this.offset + 2 * page;
    this.cell.bytes[at] = code & 0xff;
    this.cell.bytes[at + 1] = code >> 8;
  }
}

/** Several pages in a byte: `width` bits each, 1, 2 or 4, from bit `offset` on. */
export class BitPageStore extends PlainPageStore {
  readonly #mask: number;

  constructor(
    readonly cell: Cell,
    readonly offset: number,
    readonly length: number,
    readonly width: number,
  ) {
    super();
    this.#mask = (1 << width) - 1;
  }

  get(page: number): number {
    const at = this.offset + this.width * page;
    return ((this.cell.bytes[at >> 3] as number) >> (at & 7)) & this.#mask;
  }

  set(page: number, code: number): void {
    const at = this.offset + this.width * page;
    const { bytes } = this.cell;
    bytes[at >> 3] = ((bytes[at >> 3] as number) & ~(this.#mask << (at & 7))) | (code << (at & 7));
  }
}
