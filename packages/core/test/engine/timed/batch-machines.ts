import fc, { type Arbitrary } from 'fast-check';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import { type Sweep, sweep, type Task } from '../../../src/protocol/index.js';
import type { Trial } from './agreement.js';
import type { ActSpec, MachineSpec, RuleSpec } from './machine-spec.js';
import { trialOfSpec } from './random-machine.js';

const cost = fc.constantFrom(0, 1, 2, 3, 5, 8, 100);

/** Pages of all kinds cost the same, mostly; what they become differs. */
const rules: Arbitrary<(RuleSpec | null)[]> = fc
  .tuple(
    fc.record({
      cost,
      duration: fc.constantFrom('atomic', 'start', 'end', 'busy'),
      busy: fc.constantFrom('wait', 'leave', 'seize'),
      level: fc.constantFrom(0, 0, -1, 1),
      unpriced: fc.boolean(),
    }),
    fc.array(fc.record({ after: fc.nat(3), odd: fc.nat(40) }), { minLength: 4, maxLength: 4 }),
  )
  .map(([common, kinds]) =>
    kinds.map(({ after, odd }): RuleSpec | null =>
      odd === 0
        ? null
        : {
            ...common,
            after,
            cost: odd === 1 ? 11 : common.cost,
            entries: 0,
            credit: 'none',
            pool: 'none',
            stops: false,
            breaks: false,
          },
    ),
  );

interface Extent {
  readonly from: Arbitrary<number>;
  readonly length: Arbitrary<number>;
}

const whole: Extent = { from: fc.constantFrom(0, 0, 7), length: fc.constantFrom(1_000_000, 1_000_000, 90) };

const sweepOf = (batch: Arbitrary<number>, { from, length }: Extent = whole): Arbitrary<ActSpec> =>
  fc.record({
    act: fc.constant('sweep' as const),
    over: fc.constant('page' as const),
    table: fc.nat(1),
    from,
    length,
    batch,
    batchLock: fc.constantFrom('none', 'shared', 'exclusive'),
    batchCost: fc.constantFrom(0, 3),
    signals: fc.constantFrom('none', 'unit', 'batch'),
    tails: fc.constant('none' as const),
    pace: fc.constant(null),
    reschedules: fc.constantFrom('none', 'unit', 'batch'),
    locked: fc.constant(false),
  });

/** Small numbers are drawn more often than others: here those at the end are as well. */
const anyPage = fc.oneof(
  fc.nat(600),
  fc.nat(600).map((page) => 600 - page),
);

const visit: Arbitrary<ActSpec> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ act: fc.constant('touch' as const), page: anyPage, kind: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('count', 'map', 'mode', 'milestone', 'reschedule') }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('signal' as const), actor: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('compute' as const), ns: fc.nat(3000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('locked' as const),
      lock: fc.constant('mm' as const),
      mode: fc.constantFrom('shared', 'exclusive'),
      ns: fc.constantFrom(0, 3, 21, 200),
    }),
  },
  { weight: 6, arbitrary: sweepOf(fc.constant(0), { from: anyPage, length: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: sweepOf(fc.constantFrom(0, 0, 3)) },
);

/** Comes again and again, at any moment of the sweep in batches. */
const visitor: Arbitrary<ActSpec[]> = fc
  .array(fc.record({ thousandths: fc.nat(1200), act: visit }), { minLength: 1, maxLength: 4 })
  .map((visits) => visits.flatMap(({ thousandths, act }): ActSpec[] => [{ act: 'pause', thousandths }, act]));

/** One sweep in batches over ragged pages, and others who come by. */
export const batchMachine: Arbitrary<MachineSpec> = fc
  .record({
    pages: fc.integer({ min: 40, max: 500 }),
    layout: fc.oneof(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 200 }),
      fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 8 }),
    ),
    pool: fc.constant(0),
    tables: fc.array(fc.record({ rules, select: fc.constantFrom('none', 'mode') }), { minLength: 1, maxLength: 2 }),
    sweeper: sweepOf(fc.constantFrom(1, 2, 3, 5)),
    afterwards: fc.array(sweepOf(fc.constantFrom(1, 2, 3)), { maxLength: 1 }),
    visitors: fc.array(visitor, { maxLength: 3 }),
    late: fc.boolean(),
    cpus: fc.integer({ min: 1, max: 4 }),
    sliceNs: fc.constantFrom(10, 100, 1000, 100_000),
    chunkBits: fc.integer({ min: 3, max: 8 }),
    gap: fc.constantFrom(0, 2048),
    entries: fc.constant(60),
    bothWays: fc.boolean(),
    faults: fc.constant([]),
  })
  .map(({ sweeper, afterwards, visitors, late, ...spec }) => {
    const all = [[sweeper, ...afterwards], ...visitors];
    // The one who sweeps is the first at an instant, or the last.
    return { ...spec, actors: late ? [...all.slice(1), ...all.slice(0, 1)] : all };
  });

/** Passing pages by is free: else a batch takes the longer the farther apart its pages are, and is not planned. */
function withoutPrices({ actors, ...model }: MachineModel): MachineModel {
  const known = new Map<Sweep, Sweep>();
  const freed = (one: Sweep): Sweep => {
    const { batch } = one.options;
    if (batch?.perPassed === undefined) return one;
    const { perPassed: _, ...rest } = batch;
    const made = known.get(one) ?? sweep(one.range, one.table, { ...one.options, batch: rest });
    known.set(one, made);
    return made;
  };
  const task = (start: () => Task<unknown>) =>
    function* freedTask(): Task {
      const inner = start();
      for (let next = inner.next(); next.done !== true; )
        next = inner.next(yield next.value.kind === 'sweep' ? freed(next.value) : next.value);
    };
  return { ...model, actors: actors.map((actor) => ({ ...actor, task: task(() => actor.task()) })) };
}

export const trialOfBatches = (spec: MachineSpec): Trial => {
  const trial = trialOfSpec(spec);
  return { ...trial, model: withoutPrices(trial.model) };
};
