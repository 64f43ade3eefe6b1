import type { Cancellation } from '../events/index.js';
import type { Reproduced, Reproduction } from './reproduction.js';
import type { Act, World } from './world.js';

/**
 * Delta debugging on a schedule: as few moves as possible, then as few changes of actor, then the first of the pages and
 * possibilities. What is left breaks the same promise.
 *
 * @param most moves to make at most while trying, about
 */
export function shrink(
  acts: readonly Act[],
  reproduction: Reproduction,
  most: number,
  signal?: Cancellation,
): Reproduced {
  return new Shrinking(acts, reproduction, most, signal).run();
}

class Shrinking {
  readonly #world: World;
  readonly #end: number;
  #best: Reproduced;

  constructor(
    acts: readonly Act[],
    readonly reproduction: Reproduction,
    most: number,
    readonly signal: Cancellation | undefined,
  ) {
    this.#world = reproduction.world;
    this.#end = this.#world.moves + most;
    const again = reproduction.of(acts);
    if (again === undefined)
      throw new Error('a schedule does not break again what it broke: the model does not repeat itself');
    this.#best = again;
  }

  run(): Reproduced {
    if (this.reproduction.known.how === 'lost') this.#cut();
    for (let before: Reproduced | undefined; before !== this.#best && !this.#tired; ) {
      before = this.#best;
      this.#remove(() => true);
      for (const { rank } of this.#world.performers) this.#remove((act) => act.rank === rank);
      this.#joinTurns();
      this.#lowerPages();
      this.#lowerChoices();
    }
    return this.#best;
  }

  get #acts(): readonly Act[] {
    return this.#best.acts;
  }

  get #tired(): boolean {
    return this.#world.moves > this.#end || this.signal?.aborted === true;
  }

  #try(candidate: readonly Act[]): boolean {
    if (this.#tired || !this.reproduction.mayBe(candidate)) return false;
    const found = this.reproduction.of(candidate);
    if (found === undefined || !isSimpler(found.acts, this.#acts)) return false;
    this.#best = found;
    return true;
  }

  /** What is lost stays lost: the shortest beginning behind which it is, by halving. */
  #cut(): void {
    const whole = this.#acts;
    for (let kept = 0, lost = whole.length; lost - kept > 1 && !this.#tired; ) {
      const middle = Math.floor((kept + lost) / 2);
      if (this.#try(whole.slice(0, middle))) lost = middle;
      else kept = middle;
    }
  }

  /** Leaves out ever smaller stretches of those acts that are `eligible`, from the end on. */
  #remove(eligible: (act: Act) => boolean): void {
    const count = this.#acts.filter(eligible).length;
    for (let size = count; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = count - size; start > -size; start -= size) {
        const places = this.#acts.flatMap((act, i) => (eligible(act) ? [i] : []));
        const out = new Set(places.slice(Math.max(0, start), start + size));
        if (out.size > 0) this.#try(this.#acts.filter((_, i) => !out.has(i)));
      }
    }
  }

  /** Brings two turns of an actor together that others come between. */
  #joinTurns(): void {
    for (let i = 0; i < turnsOf(this.#acts).length; i++) {
      const turns = turnsOf(this.#acts);
      const turn = turns[i] as Turn;
      const j = turns.findIndex((other, k) => k > i && other[0]?.rank === turn[0]?.rank);
      if (j < 0) continue;
      const between = turns.slice(i + 1, j);
      const [early, late] = [turns.slice(0, i), turns.slice(j + 1)];
      const next = turns[j] as Turn;
      const joined = [[turn, next, ...between] as const, [...between, turn, next] as const];
      if (joined.some((middle) => this.#try([...early, ...middle, ...late].flat()))) i--;
    }
  }

  /** Lets everything that happens to a page happen to an earlier one. */
  #lowerPages(): void {
    const { pages } = this.#picked();
    for (const page of pages) {
      for (const lower of [0, 1, 2, 3, page >> 1].filter((other) => other < page)) {
        if (this.#try(this.#picked(page, lower).acts)) break;
      }
    }
  }

  #lowerChoices(): void {
    for (let i = 0; i < this.#acts.length; i++) {
      const choice = this.#acts[i]?.choice ?? 0;
      const lower = [0, 1, choice >> 1].filter((other) => other < choice);
      lower.some((other) => this.#try(this.#acts.map((act, k) => (k === i ? { ...act, choice: other } : act))));
    }
  }

  /** The pages that the environment picks, last ones first; and the acts, with `to` wherever it picks `from`. */
  #picked(from = -1, to = -1): { readonly pages: readonly number[]; readonly acts: readonly Act[] } {
    const pages = new Set<number>();
    this.#world.restart();
    const acts = this.#acts.map((act) => {
      const picks = this.#world.picks(act.rank);
      const picked = picks[act.choice];
      this.#world.make(act);
      if (picked === undefined || picked.page < 0) return act;
      pages.add(picked.page);
      if (picked.page !== from) return act;
      const choice = picks.findIndex(({ page, flag }) => page === to && flag === picked.flag);
      return choice < 0 ? act : { ...act, choice };
    });
    return { pages: [...pages].sort((a, b) => b - a), acts };
  }
}

/** What one actor does before another one does anything. */
type Turn = readonly Act[];

function turnsOf(acts: readonly Act[]): Turn[] {
  const turns: Act[][] = [];
  for (const act of acts) {
    const turn = turns.at(-1);
    if (turn?.[0]?.rank === act.rank) turn.push(act);
    else turns.push([act]);
  }
  return turns;
}

function isSimpler(a: readonly Act[], b: readonly Act[]): boolean {
  const [x, y] = [complexityOf(a), complexityOf(b)];
  const at = x.findIndex((one, i) => one !== y[i]);
  return at >= 0 && (x[at] as number) < (y[at] as number);
}

const complexityOf = (acts: readonly Act[]): readonly number[] => [
  acts.length,
  turnsOf(acts).length,
  acts.reduce((sum, { choice }) => sum + choice, 0),
];
