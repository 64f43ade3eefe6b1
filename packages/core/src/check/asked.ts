import { allocateWords, WORD } from './memory.js';

const FEWEST = 1 << 12;
/** 2 MiB: beyond, a number is farther away than what is asked about it. */
const MOST = 1 << 19;

/**
 * Declared states of which everything was asked that depends on nothing else, by number. It may forget one for another: then
 * all is asked once more.
 */
export class Asked {
  /** Numbers are not negative; a free place is 0. */
  #slots = new Int32Array(FEWEST);
  #mask = FEWEST - 1;
  #added = 0;

  get bytes(): number {
    return WORD * this.#slots.length;
  }

  has(number: number): boolean {
    return this.#slots[placeOf(number, this.#mask)] === ~number;
  }

  add(number: number): void {
    if (++this.#added > this.#mask >> 1 && this.#mask + 1 < MOST) this.#grow();
    this.#slots[placeOf(number, this.#mask)] = ~number;
  }

  #grow(): void {
    const known = this.#slots;
    this.#mask = 4 * (this.#mask + 1) - 1;
    const slots = allocateWords(this.#mask + 1);
    for (let i = 0; i < known.length; i++) {
      const entry = known[i] as number;
      if (entry !== 0) slots[placeOf(~entry, this.#mask)] = entry;
    }
    this.#slots = slots;
  }
}

function placeOf(number: number, mask: number): number {
  const mixed = Math.imul(number, 0x9e3779b1 | 0);
  return (mixed ^ (mixed >>> 15)) & mask;
}
