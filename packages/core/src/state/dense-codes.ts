/**
 * One code per page, with how many pages have each. A change of all pages is not carried out but kept as a table from what is
 * stored to what it means, so that a sweep over a chunk of ragged pages costs by state, not by page.
 */
export class DenseCodes {
  readonly #stored: Uint8Array | Uint16Array;
  /** Pages per code, by meaning. */
  #counts: Map<number, number>;
  #meaning: Map<number, number> | undefined;

  constructor(stored: Uint8Array | Uint16Array, counts?: Map<number, number>) {
    this.#stored = stored;
    this.#counts = counts ?? countOf(stored);
  }

  /** The code of all pages, if they have the same. */
  get only(): number | undefined {
    return this.#counts.size === 1 ? (this.#counts.keys().next().value as number) : undefined;
  }

  get(at: number): number {
    const stored = this.#stored[at] as number;
    return this.#meaning === undefined ? stored : (this.#meaning.get(stored) as number);
  }

  runEnd(at: number, limit: number): number {
    const code = this.get(at);
    let end = at + 1;
    while (end < limit && this.get(end) === code) end++;
    return end;
  }

  fill(from: number, to: number, code: number): void {
    const stored = this.#settled();
    for (let at = from; at < to; at++) this.#count(stored[at] as number, -1);
    stored.fill(code, from, to);
    this.#count(code, to - from);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    if (from === 0 && to === this.#stored.length) {
      this.#mapAll(next);
      return;
    }
    const stored = this.#settled();
    const table = new Map([...this.#counts.keys()].map((code) => [code, next(code)]));
    for (let at = from; at < to; at++) {
      const code = stored[at] as number;
      const after = table.get(code) as number;
      if (after === code) continue;
      stored[at] = after;
      this.#count(code, -1);
      this.#count(after, 1);
    }
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    if (from === 0 && to === this.#stored.length) for (const [code, pages] of this.#counts) tell(code, pages);
    else for (let at = from; at < to; at++) tell(this.get(at), 1);
  }

  /** Tells runs of equal codes in order. */
  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    const stored = this.#stored;
    const meaning = this.#meaning;
    for (let at = from; at < to; ) {
      const raw = stored[at] as number;
      const start = at++;
      while (at < to && stored[at] === raw) at++;
      tell(meaning === undefined ? raw : (meaning.get(raw) as number), at - start);
    }
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    const some = new Set([...this.#counts.keys()].filter(wanted));
    if (some.size === 0) return to;
    let at = from;
    while (at < to && !some.has(this.get(at))) at++;
    return at;
  }

  #mapAll(next: (code: number) => number): void {
    const counts = new Map<number, number>();
    const table = new Map<number, number>();
    for (const [code, pages] of this.#counts) {
      const after = next(code);
      table.set(code, after);
      counts.set(after, (counts.get(after) ?? 0) + pages);
    }
    this.#counts = counts;
    this.#meaning =
      this.#meaning === undefined
        ? table
        : new Map(
            [...this.#meaning].flatMap(([stored, code]) =>
              table.has(code) ? [[stored, table.get(code) as number]] : [],
            ),
          );
  }

  /** The codes themselves, with the table carried out. */
  #settled(): Uint8Array | Uint16Array {
    const meaning = this.#meaning;
    if (meaning !== undefined) {
      for (let at = 0; at < this.#stored.length; at++)
        this.#stored[at] = meaning.get(this.#stored[at] as number) as number;
      this.#meaning = undefined;
    }
    return this.#stored;
  }

  #count(code: number, pages: number): void {
    const now = (this.#counts.get(code) ?? 0) + pages;
    if (now === 0) this.#counts.delete(code);
    else this.#counts.set(code, now);
  }
}

function countOf(stored: Uint8Array | Uint16Array): Map<number, number> {
  const histogram = new Uint32Array(stored.BYTES_PER_ELEMENT === 1 ? 256 : 65_536);
  for (let at = 0; at < stored.length; at++)
    histogram[stored[at] as number] = (histogram[stored[at] as number] as number) + 1;
  const counts = new Map<number, number>();
  histogram.forEach((pages, code) => {
    if (pages > 0) counts.set(code, pages);
  });
  return counts;
}
