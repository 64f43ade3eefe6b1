import type { CostModel } from '../../src/cost/index.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { ReferenceExecutor, type RunOptions } from '../../src/engine/reference/reference-executor.js';
import type { EngineResult } from '../../src/engine/run-result.js';
import type { Actor } from '../../src/protocol/actor.js';
import { type Duration, defineOperation, type Operation } from '../../src/protocol/index.js';
import type { Task } from '../../src/protocol/task.js';
import type { Declarations, PackedState, PageArray, StateView } from '../../src/state/index.js';

/** An operation that takes `ns` nanoseconds, or one whose price nobody knows. */
export interface PricedOperation extends Operation {
  readonly ns: number | undefined;
}

/** `op(7)` takes 7 ns; equal operations are one object, so that tables can be compared. */
export function op(ns: number | undefined, duration: Duration = 'atomic'): PricedOperation {
  const name = `${duration}-${ns ?? 'unpriced'}`;
  let made = operations.get(name);
  if (made === undefined) {
    const operation = defineOperation({
      name,
      unit: 'call',
      cause: 'bookkeeping',
      duration,
      summary: name,
      source: 'this test',
    });
    made = Object.freeze({ ...operation, ns });
    operations.set(name, made);
  }
  return made;
}

const operations = new Map<string, PricedOperation>();

/** Prices the operations that `op` made. */
export const PRICES: CostModel = Object.freeze({
  price: () => undefined,
  unitNs: (operation: string, units: number) => {
    const ns = operations.get(operation)?.ns;
    return ns === undefined ? undefined : ns * units;
  },
  provenance: () => [],
});

/** A machine under test: tasks by actor, in order of rank. */
export interface TestMachine<D extends Declarations> {
  readonly declarations: D;
  readonly begin?: (s: StateView<D>) => void;
  readonly tasks: Readonly<Record<string, () => Task<unknown>>>;
  readonly daemons?: readonly string[];
  readonly locks?: MachineModel['locks'];
}

export function modelOf<D extends Declarations>(machine: TestMachine<D>): MachineModel {
  const {
    declarations,
    begin = () => undefined,
    tasks,
    daemons = [],
    locks = [{ name: 'lock', instances: 2 }],
  } = machine;
  const actors = Object.entries(tasks).map(
    ([name, task]): Actor => ({ name, task, ...(daemons.includes(name) && { daemon: true }) }),
  );
  return { declarations, begin, actors, locks };
}

export interface TestRun<D extends Declarations> {
  readonly engine: EngineResult;
  readonly state: PackedState<D>;
  readonly view: StateView<D>;
  /** The milestones in the order in which they were passed: `12 alice done`. */
  readonly log: readonly string[];
  readonly actor: (name: string) => EngineResult['actors'][number];
}

/** Runs a machine on the reference executor, with as many CPUs as actors unless the options say otherwise. */
export function runMachine<D extends Declarations>(
  machine: TestMachine<D>,
  options: Partial<RunOptions> = {},
): TestRun<D> {
  const model = modelOf(machine);
  const executor = new ReferenceExecutor(model, {
    cost: PRICES,
    cpus: model.actors.length,
    sliceNs: 1_000_000,
    ...options,
  });
  const engine = executor.run();
  const state = executor.state as PackedState<D>;
  return {
    engine,
    state,
    view: state.view,
    log: engine.milestones.map(({ atNs, actor, name }) => `${atNs} ${actor} ${name}`),
    actor: (name) => engine.actors.find((actor) => actor.name === name) as EngineResult['actors'][number],
  };
}

/** The state codes of a page array, one per page. */
export function codes({ pages }: Pick<PackedState, 'pages'>, array = 'page'): number[] {
  const { store } = pages.get(array) as PageArray;
  return Array.from({ length: store.length }, (_, page) => store.get(page));
}
