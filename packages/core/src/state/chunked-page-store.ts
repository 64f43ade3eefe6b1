import { PageChunk } from './page-chunk.js';
import type { PageStore } from './page-store.js';

/** 2^16 pages: 256 MiB of 4 KiB pages. */
export const CHUNK_BITS = 16;

/** The states of billions of pages: in chunks, each as small as its content allows. Sets of pages cost by chunk and run, not by page. */
export class ChunkedPageStore implements PageStore {
  readonly #chunks: PageChunk[];
  readonly #bits: number;

  constructor(
    readonly length: number,
    wide: boolean,
    bits = CHUNK_BITS,
  ) {
    this.#bits = bits;
    const size = 2 ** bits;
    this.#chunks = Array.from(
      { length: Math.ceil(length / size) },
      (_, i) => new PageChunk(Math.min(size, length - i * size), wide),
    );
  }

  get(page: number): number {
    const index = Math.floor(page / 2 ** this.#bits);
    return (this.#chunks[index] as PageChunk).get(page - index * 2 ** this.#bits);
  }

  set(page: number, code: number): void {
    if (this.get(page) !== code) this.fill(page, page + 1, code);
  }

  fill(from: number, to: number, code: number): void {
    this.#eachChunk(from, to, (chunk, a, b) => chunk.fill(a, b, code));
  }

  map(from: number, to: number, next: (code: number) => number): void {
    this.#eachChunk(from, to, (chunk, a, b) => chunk.map(a, b, next));
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.#eachChunk(from, to, (chunk, a, b) => chunk.tally(a, b, tell));
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.#eachChunk(from, to, (chunk, a, b) => chunk.walk(a, b, tell));
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    const size = 2 ** this.#bits;
    for (let at = from; at < to; ) {
      const index = Math.floor(at / size);
      const chunk = this.#chunks[index] as PageChunk;
      const base = index * size;
      const end = Math.min(to, base + chunk.size);
      const found = base + chunk.find(at - base, end - base, wanted);
      if (found < end) return found;
      at = end;
    }
    return to;
  }

  /** Pages from `from`, the start of a chunk, get the given codes: at most one chunk's. Kept, so do not change them any more. */
  writeChunk(from: number, codes: Uint8Array | Uint16Array): void {
    const chunk = this.#chunks[from / 2 ** this.#bits];
    if (chunk === undefined || chunk.size !== codes.length)
      throw new RangeError(`pages from ${from} are not a chunk of ${codes.length}`);
    chunk.write(codes);
  }

  /** Where the chunk that holds `page` ends. */
  chunkEnd(page: number): number {
    return Math.min(this.length, (Math.floor(page / 2 ** this.#bits) + 1) * 2 ** this.#bits);
  }

  /** The first page behind `page`, at most `limit`, that has another code. */
  runEnd(page: number, limit: number): number {
    const size = 2 ** this.#bits;
    const code = this.get(page);
    for (let at = page; at < limit; ) {
      const index = Math.floor(at / size);
      const chunk = this.#chunks[index] as PageChunk;
      const base = index * size;
      if (chunk.get(at - base) !== code) return at;
      const end = base + chunk.runEnd(at - base, Math.min(chunk.size, limit - base));
      if (end < base + chunk.size) return end;
      at = end;
    }
    return limit;
  }

  #eachChunk(from: number, to: number, act: (chunk: PageChunk, from: number, to: number) => void): void {
    const size = 2 ** this.#bits;
    for (let at = from; at < to; ) {
      const index = Math.floor(at / size);
      const chunk = this.#chunks[index] as PageChunk;
      const base = index * size;
      const end = Math.min(to, base + chunk.size);
      act(chunk, at - base, end - base);
      at = end;
    }
  }
}
