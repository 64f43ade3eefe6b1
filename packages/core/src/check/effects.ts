import { allocateWords, WORD } from './memory.js';

/** Words of an entry: the declared state, the question, and the answer's two. */
const ENTRY = 4;
const FEWEST = 1 << 12;
/** 4 MiB: beyond, what is remembered is farther away than what it takes to work it out anew. */
const MOST = 1 << 18;

/** In place of a code: the guard of the step does not let it happen. */
export const BLOCKED = -1;

/**
 * What was found out about declared states: (state, question) -> (state behind it, code). A cache, in which an answer takes the
 * place of another one; what it has forgotten is worked out anew.
 */
export class Effects {
  /** The last answer that was recalled. */
  after = 0;
  code = 0;
  #entries = new Int32Array(ENTRY * FEWEST);
  #mask = FEWEST - 1;
  #remembered = 0;

  /** @param isOff whether nothing is to be remembered */
  constructor(readonly isOff = false) {}

  get bytes(): number {
    return WORD * this.#entries.length;
  }

  /** Whether the answer is known: then it is in `after` and `code`. Questions are positive. */
  recall(state: number, question: number): boolean {
    if (this.isOff) return false;
    const entries = this.#entries;
    const at = placeOf(state, question, this.#mask);
    if (entries[at] !== state || entries[at + 1] !== question) return false;
    this.after = entries[at + 2] as number;
    this.code = entries[at + 3] as number;
    return true;
  }

  remember(state: number, question: number, after: number, code: number): void {
    // What is no word cannot be kept: another code would be recalled.
    if (this.isOff || (code | 0) !== code) return;
    if (++this.#remembered > this.#mask && this.#mask + 1 < MOST) this.#grow();
    const entries = this.#entries;
    const at = placeOf(state, question, this.#mask);
    entries[at] = state;
    entries[at + 1] = question;
    entries[at + 2] = after;
    entries[at + 3] = code;
  }

  #grow(): void {
    const known = this.#entries;
    this.#mask = 4 * (this.#mask + 1) - 1;
    const entries = allocateWords(ENTRY * (this.#mask + 1));
    for (let from = 0; from < known.length; from += ENTRY) {
      if (known[from + 1] === 0) continue;
      const at = placeOf(known[from] as number, known[from + 1] as number, this.#mask);
      for (let i = 0; i < ENTRY; i++) entries[at + i] = known[from + i] as number;
    }
    this.#entries = entries;
    this.#remembered = 0;
  }
}

function placeOf(state: number, question: number, mask: number): number {
  const mixed = Math.imul(state, 0x9e3779b1 | 0) ^ Math.imul(question, 0x85ebca6b | 0);
  return ENTRY * ((mixed ^ (mixed >>> 15)) & mask);
}
