import { allocateWords, WORD } from './memory.js';

/** Words of an entry: the declared state, the question, and the answer's two. */
const ENTRY = 4;
const FEWEST = 1 << 12;
/** 16 MiB: beyond, what is remembered is farther away than what it takes to work it out anew. */
const MOST = 1 << 14;

/** In place of the declared state behind a step: its guard does not let it happen. */
export const BLOCKED = -1;

/**
 * What was found out about declared states: (state, question) -> (state behind it, code). A cache, in which an answer takes the
 * place of another one; what it has forgotten is worked out anew.
 */
export class Effects {
  /** The last answer that was recalled. */
  after = 0;
  code = 0;
  #entries: Int32Array;
  #mask: number;
  #remembered = 0;

  /** @param most entries at most; 0 to remember nothing */
  constructor(readonly most = MOST) {
    const entries = Math.min(most, FEWEST);
    this.#entries = new Int32Array(ENTRY * entries);
    this.#mask = entries - 1;
  }

  get bytes(): number {
    return WORD * this.#entries.length;
  }

  /** Whether the answer is known: then it is in `after` and `code`. Questions are positive. */
  recall(state: number, question: number): boolean {
    const entries = this.#entries;
    const at = placeOf(state, question, this.#mask);
    if (entries[at] !== state || entries[at + 1] !== question) return false;
    this.after = entries[at + 2] as number;
    this.code = entries[at + 3] as number;
    return true;
  }

  remember(state: number, question: number, after: number, code: number): void {
    if (this.most === 0) return;
    if (++this.#remembered > this.#mask && this.#mask + 1 < this.most) this.#grow();
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
