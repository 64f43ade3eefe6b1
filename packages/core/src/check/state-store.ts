const CHUNK_BITS = 14;
const CHUNK = 1 << CHUNK_BITS;

/** The set of states seen so far: exact, in order of discovery, each with its parent. States are byte strings of one length. */
export class StateStore {
  size = 0;
  readonly #chunks: Uint8Array[] = [];
  #parents = new Int32Array(CHUNK);
  #table = new Int32Array(1 << 16).fill(-1);
  #hashes = new Int32Array(CHUNK);

  constructor(readonly stride: number) {}

  /** Index of the state if it is new, -1 - index if it was there. */
  add(bytes: Uint8Array, parent: number): number {
    const hash = hashOf(bytes, this.stride);
    let at = hash & (this.#table.length - 1);
    for (let index = this.#table[at] as number; index >= 0; index = this.#table[at] as number) {
      if (this.#hashes[index] === hash && this.#equals(index, bytes)) return -1 - index;
      at = (at + 1) & (this.#table.length - 1);
    }
    const index = this.size++;
    this.#table[at] = index;
    this.#append(index, bytes, hash, parent);
    if (this.size * 2 > this.#table.length) this.#rehash();
    return index;
  }

  /** Index of a state, or -1. */
  find(bytes: Uint8Array): number {
    const hash = hashOf(bytes, this.stride);
    let at = hash & (this.#table.length - 1);
    for (let index = this.#table[at] as number; index >= 0; index = this.#table[at] as number) {
      if (this.#hashes[index] === hash && this.#equals(index, bytes)) return index;
      at = (at + 1) & (this.#table.length - 1);
    }
    return -1;
  }

  read(index: number, into: Uint8Array): void {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Uint8Array;
    const offset = (index & (CHUNK - 1)) * this.stride;
    for (let i = 0; i < this.stride; i++) into[i] = chunk[offset + i] as number;
  }

  /** The state from which it was first reached; -1 for the first one. */
  parent(index: number): number {
    return this.#parents[index] as number;
  }

  #append(index: number, bytes: Uint8Array, hash: number, parent: number): void {
    if (index >= this.#parents.length) {
      this.#parents = grown(this.#parents);
      this.#hashes = grown(this.#hashes);
    }
    this.#parents[index] = parent;
    this.#hashes[index] = hash;
    let chunk = this.#chunks[index >> CHUNK_BITS];
    if (chunk === undefined) {
      chunk = new Uint8Array(CHUNK * this.stride);
      this.#chunks.push(chunk);
    }
    chunk.set(
      bytes.length === this.stride ? bytes : bytes.subarray(0, this.stride),
      (index & (CHUNK - 1)) * this.stride,
    );
  }

  #equals(index: number, bytes: Uint8Array): boolean {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Uint8Array;
    const offset = (index & (CHUNK - 1)) * this.stride;
    for (let i = 0; i < this.stride; i++) if (chunk[offset + i] !== bytes[i]) return false;
    return true;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    for (let index = 0; index < this.size; index++) {
      let at = (this.#hashes[index] as number) & (table.length - 1);
      while ((table[at] as number) >= 0) at = (at + 1) & (table.length - 1);
      table[at] = index;
    }
    this.#table = table;
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
