import type { PageCodes } from './page-codes.js';

/** Changes codes, and gives them in the form that suits them then. */
interface Changer {
  fill(codes: PageCodes, from: number, to: number, code: number): PageCodes;
  map(codes: PageCodes, from: number, to: number, next: (code: number) => number): PageCodes;
}

/** Codes in parts of equal size (the last one may be smaller), each in the form that suits it. */
export class SplitCodes implements PageCodes {
  readonly #parts: PageCodes[];
  readonly #partSize: number;
  /** A product with it is exact, because the size of a part is a power of two, and faster than a quotient. */
  readonly #perPage: number;
  #only: number | undefined;

  constructor(
    readonly size: number,
    parts: PageCodes[],
    readonly form: Changer,
  ) {
    this.#parts = parts;
    this.#partSize = (parts[0] as PageCodes).size;
    this.#perPage = 1 / this.#partSize;
  }

  get only(): number | undefined {
    return this.#only;
  }

  get(at: number): number {
    const part = Math.trunc(at * this.#perPage);
    return (this.#parts[part] as PageCodes).get(at - part * this.#partSize);
  }

  runEnd(at: number, limit: number): number {
    const code = this.get(at);
    let end = at;
    while (end < limit && this.get(end) === code) {
      const [part, start] = this.#partOf(end);
      const stop = Math.min(start + part.size, limit);
      end = start + part.runEnd(end - start, stop - start);
      if (end < stop) break;
    }
    return end;
  }

  runStart(at: number, limit: number): number {
    const code = this.get(at);
    let start = at + 1;
    while (start > limit && this.get(start - 1) === code) {
      const [part, from] = this.#partOf(start - 1);
      const stop = Math.max(from, limit);
      start = from + part.runStart(start - 1 - from, stop - from);
      if (start > stop) break;
    }
    return start;
  }

  fill(from: number, to: number, code: number): void {
    const index = Math.trunc(from * this.#perPage);
    const start = index * this.#partSize;
    const part = this.#parts[index] as PageCodes;
    if (to > start + part.size) this.change(from, to, (some, a, b) => this.form.fill(some, a, b, code));
    else this.#put(index, this.form.fill(part, from - start, to - start, code));
  }

  map(from: number, to: number, next: (code: number) => number): void {
    this.change(from, to, (part, a, b) => this.form.map(part, a, b, next));
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.#each(from, to, (part, a, b) => part.tally(a, b, tell));
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.#each(from, to, (part, a, b) => part.walk(a, b, tell));
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    for (let at = from; at < to; ) {
      const [part, start] = this.#partOf(at);
      const end = Math.min(to, start + part.size);
      const found = start + part.find(at - start, end - start, wanted);
      if (found < end) return found;
      at = end;
    }
    return to;
  }

  /** Changes the parts that [from, to) meets; what `act` makes of a part takes its place. */
  change(from: number, to: number, act: (part: PageCodes, from: number, to: number) => PageCodes): void {
    let last = 0;
    this.#each(from, to, (part, a, b, index) => {
      this.#parts[index] = act(part, a, b);
      last = index;
    });
    this.#put(last, this.#parts[last] as PageCodes);
  }

  #put(index: number, part: PageCodes): void {
    this.#parts[index] = part;
    const { only } = part;
    // Asked only when it may be so: most changes leave a part mixed.
    this.#only = only !== undefined && this.#parts.every((other) => other.only === only) ? only : undefined;
  }

  #partOf(at: number): [part: PageCodes, start: number] {
    const part = Math.trunc(at * this.#perPage);
    return [this.#parts[part] as PageCodes, part * this.#partSize];
  }

  #each(from: number, to: number, act: (part: PageCodes, from: number, to: number, index: number) => void): void {
    for (let at = from; at < to; ) {
      const index = Math.trunc(at * this.#perPage);
      const part = this.#parts[index] as PageCodes;
      const start = index * this.#partSize;
      const end = Math.min(to, start + part.size);
      act(part, at - start, end - start, index);
      at = end;
    }
  }
}
