import type { TraceStep } from '../check/check-result.js';
import { lostBehind, type Settling } from './fair-schedule.js';
import { type Broken, deadlockIn, type Promises } from './promises.js';
import { traced } from './retrace.js';
import type { Act, World } from './world.js';

/** Where a machine does something else than a trace says. */
export interface Divergence {
  /** Row of the trace, from 1. */
  readonly row: number;
  readonly what: string;
}

export interface Followed {
  /** The rows as they are now, as far as the trace could be followed. */
  readonly trace: readonly TraceStep[];
  /** The promise that is broken there. */
  readonly broken?: Broken;
  /** The first difference. */
  readonly divergence?: Divergence;
}

/**
 * Does again what a trace says, row by row, whoever found it. A row that says who acts, what is chosen and which fault strikes says
 * everything; the rest is compared with what happens. Ends where a row cannot be done, is another step, or breaks a promise.
 *
 * @param wanted id of the property that the trace is said to break
 */
export function follow(
  world: World,
  promises: Promises,
  rows: readonly TraceStep[],
  wanted: string,
  settling: Settling,
): Followed {
  world.restart();
  const acts: Act[] = [];
  const trace: TraceStep[] = [];
  let divergence: Divergence | undefined;
  const end = (broken?: Broken): Followed => ({
    trace,
    ...(broken && { broken }),
    ...(divergence && { divergence }),
  });
  const begun = promises.brokenIn(world);
  if (begun !== undefined) return end(begun);
  for (const [i, row] of rows.entries()) {
    const act = actOf(world, row);
    const obstacle = obstacleTo(world, row, act);
    if (obstacle !== undefined) {
      divergence ??= { row: i + 1, what: obstacle };
      return end();
    }
    const { row: now, move } = traced(world, act);
    acts.push(act);
    trace.push(now);
    const difference = differenceOf(row, now);
    if (difference !== undefined) divergence ??= { row: i + 1, what: difference };
    const broken = promises.brokenBy(move, world);
    if (broken !== undefined || callOf(row) !== callOf(now)) return end(broken);
  }
  if (world.stands && world.unfinished.length > 0) return end(deadlockIn(world));
  const property = promises.byId(wanted);
  return end(property?.kind === 'eventually' ? lostBehind(world, promises, acts, property, settling) : undefined);
}

const actOf = ({ model }: World, { actor, choice = 0, fault }: TraceStep): Act => ({
  rank: model.actors.findIndex(({ name }) => name === actor),
  choice,
  fault,
});

/** Why this cannot be done now. */
function obstacleTo(world: World, { actor }: TraceStep, act: Act): string | undefined {
  const performer = world.performers[act.rank];
  if (performer === undefined) return `there is no actor ${actor}`;
  return world.can(act)
    ? undefined
    : `${actor} cannot do this: ${performer.done ? 'it has ended' : `it is at ${performer.whereabouts()}`}`;
}

function differenceOf(then: TraceStep, now: TraceStep): string | undefined {
  if (callOf(then) !== callOf(now)) return `${now.actor} does ${callOf(now)} instead of ${callOf(then)}`;
  if (then.seen !== now.seen) return `it is told "${now.seen ?? ''}" instead of "${then.seen ?? ''}"`;
  const [before, after] = [changesOf(then), changesOf(now)];
  return before === after ? undefined : `it changes ${after || 'nothing'} instead of ${before || 'nothing'}`;
}

const callOf = ({ step, args }: TraceStep): string => `${step}(${args.join(', ')})`;

const changesOf = ({ changes }: TraceStep): string =>
  changes.map(({ field, from, to }) => `${field} ${from} -> ${to}`).join(', ');
