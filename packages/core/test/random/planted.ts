import type { MachineModel } from '../../src/engine/machine-model.js';
import type { BoundProperty } from '../../src/properties/index.js';
import { acquire, interval, lock, release, sweep, type Task, use } from '../../src/protocol/index.js';
import { type RandomWalkOptions, type RandomWalkResult, randomWalk } from '../../src/random/random-walk.js';
import { byState, declarePages, step } from '../support/page-machine.js';
import { modelOf, op, type TestMachine } from '../support/run-model.js';

export const PAGES = 40;
export const declarations = declarePages(PAGES, 8);
export type PlantedMachine = TestMachine<typeof declarations>;

/** A machine of forty pages. */
export const machine = (
  tasks: PlantedMachine['tasks'],
  rest: Partial<Pick<PlantedMachine, 'daemons' | 'begin'>> = {},
): MachineModel => modelOf({ declarations, tasks, ...rest });

export const randomly = (
  model: MachineModel,
  properties: readonly BoundProperty[] = [],
  options: Partial<RandomWalkOptions> = {},
): RandomWalkResult =>
  randomWalk(model, properties, {
    seed: 1,
    runs: 200,
    moves: 1000,
    faults: 2,
    settleMoves: 2000,
    shrinkMoves: 300_000,
    ...options,
  });

/** The trace of a violation: `actor step`. */
export const wayOf = ({ violation }: RandomWalkResult): readonly string[] | undefined =>
  violation?.trace.map(({ actor, step: name }) => `${actor} ${name}`);

const wipe = byState('wipe', { 0: { uses: [use(op(1, 'busy'))], during: { st: 2 }, after: { st: 1 } } });

/** Work that has nothing to do with anything: it makes runs long. */
export function* noise(): Task {
  yield* sweep(interval(0, PAGES), wipe);
}

const idle = step({ name: 'idle' });

/** Goes round for ever. */
export function* spin(): Task {
  for (;;) yield* idle();
}

/** Takes two locks, one after the other. */
export const both = (first: number, second: number) =>
  function* (): Task {
    yield* acquire(lock('lock', first));
    yield* acquire(lock('lock', second));
    yield* release(lock('lock', second));
    yield* release(lock('lock', first));
  };
