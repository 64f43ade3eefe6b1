import { allocateBytes } from './memory.js';

/** A growing set of small integers, one byte each. */
export class ByteSet {
  #bytes = new Uint8Array(1 << 12);

  add(index: number): void {
    while (index >= this.#bytes.length) {
      const larger = allocateBytes(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[index] = 1;
  }

  /** One byte per index, 1 for members, at least `size` long. */
  members(size: number): Uint8Array {
    const all = allocateBytes(size);
    all.set(this.#bytes.subarray(0, Math.min(size, this.#bytes.length)));
    return all;
  }
}
