import type { Violation } from '../check/check-result.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { EventBus, RunEvents } from '../events/index.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { type Broken, Promises } from './promises.js';
import { Random } from './random.js';
import { type RunLimits, type RunOutcome, randomRun } from './random-run.js';
import { Reproduction } from './reproduction.js';
import { retrace } from './retrace.js';
import { shrink } from './shrink.js';
import { World } from './world.js';

export interface RandomWalkOptions extends RunLimits {
  /** 32 bits; run k has seed + k, so that every run can be repeated alone. */
  readonly seed: number;
  readonly runs: number;
  /** Moves that may be spent on a simpler counterexample, about. */
  readonly shrinkMoves: number;
  readonly bus?: EventBus<RunEvents> | undefined;
}

/** Whatever was found, nothing is proved: there is no `valid`. */
export type RandomVerdict = 'violated' | 'no-violation-found';

export interface RandomViolation extends Violation {
  /** The seed of the run that found it: with this seed the first run finds it again. */
  readonly seed: number;
  /** Moves that this run had made; the trace is what is left of them. */
  readonly foundAfter: number;
}

export interface RandomWalkResult {
  readonly verdict: RandomVerdict;
  /** Runs and moves that were made, without those for a simpler counterexample. */
  readonly runs: number;
  readonly moves: number;
  readonly violation?: RandomViolation;
  /** In how many runs each was reached. */
  readonly sometimes: readonly { readonly id: string; readonly runs: number }[];
  /** It was given up before its end. */
  readonly cancelled?: true;
}

/**
 * Runs a machine many times, with schedules and faults drawn from seeds, until a promise is broken. For machines that are too large to
 * walk.
 *
 * @throws InputError (CVM_MACHINE_IMPOSSIBLE_VALUE) if the seed is wider than 32 bits
 */
export function randomWalk(
  model: MachineModel,
  properties: readonly BoundProperty[],
  options: RandomWalkOptions,
): RandomWalkResult {
  Random.check(options.seed);
  const world = new World(model);
  const promises = new Promises(properties);
  const reached = new Map(promises.sometimes.map((property) => [property, 0]));
  const result = (runs: number, moves: number): RandomWalkResult => ({
    verdict: 'no-violation-found',
    runs,
    moves,
    sometimes: [...reached].map(([{ id }, inRuns]) => ({ id, runs: inRuns })),
  });
  let moves = 0;
  for (let run = 0; run < options.runs; run++) {
    if (options.signal?.aborted === true) return { ...result(run, moves), cancelled: true };
    options.bus?.emit('progress', { done: run, total: options.runs, unit: 'runs' });
    const seed = (options.seed + run) >>> 0;
    const outcome = randomRun(world, promises, seed, options);
    moves += outcome.moves;
    for (const property of outcome.reached) reached.set(property, (reached.get(property) ?? 0) + 1);
    if (outcome.cancelled) return { ...result(run, moves), cancelled: true };
    if (outcome.broken === undefined) continue;
    const violation = violationOf(world, promises, outcome, outcome.broken, seed, options);
    return { ...result(run + 1, moves), verdict: 'violated', violation };
  }
  return result(options.runs, moves);
}

function violationOf(
  world: World,
  promises: Promises,
  { acts: found, moves: foundAfter }: RunOutcome,
  known: Broken,
  seed: number,
  { settleMoves, shrinkMoves, signal }: RandomWalkOptions,
): RandomViolation {
  const reproduction = new Reproduction(world, promises, known, { seed, settleMoves });
  const { acts, broken } = shrink(found, reproduction, shrinkMoves, signal);
  return { ...violationBy(broken, retrace(world, acts)), seed, foundAfter };
}

/** A broken promise in the form of a walk's. */
export const violationBy = (
  { property: { id, kind, summary, source }, how, detail }: Broken,
  trace: Violation['trace'],
): Violation => ({
  property: id,
  kind: how === 'deadlock' ? 'deadlock' : kind,
  summary,
  source,
  ...(detail !== undefined && { detail }),
  trace,
});
