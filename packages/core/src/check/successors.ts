import { MOST_AT_ONCE, type StateStore } from './state-store.js';

/** Told of each state: its index, or -1 - index if it was there before. */
type Added<T> = (index: number, parent: number, faulty: boolean) => T | undefined;

/**
 * Successors in the order in which they were found, looked up many at once. `T` is what takes a successor's place where a move
 * leads to no state: it broke a promise, or there was none.
 */
export class Successors<T> {
  readonly #words: Int32Array;
  readonly #hashes = new Int32Array(MOST_AT_ONCE);
  readonly #parents = new Int32Array(MOST_AT_ONCE);
  readonly #faulty = new Uint8Array(MOST_AT_ONCE);
  readonly #instead = new Map<number, T>();
  count = 0;

  constructor(readonly store: StateStore) {
    this.#words = new Int32Array(MOST_AT_ONCE * store.words);
  }

  get full(): boolean {
    return this.count === MOST_AT_ONCE;
  }

  push(words: Int32Array, parent: number, faulty: boolean): void {
    const offset = this.count * this.store.words;
    for (let i = 0; i < this.store.words; i++) this.#words[offset + i] = words[i] as number;
    this.#parents[this.count] = parent;
    this.#faulty[this.count++] = faulty ? 1 : 0;
  }

  pushInstead(what: T, parent: number): void {
    this.#instead.set(this.count, what);
    this.#words.fill(0, this.count * this.store.words, (this.count + 1) * this.store.words);
    this.#parents[this.count] = parent;
    this.#faulty[this.count++] = 0;
  }

  /**
   * Adds them to the store, in order. `added` gets what `StateStore.add` said of each; the first thing that it, or an entry
   * without a state, gives is the result, and the rest is dropped.
   */
  flush(added: Added<T>): { readonly found: T; readonly parent: number } | undefined {
    const { count } = this;
    this.count = 0;
    this.store.hashes(this.#words, count, this.#hashes);
    for (let k = 0; k < count; k++) {
      const parent = this.#parents[k] as number;
      const found = this.#instead.get(k) ?? this.#add(k, parent, added);
      if (found !== undefined) return { found, parent };
    }
    this.#instead.clear();
    return undefined;
  }

  #add(k: number, parent: number, added: Added<T>): T | undefined {
    const index = this.store.add(this.#words, parent, k * this.store.words, this.#hashes[k]);
    return added(index, parent, this.#faulty[k] === 1);
  }
}
