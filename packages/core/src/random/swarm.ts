import { Random, scattered } from './random.js';
import type { Act, World } from './world.js';

/** How often an actor is chosen; with 0 it sleeps while anybody else can move. */
const SPEEDS = [0, 1, 8, 64] as const;
/** A daemon may act at any moment or never, and often a single act of it ends much. */
const DAEMON_SPEEDS = [0, 0, 0, 1, 8] as const;
/** Actors change their speeds at one in so many moves. */
const CHANGES = [16, 64, 256] as const;
/** Of eight moves, how many are made by whoever made the last one. */
const STICKINESS = [0, 4, 7] as const;
/** One in so many faults that could strike does. */
const FAULT_RATES = [2, 16, 128] as const;
/** One in so many decisions of the environment is its first possibility: often that is to stop. */
const FIRST_RATES = [2, 8, 64] as const;
/** Of eight pages that the environment picks, how many are among the run's favourites: things happen to the same pages again. */
const FAVOURED = [0, 4, 7] as const;
const FAVOURITES = 2;
/** One in so many moves is somebody's who picks the very page that another one is at. */
const MEETINGS = [4, 16, 1000] as const;

/**
 * The habits of one run, drawn from its seed: how fast each actor is, which faults can strike and how often, what the environment
 * likes to choose. Runs that differ in their habits find more than runs that are all alike ("swarm testing", Groce et al.,
 * ISSTA 2012).
 */
export class Swarm {
  readonly #random: Random;
  #speeds: readonly number[] = [];
  readonly #changes: number;
  readonly #sticky: number;
  readonly #faultRate: number;
  readonly #firstRate: number;
  readonly #favoured: number;
  readonly #meetings: number;
  #favourites: readonly number[] = [];
  /** Decided when a fault is first met: no list of them is declared. */
  readonly #strikes = new Map<string, boolean>();
  #faultsLeft: number;
  #last: number | undefined;

  /** @param seed 32 bits */
  constructor(
    readonly world: World,
    readonly seed: number,
    faults: number,
  ) {
    this.#random = new Random(scattered(seed));
    const random = this.#random;
    this.#changes = random.pick(CHANGES);
    this.#changeSpeeds();
    this.#sticky = random.pick(STICKINESS);
    this.#faultRate = random.pick(FAULT_RATES);
    this.#firstRate = random.pick(FIRST_RATES);
    this.#favoured = random.pick(FAVOURED);
    this.#meetings = random.pick(MEETINGS);
    this.#faultsLeft = faults;
  }

  /** What happens next; undefined when nobody can move. */
  next(): Act | undefined {
    const random = this.#random;
    if (random.below(this.#changes) === 0) this.#changeSpeeds();
    const meeting = random.below(this.#meetings) === 0 ? this.#meeting() : undefined;
    if (meeting !== undefined) {
      this.#last = meeting.rank;
      return meeting;
    }
    if (this.#last !== undefined && random.below(8) < this.#sticky) {
      const act = this.#actOf(this.#last);
      if (act !== undefined) return act;
    }
    const able = this.world.performers.filter(({ done }) => !done).map(({ rank }) => rank);
    while (able.length > 0) {
      const [rank] = able.splice(this.#drawActor(able), 1) as [number];
      const act = this.#actOf(rank);
      if (act === undefined) continue;
      this.#last = rank;
      return act;
    }
    return undefined;
  }

  /** Somebody comes to a page that somebody else is at. */
  #meeting(): Act | undefined {
    const acts = this.world.performers.flatMap(({ rank }) => {
      const inUse = this.world.picks(rank).length > 0 ? this.world.pagesInUse(rank) : [];
      if (inUse.length === 0) return [];
      return this.world.picks(rank).flatMap(({ page }, choice) => (inUse.includes(page) ? [{ rank, choice }] : []));
    });
    const possible = acts.filter((act) => this.world.can(act));
    return possible.length > 0 ? this.#random.pick(possible) : undefined;
  }

  #changeSpeeds(): void {
    this.#speeds = this.world.performers.map(({ actor }) =>
      this.#random.pick<number>(actor.daemon === true ? DAEMON_SPEEDS : SPEEDS),
    );
  }

  #drawActor(able: readonly number[]): number {
    const speeds = able.map((rank) => this.#speeds[rank] as number);
    const all = speeds.reduce((sum, speed) => sum + speed, 0);
    if (all === 0) return this.#random.below(able.length);
    let drawn = this.#random.below(all);
    return speeds.findIndex((speed) => {
      drawn -= speed;
      return drawn < 0;
    });
  }

  #actOf(rank: number): Act | undefined {
    const choice = this.world.choiceFrom(rank, this.#drawChoice(rank));
    if (choice < 0) return undefined;
    const fault = this.#drawFault(rank);
    return fault === undefined ? { rank, choice } : { rank, choice, fault };
  }

  #drawChoice(rank: number): number {
    const random = this.#random;
    const choices = this.world.choices(rank);
    if (choices === 1 || random.below(this.#firstRate) === 0) return 0;
    const liked = random.below(8) < this.#favoured ? this.#liked(rank) : [];
    return liked.length > 0 ? random.pick(liked) : random.below(choices);
  }

  /** The choices that stand for a favourite page, or for one that others are at. The first pages to choose from decide which are favourites. */
  #liked(rank: number): readonly number[] {
    const pages = this.world.picks(rank).map(({ page }) => page);
    const known = pages.filter((page) => page >= 0);
    if (known.length === 0) return [];
    if (this.#favourites.length === 0)
      this.#favourites = Array.from({ length: FAVOURITES }, () => this.#favourite(known));
    const inUse = this.#random.below(2) === 0 ? this.world.pagesInUse(rank) : [];
    const liked = inUse.some((page) => pages.includes(page)) ? inUse : this.#favourites;
    return pages.flatMap((page, choice) => (liked.includes(page) ? [choice] : []));
  }

  /** Every other one is at an end, where things are often special. */
  #favourite(pages: readonly number[]): number {
    const random = this.#random;
    const last = Math.max(...pages);
    return random.below(2) === 0
      ? random.pick(pages)
      : random.pick([0, 1, 2, last].filter((page) => pages.includes(page)));
  }

  #drawFault(rank: number): string | undefined {
    if (this.#faultsLeft === 0) return undefined;
    const faults = this.world.faults(rank).filter((name) => this.#canStrike(name));
    if (faults.length === 0 || this.#random.below(this.#faultRate) > 0) return undefined;
    this.#faultsLeft--;
    return this.#random.pick(faults);
  }

  #canStrike(name: string): boolean {
    let can = this.#strikes.get(name);
    if (can === undefined) {
      can = this.#random.below(2) === 0;
      this.#strikes.set(name, can);
    }
    return can;
  }
}
