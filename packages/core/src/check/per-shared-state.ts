import type { Effects } from './effects.js';
import type { WalkState } from './walk-state.js';

/** What is said of a state depends on its declared state alone: many states of a walk share one, and it is remembered. */
export class PerSharedState {
  /**
   * @param ask not negative
   * @param question its number among those that share `remembered`; from 1 on
   */
  constructor(
    readonly ask: (view: object) => number,
    readonly remembered: Effects,
    readonly question: number,
  ) {}

  of(state: WalkState): number {
    const number = state.sharedNumber;
    if (this.remembered.recall(number, this.question)) return this.remembered.code;
    const answer = this.ask(state.shared.view);
    this.remembered.remember(number, this.question, number, answer);
    return answer;
  }
}
