import type { Outcomes } from '../protocol/outcomes.js';

/** One move of one actor, as it is visited. The object is reused: copy what must last. */
export class Move {
  rank = 0;
  /** Name of the step, or what the sweep did. */
  name = '';
  args: readonly (number | string | boolean)[] = [];
  choice = 0;
  fault: string | undefined;
  broken: { readonly property: string; readonly detail: string } | undefined;
  /** A sweep in any order: which of the pages that it may visit next, and among how many; 0 if not all can be visited now. */
  turn = 0;
  among = 1;
  #outcomes: Outcomes | undefined;
  #code = 0;
  #text = '';
  #gathered: readonly number[] | undefined;

  /** What the task was told; empty when nothing. Worked out only when asked for: millions of moves are not looked at. */
  get seen(): string {
    if (this.#outcomes !== undefined) return this.#outcomes.label(this.#code);
    return this.#gathered === undefined ? this.#text : `pages ${this.#gathered.join(' ') || 'none'}`;
  }

  begin(rank: number, name: string, args: Move['args'], choice: number, fault: string | undefined): void {
    this.rank = rank;
    this.name = name;
    this.args = args;
    this.choice = choice;
    this.fault = fault;
    this.broken = undefined;
    this.turn = 0;
    this.among = 1;
    this.say('');
  }

  say(text: string): void {
    this.#outcomes = undefined;
    this.#gathered = undefined;
    this.#text = text;
  }

  /** A sweep has gathered pages. */
  gather(pages: readonly number[]): void {
    this.#outcomes = undefined;
    this.#gathered = pages;
  }

  tell(outcomes: Outcomes, code: number): void {
    this.#outcomes = outcomes;
    this.#code = code;
  }

  copy(): Move {
    const copy = new Move();
    copy.begin(this.rank, this.name, this.args, this.choice, this.fault);
    copy.say(this.seen);
    copy.broken = this.broken;
    return copy;
  }
}
