import { lostBehind, type Settling } from './fair-schedule.js';
import { type Broken, deadlockIn, type Promises } from './promises.js';
import type { Act, World } from './world.js';

/** What leads to a broken promise, and how it shows there. */
export interface Reproduced {
  readonly acts: readonly Act[];
  readonly broken: Broken;
}

/**
 * Tries whether acts break a promise that is known to be broken. Acts that nobody can do where they stand are left out: so most
 * schedules of which something was taken away still mean something.
 */
export class Reproduction {
  constructor(
    readonly world: World,
    readonly promises: Promises,
    readonly known: Broken,
    readonly settling: Settling,
  ) {}

  /** Those of the acts that could be done, up to where the promise is broken; undefined if it is not, or another one first. */
  of(acts: readonly Act[]): Reproduced | undefined {
    const { world, promises, known } = this;
    const made: Act[] = [];
    world.restart();
    let broken = promises.brokenIn(world);
    for (const act of acts) {
      if (broken !== undefined) break;
      if (!world.can(act)) continue;
      broken = promises.brokenBy(world.make(act), world);
      made.push(act);
    }
    if (broken === undefined && known.how === 'deadlock') broken = this.#goOn(made);
    if (broken === undefined && known.how === 'lost')
      broken = lostBehind(world, promises, made, known.property, this.settling);
    return broken?.property.id === known.property.id ? { acts: made, broken } : undefined;
  }

  /** Whether it is worth to ask: the same without looking at the states on the way, which is what takes the time. */
  mayBe(acts: readonly Act[]): boolean {
    const { world, known } = this;
    if (known.how === 'lost' || known.how === 'deadlock') return true;
    world.restart();
    for (const act of acts) {
      if (!world.can(act)) continue;
      const { broken } = world.make(act);
      if (broken !== undefined) return broken.property === known.property.id;
    }
    return known.how === 'state' && known.property.holds?.(world.state.view) === false;
  }

  /** Everybody takes turns until nobody can move; the environment decides for the first possibility. */
  #goOn(made: Act[]): Broken | undefined {
    const { world, promises, settling } = this;
    const most = made.length + settling.settleMoves;
    const actors = world.performers.length;
    for (let turn = 0, idle = 0; idle < actors && made.length < most; turn++) {
      const rank = turn % actors;
      const act = { rank, choice: world.choiceFrom(rank, 0) };
      idle = act.choice < 0 ? idle + 1 : 0;
      if (act.choice < 0) continue;
      const broken = promises.brokenBy(world.make(act), world);
      made.push(act);
      if (broken !== undefined) return broken;
    }
    return world.stands ? deadlockIn(world) : undefined;
  }
}
