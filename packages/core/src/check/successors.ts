import { MOST_AT_ONCE, type StateStore } from './state-store.js';

/** Told of each state: its index, or -1 - index if it was there before. */
type Added<T> = (index: number, parent: number, weight: number) => T | undefined;

/** In place of a weight: no state. */
const INSTEAD = 255;

/**
 * Successors in the order in which they were found, looked up many at once. `T` is what takes a successor's place where a move
 * leads to no state: it broke a promise, or there was none.
 */
export class Successors<T> {
  readonly #words: Int32Array;
  readonly #found = new Int32Array(MOST_AT_ONCE);
  readonly #parents = new Int32Array(MOST_AT_ONCE);
  readonly #weights = new Uint8Array(MOST_AT_ONCE);
  readonly #instead = new Map<number, T>();
  count = 0;

  /** @param all whether `added` is told of states that were there before, too */
  constructor(
    readonly store: StateStore,
    readonly all: boolean,
  ) {
    this.#words = new Int32Array(MOST_AT_ONCE * store.words);
  }

  get full(): boolean {
    return this.count === MOST_AT_ONCE;
  }

  push(words: Int32Array, parent: number, weight: number): void {
    const { length } = words;
    const into = this.#words;
    for (let i = 0, offset = this.count * length; i < length; i++, offset++) into[offset] = words[i] as number;
    this.#parents[this.count] = parent;
    this.#weights[this.count++] = weight;
  }

  pushInstead(what: T, parent: number): void {
    this.#instead.set(this.count, what);
    this.#words.fill(0, this.count * this.store.words, (this.count + 1) * this.store.words);
    this.#parents[this.count] = parent;
    this.#weights[this.count++] = INSTEAD;
  }

  /**
   * Adds them to the store, in order. `added` gets what `StateStore.add` said of each; the first thing that it, or an entry
   * without a state, gives is the result, and the rest is dropped.
   */
  flush(added: Added<T>): { readonly found: T; readonly parent: number } | undefined {
    const { count } = this;
    this.count = 0;
    this.store.findAll(this.#words, count, this.#found);
    for (let k = 0; k < count; k++) {
      const weight = this.#weights[k] as number;
      const known = this.#found[k] as number;
      if (known >= 0 && weight !== INSTEAD && !this.all) continue;
      const parent = this.#parents[k] as number;
      const found = weight === INSTEAD ? this.#instead.get(k) : this.#add(k, parent, known, weight, added);
      if (found !== undefined) return { found, parent };
    }
    if (this.#instead.size > 0) this.#instead.clear();
    return undefined;
  }

  #add(k: number, parent: number, known: number, weight: number, added: Added<T>): T | undefined {
    const index = known >= 0 ? -1 - known : this.store.addFound(this.#words, parent, k);
    return index >= 0 || this.all ? added(index, parent, weight) : undefined;
  }
}
