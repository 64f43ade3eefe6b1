import fc, { type Arbitrary } from 'fast-check';
import type { ScriptedFault } from '../../../src/engine/reference/fault-script.js';
import type { Duration } from '../../../src/protocol/index.js';
import {
  type ActSpec,
  ENTRIES,
  type MachineSpec,
  type RuleSpec,
  type SweepSpec,
  type TableSpec,
} from './machine-spec.js';
import { COSTS } from './random-machine.js';

/** `usual` in all but one case of `rarity`. */
export const rarely = <T, U>(rarity: number, usual: T, rare: Arbitrary<U>): Arbitrary<T | U> =>
  fc.oneof({ weight: rarity - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });

const cost = fc.constantFrom(...COSTS);

/** `calm`: what keeps sweeps from running in rhythm is rare. */
export const rules = (calm: boolean): Arbitrary<(RuleSpec | null)[]> => {
  const rarity = calm ? 12 : 4;
  const rule = fc.record<RuleSpec>({
    after: fc.nat(3),
    cost,
    duration: fc.constantFrom<Duration>('atomic', 'start', 'end', 'end', 'busy', 'busy'),
    busy: fc.constantFrom('wait', 'wait', 'wait', 'leave', 'seize'),
    level: rarely(2, 0, fc.constantFrom(-1, -1, 1)),
    entries: rarely(2, 0, fc.constantFrom(-1, -1, 1)),
    credit: rarely(rarity, 'none', fc.constantFrom('counter', 'free')),
    pool: rarely(rarity, 'none', fc.constantFrom('otherwise', 'stop')),
    stops: rarely(calm ? 30 : 12, false, fc.constant(true)),
    unpriced: rarely(6, false, fc.constant(true)),
    breaks: rarely(3, false, fc.constant(true)),
  });
  return fc
    .tuple(fc.array(fc.option(rule, { freq: 5 }), { minLength: 4, maxLength: 4 }), fc.option(style, { freq: 2 }))
    .map(([list, common]) => list.map((one) => one && { ...one, ...common }));
};

/** One way for all kinds of pages: who meets whom in flight then happens page after page. */
const style = fc.constantFrom<Partial<RuleSpec>>(
  { duration: 'busy', busy: 'wait' },
  { duration: 'busy', busy: 'wait' },
  { duration: 'busy', busy: 'seize' },
  { duration: 'end' },
  { duration: 'start' },
);

const tables = (calm: boolean): Arbitrary<TableSpec[]> =>
  fc.array(
    fc.record({ rules: rules(calm), select: rarely(calm ? 8 : 3, 'none', fc.constantFrom('mode', 'counter')) }),
    { minLength: 1, maxLength: 3 },
  );

/** Sweeps that mostly overlap. */
const sweepAct: Arbitrary<ActSpec> = fc.record<{ act: 'sweep' } & SweepSpec>({
  act: fc.constant('sweep'),
  over: fc.constantFrom('page', 'page', 'page', 'page', 'page', 'page', 'other', 'table'),
  table: fc.nat(2),
  from: rarely(3, 0, fc.nat(400)),
  length: rarely(2, 1_000_000, fc.nat(500)),
  batch: fc.constantFrom(0, 0, 0, 1, 3, 5),
  batchLock: fc.constantFrom('none', 'shared', 'exclusive'),
  batchCost: fc.constantFrom(0, 3),
  signals: fc.constantFrom('none', 'unit', 'batch'),
  tails: fc.constantFrom('none', 'none', 'table', 'nested', 'doubled', 'span'),
  pace: rarely(8, null, fc.record({ units: fc.integer({ min: 1, max: 5 }), ns: fc.nat(20) })),
  reschedules: fc.constantFrom('none', 'unit', 'batch'),
  locked: rarely(8, false, fc.constant(true)),
});

export const stepAct: Arbitrary<ActSpec> = fc.oneof(
  fc.record({ act: fc.constant('touch' as const), page: fc.nat(1500), kind: fc.nat(3) }),
  fc.record({ act: fc.constant('touch-table' as const), page: fc.nat(200) }),
  fc.record({ act: fc.constantFrom('count', 'map', 'ready', 'mode', 'break', 'milestone', 'reschedule') }),
  fc.record({ act: fc.constant('phase' as const), name: fc.nat(2) }),
  fc.record({ act: fc.constant('signal' as const), actor: fc.nat(5) }),
);

export const waitAct: Arbitrary<ActSpec> = fc.oneof(
  fc.record({ act: fc.constantFrom('await-ready', 'await-counter') }),
  fc.record({ act: fc.constant('sleep' as const), ns: fc.oneof(fc.nat(60), fc.nat(2000)) }),
  fc.record({ act: fc.constant('allocate' as const), pages: fc.constantFrom(1, 5, 30) }),
  fc.record({
    act: fc.constant('locked' as const),
    lock: fc.constantFrom('big', 'mm'),
    mode: fc.constantFrom('shared', 'exclusive'),
    ns: fc.constantFrom(0, 3, 21, 200),
  }),
);

export const computeAct: Arbitrary<ActSpec> = fc.record({
  act: fc.constant('compute' as const),
  ns: fc.oneof(cost, fc.nat(60), fc.nat(2000)),
});

const otherAct = fc.oneof(
  { weight: 3, arbitrary: computeAct },
  { weight: 5, arbitrary: stepAct },
  { weight: 2, arbitrary: waitAct },
);

