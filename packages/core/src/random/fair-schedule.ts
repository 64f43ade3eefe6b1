import type { BoundProperty } from '../properties/bound-property.js';
import { type Broken, deadlockIn, EVERYBODY_ENDS, type Promises, waitingFor } from './promises.js';
import { Random, scattered } from './random.js';
import type { Act, World } from './world.js';

/** What fair schedules are made with. */
export interface Settling {
  readonly seed: number;
  /** Moves within which everything that was promised must happen. */
  readonly settleMoves: number;
}

export interface FairEnd {
  /** The moves that were made. */
  readonly acts: readonly Act[];
  /** What was to happen eventually and was so in no state, the first and the last one included. */
  readonly never: readonly BoundProperty[];
  /** How it ended, in words. */
  readonly why: string;
  readonly broken?: Broken;
  /** Nobody can move any more. */
  readonly final: boolean;
}

/** Of so many decisions of the environment one is its first possibility: often that is to stop. */
const FIRST = 4;

/**
 * Faults have stopped and everybody gets turns, in rounds; what is left to the environment is drawn. Goes on until everybody who is to
 * end has ended and all that was promised to happen eventually is so, at most for `settleMoves` moves.
 *
 * @param onState sees each state
 */
export function fairSchedule(
  world: World,
  promises: Promises,
  random: Random,
  settleMoves: number,
  onState: () => void = () => undefined,
): FairEnd {
  const acts: Act[] = [];
  const wanted = new Wanted(world, promises.eventually);
  const ranks = world.performers.map(({ rank }) => rank);
  for (let before = -1; before < acts.length; ) {
    before = acts.length;
    for (const rank of random.shuffled(ranks)) {
      if (wanted.allIsWell) return { acts, never: [], why: 'all is well', final: false };
      if (acts.length >= settleMoves) return wanted.atTheLimit(acts);
      const choices = world.choices(rank);
      const choice = world.choiceFrom(rank, choices === 1 || random.below(FIRST) === 0 ? 0 : random.below(choices));
      if (choice < 0) continue;
      const act = { rank, choice };
      acts.push(act);
      const broken = promises.brokenBy(world.make(act), world);
      if (broken !== undefined) return { acts, never: [], why: 'something else is broken first', broken, final: false };
      onState();
      wanted.look();
    }
  }
  return wanted.atTheEnd(acts);
}

/** What is still to happen. */
class Wanted {
  #never: readonly BoundProperty[];

  constructor(
    readonly world: World,
    readonly all: readonly BoundProperty[],
  ) {
    this.#never = this.#missing(all);
  }

  look(): void {
    if (this.#never.length > 0 && this.world.changed) this.#never = this.#missing(this.#never);
  }

  get allIsWell(): boolean {
    return this.#never.length === 0 && this.world.unfinished.length === 0 && this.#missing(this.all).length === 0;
  }

  /** It must be so now, or it will never be. */
  atTheEnd(acts: readonly Act[]): FairEnd {
    const why = 'from the last state on it can never hold again';
    const broken = deadlockIn(this.world) ?? lost(this.#missing(this.all), why);
    return { acts, never: this.#never, why, ...(broken && { broken }), final: true };
  }

  /** It must have been so once. */
  atTheLimit(acts: readonly Act[]): FairEnd {
    const { unfinished } = this.world;
    const never = unfinished.length > 0 ? [...this.#never, EVERYBODY_ENDS] : this.#never;
    const waiting = unfinished.length > 0 ? `; then ${waitingFor(unfinished)}` : '';
    const why = `from the last state on it did not hold within ${acts.length} moves without further faults${waiting}`;
    const broken = lost(never, why);
    return { acts, never, why, ...(broken && { broken }), final: false };
  }

  #missing(properties: readonly BoundProperty[]): readonly BoundProperty[] {
    const { view } = this.world.state;
    return properties.filter(({ holds }) => holds?.(view) !== true);
  }
}

const lost = ([property]: readonly BoundProperty[], detail: string): Broken | undefined =>
  property && { property, how: 'lost', detail };

/** Fair schedules that must all fail before what was promised to happen is said to be out of reach. */
const ATTEMPTS = 24;
/** So much patience with all of them together is enough, in `settleMoves`: where one fails only at its limit, a few say it all. */
const PATIENCE = 3;

/**
 * The promise as a broken one, if what it wants is out of reach behind these acts. A walk would know; here several fair schedules
 * must fail, which differ in who comes first and in what the environment decides.
 */
export function lostBehind(
  world: World,
  promises: Promises,
  acts: readonly Act[],
  property: BoundProperty,
  { seed, settleMoves }: Settling,
): Broken | undefined {
  // Only where they lead to matters: what else they break is found by others.
  const without = promises.withoutAlways;
  let detail = '';
  let spent = 0;
  for (let attempt = 1; attempt <= ATTEMPTS && spent < PATIENCE * settleMoves; attempt++) {
    world.restart();
    for (const act of acts) world.make(act);
    const { never, why, acts: made } = fairSchedule(world, without, fairChance(seed, attempt), settleMoves);
    spent += made.length;
    if (!never.includes(property)) return undefined;
    if (attempt === 1) detail = why;
  }
  return { property, how: 'lost', detail };
}

/** What draws the decisions of the environment once faults have stopped. */
export const fairChance = (seed: number, attempt = 0): Random => new Random(scattered((seed + attempt) >>> 0));
