import fc, { type Arbitrary } from 'fast-check';
import { computeAct, gap, rarely, rules, stepAct, waitAct } from './arbitrary-machines.js';
import {
  type ActSpec,
  ENTRIES,
  type MachineSpec,
  type RuleSpec,
  type SweepSpec,
  type TableSpec,
} from './machine-spec.js';

/* Units that take no time, all at once amid the plans of others. */

/** All rules may look at a pool of which others take. */
const asking = (calm: boolean): Arbitrary<(RuleSpec | null)[]> =>
  fc
    .tuple(rules(calm), rarely(4, false, fc.constant(true)))
    .map(([list, asks]) =>
      list.map((rule) => rule && (asks && rule.pool === 'none' ? { ...rule, pool: 'asks' as const } : rule)),
    );

/** Under the first table units take time, mostly. Under the second none do, under the third some. */
const tables: Arbitrary<[TableSpec, TableSpec, TableSpec]> = fc.tuple(
  fc.record({ rules: asking(true), select: rarely(6, 'none', fc.constantFrom('mode', 'counter')) }),
  fc.record({
    rules: rules(false).map((list) => list.map((rule) => rule && { ...rule, cost: 0 })),
    select: rarely(3, 'none', fc.constantFrom('mode', 'counter')),
  }),
  fc.record({
    rules: asking(false).map((list) => list.map((rule, i) => rule && (i < 2 ? { ...rule, cost: 0 } : rule))),
    select: fc.constant('none' as const),
  }),
);

/** What the first table does to levels, the others undo: whoever acts late changes a peak. */
const oneSign = ([first, ...others]: readonly [TableSpec, ...TableSpec[]], sign: -1 | 0 | 1): TableSpec[] => {
  const signed = ({ rules, ...table }: TableSpec, level: RuleSpec['level']): TableSpec => ({
    ...table,
    rules: rules.map((rule) => rule && { ...rule, level }),
  });
  return sign === 0
    ? [first, ...others]
    : [signed(first, sign), ...others.map((table) => signed(table, sign < 0 ? 1 : -1))];
};

const sweepUnder = (table: Arbitrary<number>, whole: boolean): Arbitrary<ActSpec> =>
  fc.record<{ act: 'sweep' } & SweepSpec>({
    act: fc.constant('sweep'),
    over: whole
      ? fc.constant('page')
      : fc.constantFrom('page', 'page', 'page', 'page', 'page', 'other', 'other', 'table'),
    table,
    from: whole ? fc.constant(0) : rarely(2, 0, fc.nat(150)),
    length: whole ? fc.constant(1_000_000) : rarely(2, 1_000_000, fc.integer({ min: 1, max: 150 })),
    batch: rarely(8, 0, fc.constantFrom(1, 3)),
    batchLock: fc.constantFrom('none', 'shared', 'exclusive'),
    batchCost: fc.constantFrom(0, 3),
    signals: fc.constantFrom('none', 'unit', 'batch'),
    tails: fc.constantFrom('none', 'none', 'table', 'table', 'nested', 'doubled', 'span'),
    pace: fc.constant(null),
    reschedules: fc.constantFrom('none', 'unit'),
    locked: fc.constant(false),
  });

const instantly = sweepUnder(fc.constantFrom(1, 1, 1, 2), false);

/** Comes at any moment and does something in no time, or waits for what others do in no time. */
const visitor: Arbitrary<ActSpec[]> = fc
  .array(
    fc.record({
      thousandths: fc.nat(1000),
      acts: fc.array(
        fc.oneof(
          { weight: 6, arbitrary: instantly },
          { weight: 2, arbitrary: stepAct },
          { weight: 2, arbitrary: waitAct },
          { weight: 1, arbitrary: computeAct },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((visits) => visits.flatMap(({ thousandths, acts }): ActSpec[] => [{ act: 'pause', thousandths }, ...acts]));

const sweeper: Arbitrary<ActSpec[]> = fc
  .tuple(sweepUnder(fc.constant(0), true), fc.array(instantly, { maxLength: 1 }))
  .map(([first, then]) => [first, ...then]);

export const instantMachine: Arbitrary<MachineSpec> = fc
  .record({
    pages: fc.integer({ min: 10, max: 200 }),
    layout: fc.oneof(
      fc.array(fc.integer({ min: 10, max: 120 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 80 }),
    ),
    pool: fc.constantFrom(0, 7, 100),
    entries: rarely(3, ENTRIES, fc.constantFrom(4, 8, ENTRIES + 4)),
    tables: fc.tuple(tables, fc.constantFrom<-1 | 0 | 1>(0, 0, -1, 1)).map(([list, sign]) => oneSign(list, sign)),
    sweepers: fc.array(sweeper, { minLength: 1, maxLength: 2 }),
    visitors: fc.array(visitor, { minLength: 1, maxLength: 3 }),
    late: fc.boolean(),
    cpus: fc.integer({ min: 2, max: 5 }),
    sliceNs: fc.constantFrom(10, 1000, 100_000),
    chunkBits: fc.integer({ min: 3, max: 8 }),
    gap,
    bothWays: fc.boolean(),
    faults: fc.constant([]),
  })
  .map(({ sweepers, visitors, late, ...spec }) => ({
    ...spec,
    actors: late ? [...visitors, ...sweepers] : [...sweepers, ...visitors],
  }));
