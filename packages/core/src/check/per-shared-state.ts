import { allocateWords } from './memory.js';
import type { WalkState } from './walk-state.js';

/** A small number for each declared state, asked for once: many states of a walk share one. */
export class PerSharedState {
  /** The numbers, each plus one; 0 is not asked yet. */
  #known = new Int32Array(1 << 12);

  /** @param ask not negative */
  constructor(readonly ask: (view: object) => number) {}

  of(state: WalkState): number {
    const at = state.sharedNumber;
    const known = this.#known[at];
    return known === undefined || known === 0 ? this.#ask(state, at) : known - 1;
  }

  #ask(state: WalkState, at: number): number {
    const answer = this.ask(state.shared.view);
    if (at >= this.#known.length) {
      const larger = allocateWords(4 * at);
      larger.set(this.#known);
      this.#known = larger;
    }
    this.#known[at] = answer + 1;
    return answer;
  }
}
