import type { Cancellation } from '../events/index.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { fairChance, fairSchedule, lostBehind } from './fair-schedule.js';
import { type Broken, deadlockIn, type Promises } from './promises.js';
import { Swarm } from './swarm.js';
import type { Act, World } from './world.js';

export interface RunLimits {
  /** Faults that may strike in one run. */
  readonly faults: number;
  /** Moves while faults may strike. */
  readonly moves: number;
  /** Moves of a fair schedule behind that, within which everything must come to an end. */
  readonly settleMoves: number;
  readonly signal?: Cancellation | undefined;
}

export interface RunOutcome {
  /** All moves that were made. */
  readonly moves: number;
  readonly reached: ReadonlySet<BoundProperty>;
  /** The promise that was not kept, and what leads to it. */
  readonly broken?: Broken;
  readonly acts: readonly Act[];
  /** It was given up before its end. */
  readonly cancelled?: true;
}

/** Moves of daemons alone, when everybody who is to end has ended: they may go on for ever. */
const LINGERING = 200;

/** Moves between two looks at the signal. */
const LOOK_EVERY = 1_000;

/**
 * One execution. First faults may strike and nothing is fair; then they stop, everybody gets turns, and everything that was promised
 * to happen must happen. What must always hold is looked at in each state.
 */
export function randomRun(world: World, promises: Promises, seed: number, limits: RunLimits): RunOutcome {
  world.restart();
  const swarm = new Swarm(world, seed, limits.faults);
  const acts: Act[] = [];
  const reached = new Set<BoundProperty>();
  let missing = promises.sometimes;
  const look = (): void => {
    if (missing.length === 0 || !world.changed) return;
    const { view } = world.state;
    const hits = missing.filter(({ holds }) => holds?.(view) === true);
    for (const hit of hits) reached.add(hit);
    if (hits.length > 0) missing = missing.filter((property) => !reached.has(property));
  };
  const outcome = (broken?: Broken, behind: readonly Act[] = [], made = behind.length): RunOutcome => ({
    moves: acts.length + made,
    reached,
    ...(broken && { broken }),
    acts: [...acts, ...behind],
  });

  const begun = promises.brokenIn(world);
  if (begun !== undefined) return outcome(begun);
  look();
  for (let alone = 0; acts.length < limits.moves && alone < LINGERING; ) {
    if (acts.length % LOOK_EVERY === 0 && limits.signal?.aborted === true) return { ...outcome(), cancelled: true };
    const act = swarm.next();
    if (act === undefined) break;
    if (world.unfinished.length === 0) alone++;
    acts.push(act);
    const broken = promises.brokenBy(world.make(act), world);
    if (broken !== undefined) return outcome(broken);
    look();
  }
  const stuck = world.stands ? deadlockIn(world) : undefined;
  if (stuck !== undefined) return outcome(stuck);
  const { broken, acts: behind, final } = fairSchedule(world, promises, fairChance(seed), limits.settleMoves, look);
  if (broken?.how !== 'lost') return outcome(broken, behind);
  // What never held since faults stopped was lost before; what does not hold in the end was lost on the way there.
  const lost = final ? behind : [];
  const confirmed = lostBehind(world, promises, [...acts, ...lost], broken.property, { seed, ...limits });
  return outcome(confirmed, lost, behind.length);
}