const fault: Arbitrary<ScriptedFault> = fc.record(
  {
    fault: fc.constant('breaks'),
    at: fc.constantFrom('break', 'page 0', 'page 0', 'page 0', 'page 1', 'other 0'),
    actor: fc.constantFrom('actor0', 'actor1'),
    occurrence: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 })),
  },
  { requiredKeys: ['fault', 'at', 'occurrence'] },
);
const faults = rarely(8, [], fc.array(fault, { minLength: 1, maxLength: 2 }));

/** Rarely so few that counting them down in another order would fail. */
const entries = rarely(5, ENTRIES, fc.constantFrom(0, 1, 8));

/** Sweeps on one array are compared together, or by themselves. */
export const gap = fc.constantFrom(0, 5, 60, 2048, 2048);

/** Machines of all kinds. */
export const generalMachine: Arbitrary<MachineSpec> = fc.record({
  pages: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 400 }) },
  ),
  layout: fc.oneof(
    fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 120 }),
  ),
  pool: fc.constantFrom(0, 7, 100),
  entries,
  tables: tables(false),
  actors: fc.array(
    fc.array(fc.oneof({ weight: 2, arbitrary: sweepAct }, { weight: 3, arbitrary: otherAct }), {
      minLength: 1,
      maxLength: 6,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  cpus: fc.integer({ min: 1, max: 4 }),
  sliceNs: fc.constantFrom(1, 10, 100, 1000, 100_000),
  chunkBits: fc.integer({ min: 3, max: 6 }),
  gap,
  bothWays: fc.boolean(),
  faults,
});

/** How a sweep over all that lies behind `from` goes about it. */
const manner = fc.record<Omit<SweepSpec, 'length' | 'locked'>>({
  over: rarely(12, 'page', fc.constantFrom('other', 'table')),
  table: rarely(4, 0, fc.nat(2)),
  from: fc.constantFrom(0, 0, 0, 5, 100),
  batch: fc.constantFrom(0, 0, 0, 2, 4),
  batchLock: fc.constantFrom('none', 'shared', 'exclusive', 'exclusive'),
  batchCost: fc.constantFrom(0, 3),
  tails: fc.constantFrom('none', 'none', 'none', 'table', 'nested', 'doubled', 'span'),
  signals: fc.constantFrom('none', 'unit', 'batch'),
  pace: rarely(20, null, fc.record({ units: fc.integer({ min: 1, max: 5 }), ns: fc.nat(20) })),
  reschedules: fc.constantFrom('none', 'unit', 'batch'),
});

/** Sweeps over the same pages, a little behind each other; most go about it in the same manner. */
const team: Arbitrary<ActSpec[][]> = fc
  .tuple(
    manner,
    fc.array(
      fc.record({
        delay: fc.constantFrom(0, 0, 1, 3, 10, 55, 300),
        own: fc.option(manner, { freq: 2 }),
        afterwards: fc.array(otherAct, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([common, members]) =>
    members.map(({ delay, own, afterwards }): ActSpec[] => [
      ...(delay > 0 ? [{ act: 'compute' as const, ns: delay }] : []),
      { act: 'sweep', length: 1_000_000, locked: false, ...(own ?? common) },
      ...afterwards,
    ]),
  );

const inRhythm = {
  pages: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 40, max: 160 }) },
    { weight: 1, arbitrary: fc.integer({ min: 160, max: 1000 }) },
  ),
  layout: fc.array(fc.integer({ min: 40, max: 600 }), { minLength: 1, maxLength: 3 }),
  pool: fc.constantFrom(0, 7, 100),
  entries,
  tables: tables(true),
  cpus: fc.integer({ min: 1, max: 3 }),
  sliceNs: fc.constantFrom(5, 50, 400, 100_000, 100_000),
  chunkBits: fc.integer({ min: 3, max: 8 }),
  gap,
  bothWays: fc.boolean(),
  faults: rarely(20, [], fc.array(fault, { minLength: 1, maxLength: 1 })),
};

/** Few actors that sweep the same long stretches, close behind each other, with little else going on. */
export const rhythmMachine: Arbitrary<MachineSpec> = fc
  .record({
    ...inRhythm,
    team,
    late: fc.array(fc.array(otherAct, { minLength: 1, maxLength: 4 }), { maxLength: 1 }),
  })
  .map(({ team, late, ...spec }) => ({
    ...spec,
    actors: [...team, ...late.map((acts): ActSpec[] => [{ act: 'compute', ns: 1000 }, ...acts])],
  }));

const visitAct = fc.oneof(
  { weight: 3, arbitrary: stepAct },
  { weight: 1, arbitrary: sweepAct },
  { weight: 1, arbitrary: waitAct },
  { weight: 1, arbitrary: computeAct },
);

/** Comes to a machine in which sweeps run in rhythm, at any moment, again and again. */
const latecomer: Arbitrary<ActSpec[]> = fc
  .array(
    fc.record({
      thousandths: fc.oneof(fc.nat(1000), fc.nat(2500)),
      acts: fc.array(visitAct, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((visits) => visits.flatMap(({ thousandths, acts }) => [{ act: 'pause', thousandths }, ...acts]));

/** What jumps leave behind is disturbed: by late sleepers, who need CPUs, touch pages, send signals and take locks. */
export const aftermathMachine: Arbitrary<MachineSpec> = fc
  .record({ ...inRhythm, team, late: fc.array(latecomer, { minLength: 1, maxLength: 3 }) })
  .map(({ team, late, ...spec }) => ({ ...spec, actors: [...team, ...late] }));
