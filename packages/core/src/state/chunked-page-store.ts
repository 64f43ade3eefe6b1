import { CodesForm } from './codes-form.js';
import type { PageCodes } from './page-codes.js';
import type { Marks, PageStore } from './page-store.js';
import { RunCodes } from './run-codes.js';

/** 2^16 pages: 256 MiB of 4 KiB pages. */
export const CHUNK_BITS = 16;

/** The states of billions of pages. What they need and what work on them costs follows how ragged they are; see `CodesForm`. */
export class ChunkedPageStore implements PageStore {
  readonly #form: CodesForm;
  #codes: PageCodes;

  constructor(
    readonly length: number,
    wide: boolean,
    chunkBits = CHUNK_BITS,
  ) {
    this.#form = new CodesForm(chunkBits, wide);
    this.#codes = RunCodes.uniform(length, 0);
  }

  get(page: number): number {
    return this.#codes.get(page);
  }

  set(page: number, code: number): void {
    if (this.#codes.get(page) !== code) this.fill(page, page + 1, code);
  }

  fill(from: number, to: number, code: number): void {
    if (from < to) this.#codes = this.#form.fill(this.#codes, from, to, code);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    if (from < to) this.#codes = this.#form.map(this.#codes, from, to, next);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (from < to) this.#codes.tally(from, to, tell);
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (from < to) this.#codes.walk(from, to, tell);
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    return from < to ? this.#codes.find(from, to, wanted) : to;
  }

  /** The first page behind `page`, at most `limit`, that has another code. */
  runEnd(page: number, limit: number): number {
    return this.#codes.runEnd(page, limit);
  }

  /** The first page, at least `limit`, from which on all pages up to `page` have the same code. */
  runStart(page: number, limit: number): number {
    return this.#codes.runStart(page, limit);
  }

  mark(from: number, marks: Marks, code: number): void {
    if (marks.pages > 0) this.#codes = this.#form.mark(this.#codes, from, marks, 0, marks.pages, code);
  }

  /** Where the chunk that holds `page` ends. */
  chunkEnd(page: number): number {
    const { chunk } = this.#form;
    return Math.min(this.length, (Math.floor(page / chunk) + 1) * chunk);
  }
}
