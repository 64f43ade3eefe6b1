const CHUNK_BITS = 14;
const CHUNK = 1 << CHUNK_BITS;

/** States that are looked up together. */
export const MOST_AT_ONCE = 256;

/** Two numbers per slot of the table: a state's index (-1: free) and its hash, so that most strangers are told apart at once. */
const SLOT = 2;

/** The set of states seen so far: exact, in order of discovery, each with its parent. States are rows of `words` words. */
export class StateStore {
  size = 0;
  readonly #chunks: Int32Array[] = [];
  #parents = new Int32Array(CHUNK);
  #table = new Int32Array(SLOT << 16).fill(-1);
  #mask = (1 << 16) - 1;
  readonly #candidates = new Int32Array(MOST_AT_ONCE);

  constructor(readonly words: number) {}

  /** Index of the state if it is new, -1 - index if it was there. The state's words begin at `offset`. */
  add(words: Int32Array, parent: number, offset = 0, hash = hashOf(words, offset, this.words)): number {
    const at = this.#slot(words, offset, hash);
    const known = this.#table[at] as number;
    if (known >= 0) return -1 - known;
    const index = this.size++;
    this.#table[at] = index;
    this.#table[at + 1] = hash;
    this.#append(index, words, offset, parent);
    if (this.size * 2 > this.#mask) this.#grow();
    return index;
  }

  /**
   * Hashes of `count` states that lie behind each other. What the table and the states hold at these places is looked at here,
   * one independent access after the other, so that the waits for memory overlap: the walk is limited by them.
   */
  hashes(words: Int32Array, count: number, into: Int32Array): number {
    const table = this.#table;
    for (let k = 0; k < count; k++) into[k] = hashOf(words, k * this.words, this.words);
    let touched = 0;
    for (let k = 0; k < count; k++) {
      const index = table[SLOT * ((into[k] as number) & this.#mask)] as number;
      this.#candidates[k] = index;
    }
    for (let k = 0; k < count; k++) {
      const index = this.#candidates[k] as number;
      if (index < 0) continue;
      touched ^= (this.#chunks[index >> CHUNK_BITS] as Int32Array)[(index & (CHUNK - 1)) * this.words] as number;
    }
    return touched;
  }

  /** Index of a state, or -1. */
  find(words: Int32Array): number {
    return this.#table[this.#slot(words, 0, hashOf(words, 0, this.words))] as number;
  }

  read(index: number, into: Int32Array): void {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    const offset = (index & (CHUNK - 1)) * this.words;
    for (let i = 0; i < this.words; i++) into[i] = chunk[offset + i] as number;
  }

  /** The state from which it was first reached; -1 for the first one. */
  parent(index: number): number {
    return this.#parents[index] as number;
  }

  /** Where in the table the state is, or belongs. */
  #slot(words: Int32Array, offset: number, hash: number): number {
    const table = this.#table;
    let slot = hash & this.#mask;
    for (;;) {
      const index = table[SLOT * slot] as number;
      if (index < 0 || ((table[SLOT * slot + 1] as number) === hash && this.#equals(index, words, offset)))
        return SLOT * slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #append(index: number, words: Int32Array, from: number, parent: number): void {
    if (index >= this.#parents.length) {
      const larger = new Int32Array(this.#parents.length * 2);
      larger.set(this.#parents);
      this.#parents = larger;
    }
    this.#parents[index] = parent;
    let chunk = this.#chunks[index >> CHUNK_BITS];
    if (chunk === undefined) {
      chunk = new Int32Array(CHUNK * this.words);
      this.#chunks.push(chunk);
    }
    const offset = (index & (CHUNK - 1)) * this.words;
    for (let i = 0; i < this.words; i++) chunk[offset + i] = words[from + i] as number;
  }

  #equals(index: number, words: Int32Array, from: number): boolean {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    const offset = (index & (CHUNK - 1)) * this.words;
    for (let i = 0; i < this.words; i++) if (chunk[offset + i] !== words[from + i]) return false;
    return true;
  }

  #grow(): void {
    const old = this.#table;
    this.#mask = this.#mask * 2 + 1;
    this.#table = new Int32Array(SLOT * (this.#mask + 1)).fill(-1);
    const table = this.#table;
    for (let from = 0; from < old.length; from += SLOT) {
      const index = old[from] as number;
      if (index < 0) continue;
      const hash = old[from + 1] as number;
      let slot = hash & this.#mask;
      while ((table[SLOT * slot] as number) >= 0) slot = (slot + 1) & this.#mask;
      table[SLOT * slot] = index;
      table[SLOT * slot + 1] = hash;
    }
  }
}

function hashOf(words: Int32Array, offset: number, length: number): number {
  let hash = 0x2545f491;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ (words[offset + i] as number), 0x9e3779b1 | 0);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b | 0);
  return hash ^ (hash >>> 16);
}
