import { allocateWords, OutOfMemory, WORD } from './memory.js';

const CHUNK_BITS = 14;
const CHUNK = 1 << CHUNK_BITS;

/** States that are looked up together. */
export const MOST_AT_ONCE = 256;

/** Indices and hashes are words. */
const MOST_SLOTS = 2 ** 31;

/** Tables up to this size grow fourfold: growing costs more than the memory then. */
const SMALL_TABLE = 1 << 18;

/**
 * The set of states seen so far: exact, in order of discovery, each with its parent. States are rows of `words` words.
 *
 * The table holds one number per slot, 0 if it is free: the index of a state plus one in its low bits, as many as the table's
 * size has, and in the others the state's hash, so that most strangers are told apart at once.
 */
export class StateStore {
  size = 0;
  /** Rows of a state and its parent. */
  readonly #chunks: Int32Array[] = [];
  readonly #row: number;
  #table = new Int32Array(1 << 14);
  #mask = (1 << 14) - 1;
  readonly #hashes = new Int32Array(MOST_AT_ONCE);
  readonly #entries = new Int32Array(MOST_AT_ONCE);

  constructor(readonly words: number) {
    this.#row = words + 1;
  }

  /** Bytes of the states and the table, and those that the next states may need at once: a chunk, a larger table beside the old. */
  get bytesAhead(): number {
    const isNearlyFull = 4 * (this.size + CHUNK) > 3 * this.#mask;
    const words = (this.#chunks.length + 1) * CHUNK * this.#row + this.#table.length;
    return WORD * (words + (isNearlyFull ? this.#larger : 0));
  }

  /**
   * Index of the state if it is new, -1 - index if it was there. The state's words begin at `offset`.
   *
   * @throws OutOfMemory
   */
  add(words: Int32Array, parent: number, offset = 0): number {
    return this.#add(words, parent, offset, hashOf(words, offset, this.words));
  }

  /**
   * Of `count` states that lie behind each other, finds those that are there: their index, or -1 for what is to be added with
   * `addFound`. Looks at the table and then at the states, one independent access after the other, so that the waits for memory
   * overlap: the walk is limited by them.
   */
  findAll(words: Int32Array, count: number, found: Int32Array): void {
    const table = this.#table;
    const mask = this.#mask;
    const hashes = this.#hashes;
    const entries = this.#entries;
    const length = this.words;
    for (let k = 0; k < count; k++) hashes[k] = hashOf(words, k * length, length);
    for (let k = 0; k < count; k++) entries[k] = table[(hashes[k] as number) & mask] as number;
    for (let k = 0, offset = 0; k < count; k++, offset += length) {
      const entry = entries[k] as number;
      const index = (entry & mask) - 1;
      const same = index >= 0 && ((entry ^ (hashes[k] as number)) & ~mask) === 0 && this.#equals(index, words, offset);
      found[k] = same ? index : -1;
    }
  }

  /** Adds the state at place `k` of those that `findAll` was last asked for. Result as for `add`. */
  addFound(words: Int32Array, parent: number, k: number): number {
    return this.#add(words, parent, k * this.words, this.#hashes[k] as number);
  }

  /** Index of a state, or -1. */
  find(words: Int32Array): number {
    return ((this.#table[this.#slot(words, 0, hashOf(words, 0, this.words))] as number) & this.#mask) - 1;
  }

  read(index: number, into: Int32Array): void {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    const offset = (index & (CHUNK - 1)) * this.#row;
    for (let i = 0; i < this.words; i++) into[i] = chunk[offset + i] as number;
  }

  /** The first word of a state. */
  first(index: number): number {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    return chunk[(index & (CHUNK - 1)) * this.#row] as number;
  }

  /** The state from which it was first reached; -1 for the first one. */
  parent(index: number): number {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    return chunk[(index & (CHUNK - 1)) * this.#row + this.words] as number;
  }

  #add(words: Int32Array, parent: number, offset: number, hash: number): number {
    const slot = this.#slot(words, offset, hash);
    const known = (this.#table[slot] as number) & this.#mask;
    if (known > 0) return -known;
    const index = this.size;
    this.#append(index, words, offset, parent);
    this.#table[slot] = (hash & ~this.#mask) | (index + 1);
    this.size++;
    if (4 * this.size > 3 * this.#mask) this.#grow();
    return index;
  }

  /** Where in the table the state is, or belongs. */
  #slot(words: Int32Array, offset: number, hash: number): number {
    const table = this.#table;
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if (entry === 0) return slot;
      if (((entry ^ hash) & ~mask) === 0 && this.#equals((entry & mask) - 1, words, offset)) return slot;
    }
  }

  #append(index: number, words: Int32Array, from: number, parent: number): void {
    if (index >> CHUNK_BITS === this.#chunks.length) this.#chunks.push(allocateWords(CHUNK * this.#row));
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    const offset = (index & (CHUNK - 1)) * this.#row;
    for (let i = 0; i < this.words; i++) chunk[offset + i] = words[from + i] as number;
    chunk[offset + this.words] = parent;
  }

  #equals(index: number, words: Int32Array, from: number): boolean {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    const offset = (index & (CHUNK - 1)) * this.#row;
    for (let i = 0; i < this.words; i++) if (chunk[offset + i] !== words[from + i]) return false;
    return true;
  }

  /** Slots of the next table. */
  get #larger(): number {
    return (this.#mask + 1) * (this.#mask < SMALL_TABLE ? 4 : 2);
  }

  #grow(): void {
    const slots = this.#larger;
    if (slots > MOST_SLOTS) throw new OutOfMemory();
    const mask = slots - 1;
    const table = allocateWords(slots);
    // Not `#hashes`: those of states that are still to be added are there.
    const hashes = this.#entries;
    for (let first = 0; first < this.size; first += MOST_AT_ONCE) {
      const chunk = this.#chunks[first >> CHUNK_BITS] as Int32Array;
      const count = Math.min(MOST_AT_ONCE, this.size - first);
      for (let k = 0; k < count; k++) hashes[k] = hashOf(chunk, ((first + k) & (CHUNK - 1)) * this.#row, this.words);
      for (let k = 0; k < count; k++) {
        const hash = hashes[k] as number;
        let slot = hash & mask;
        while (table[slot] !== 0) slot = (slot + 1) & mask;
        table[slot] = (hash & ~mask) | (first + k + 1);
      }
    }
    this.#table = table;
    this.#mask = mask;
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
