import fc from 'fast-check';
import { createCostModel } from '../../../src/cost/index.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import {
  acquire,
  type Duration,
  defineOperation,
  interval,
  lock,
  names,
  nothing,
  type Operation,
  type PageRule,
  type PageTable,
  release,
  type Sweep,
  sendFatalSignal,
  stepsOver,
  sweep,
  type Task,
  tablesOver,
  use,
} from '../../../src/protocol/index.js';
import { flag, oneOf, pages, range, type StateView } from '../../../src/state/index.js';

const KINDS = ['a', 'b', 'c', 'd'] as const;
export const FANOUT = 8;

const declare = (count: number) => ({
  ready: flag(),
  mode: range(0, 1),
  counter: range(0, 1_000_000),
  pool: range(0, 100),
  page: pages(count, { kind: oneOf(...KINDS), busy: flag(), refs: range(0, 3) }),
  table: pages(Math.ceil(count / FANOUT) + 1, { allocated: flag(), entries: range(0, 4 * FANOUT) }),
});
type S = StateView<ReturnType<typeof declare>>;

/** What one kind of page does under one table. */
interface RuleSpec {
  readonly after: number;
  readonly cost: number;
  readonly duration: Duration;
  readonly waits: boolean;
  readonly level: boolean;
  readonly counter: boolean;
  /** Takes one of a pool; without one, the page is left as it is at another price, or the sweep stops. */
  readonly pool: 'none' | 'otherwise' | 'stop';
}

export interface TableSpec {
  readonly rules: readonly (RuleSpec | null)[];
  readonly select: boolean;
}

export type ActSpec =
  | {
      readonly act: 'sweep';
      readonly table: number;
      readonly from: number;
      readonly to: number;
      readonly batch: number;
      readonly signals: boolean;
      readonly tails: boolean;
      readonly lock: boolean;
    }
  | { readonly act: 'compute'; readonly cost: number }
  | { readonly act: 'touch'; readonly page: number; readonly kind: number }
  | { readonly act: 'count' | 'map' | 'ready' | 'await-ready' | 'mode' | 'await-counter' }
  | { readonly act: 'signal'; readonly actor: number }
  | { readonly act: 'locked'; readonly cost: number };

export interface MachineSpec {
  readonly pages: number;
  readonly layout: readonly number[];
  readonly tables: readonly TableSpec[];
  readonly actors: readonly (readonly ActSpec[])[];
  readonly cpus: number;
  readonly sliceNs: number;
  readonly chunkBits: number;
}

const step = stepsOver<S>();
const operation = (cost: number, duration: Duration): Operation =>
  defineOperation({
    name: `op-${duration}-${cost}`,
    unit: 'call',
    cause: 'bookkeeping',
    duration,
    summary: 'synthetic',
    source: 'synthetic',
  });

const compute = step<[cost: number]>({
  name: 'compute',
  operation: (_, [cost]) => operation(cost, 'atomic'),
});
const touch = step<[page: number, kind: number]>({
  name: 'touch',
  outcomes: nothing,
  apply: (s, [page, kind]) => {
    s.page.at(page).kind = KINDS[kind] as (typeof KINDS)[number];
  },
});
const isA = ({ kind }: { kind: string }): boolean => kind === 'a';
const count = step<[], 'few' | 'many', 'few' | 'many'>({
  name: 'count',
  outcomes: names('few', 'many'),
  apply: (s) => (s.page.count(isA) * 2 > s.page.length ? 'many' : 'few'),
});
const rotate = ({ kind }: { kind: string }) => (kind === 'c' ? ({ kind: 'd' } as const) : undefined);
const mapAll = step({
  name: 'map',
  apply: (s) => {
    s.page.map(rotate);
  },
});
const setReady = step({
  name: 'ready',
  apply: (s) => {
    s.ready = true;
  },
});
const awaitReady = step({ name: 'await-ready', guard: (s) => s.ready });
const awaitCounter = step({ name: 'await-counter', guard: (s) => s.counter >= 5 });
const flipMode = step({
  name: 'mode',
  apply: (s) => {
    s.mode = 1 - s.mode;
  },
});

const MM = lock('mm', 0, 'shared');
const BIG = lock('big');

function pageTable(spec: TableSpec, index: number): PageTable {
  return tablesOver<S>()({
    name: `table${index}`,
    array: 'page',
    ...(spec.select && { select: (s: Readonly<S>) => s.mode }),
    rule: ({ kind, busy, refs }, selected) => {
      const rule = spec.rules[(KINDS.indexOf(kind) + selected) % KINDS.length];
      if (busy)
        return rule?.waits === true
          ? { wait: true, uses: [use(operation(3, 'start'))], after: { busy: false } }
          : undefined;
      if (rule === null || rule === undefined) return refs > 0 ? { after: { refs: refs - 1 } } : undefined;
      const after = KINDS[rule.after] as (typeof KINDS)[number];
      const made: PageRule<{
        kind: ReturnType<typeof oneOf>;
        busy: ReturnType<typeof flag>;
        refs: ReturnType<typeof range>;
      }> = {
        uses: [use(operation(rule.cost, rule.duration))],
        after: { kind: after, busy: false, refs: Math.max(0, refs - 1) },
        ...(rule.duration === 'busy' && { during: { busy: true } }),
        ...(rule.level && { levels: { held: -1 } }),
        ...(rule.counter && { counters: { counter: 1 } }),
        ...(rule.pool !== 'none' && {
          counters: { pool: -1 },
          needs: {
            counter: 'pool',
            amount: 1,
            otherwise: { uses: [use(operation(2, 'atomic'))], ...(rule.pool === 'stop' && { stop: 'empty' }) },
          },
        }),
        outcome: `from-${kind}`,
      };
      return made as PageRule;
    },
  }) as unknown as PageTable;
}

const tableTail = tablesOver<S>()({
  name: 'tables',
  array: 'table',
  rule: ({ allocated, entries }) =>
    allocated && entries > FANOUT
      ? { uses: [use(operation(7, 'atomic'))], after: { allocated: false, entries: 0 } }
      : undefined,
}) as unknown as PageTable;

function sweepOf(spec: MachineSpec, tables: readonly PageTable[], act: ActSpec & { act: 'sweep' }): Sweep {
  const from = act.from % spec.pages;
  const to = act.to > 1_000_000 ? spec.pages : Math.max(from, Math.min(spec.pages, from + (act.to % (spec.pages + 1))));
  const table = tables[act.table % tables.length] as PageTable;
  if (act.batch > 0) {
    return sweep(interval(from, to), table, {
      batch: {
        size: act.batch,
        ...(act.lock && { lock: MM }),
        mark: ({ kind, refs }: { kind: string; refs: number }) =>
          kind === 'b' || refs >= 3 ? undefined : { refs: refs + 1 },
        fixed: use(operation(3, 'atomic')),
        perGathered: use(operation(1, 'atomic')),
      },
      ...(act.signals && { signals: 'batch' as const }),
    });
  }
  return sweep(interval(from, to), table, {
    ...(act.signals && { signals: 'page' as const }),
    ...(act.tails && {
      tails: [
        { kind: 'table' as const, every: FANOUT, origin: 3, table: tableTail },
        {
          kind: 'span' as const,
          name: 'flush',
          every: 4 * FANOUT,
          origin: 3,
          uses: (_: number, length: number) => [use(operation(11, 'atomic')), use(operation(2, 'atomic'), length)],
          map: ({ kind }: { kind: string }) => (kind === 'd' ? { kind: 'a' } : undefined),
        },
      ],
    }),
  });
}

function taskOf(spec: MachineSpec, tables: readonly PageTable[], acts: readonly ActSpec[]) {
  const sweeps = new Map(acts.filter((act) => act.act === 'sweep').map((act) => [act, sweepOf(spec, tables, act)]));
  return function* (): Task {
    for (const act of acts) {
      switch (act.act) {
        case 'sweep': {
          const end = yield* sweeps.get(act) as Sweep;
          if (end === 'interrupted') yield* compute(13);
          break;
        }
        case 'compute':
          yield* compute(act.cost);
          break;
        case 'touch':
          yield* touch(act.page % spec.pages, act.kind);
          break;
        case 'count':
          if ((yield* count()) === 'many') yield* compute(5);
          break;
        case 'map':
          yield* mapAll();
          break;
        case 'ready':
          yield* setReady();
          break;
        case 'await-ready':
          yield* awaitReady();
          break;
        case 'await-counter':
          yield* awaitCounter();
          break;
        case 'mode':
          yield* flipMode();
          break;
        case 'signal':
          yield* sendFatalSignal(`actor${act.actor % spec.actors.length}`);
          break;
        case 'locked':
          yield* acquire(BIG);
          yield* compute(act.cost);
          yield* release(BIG);
          break;
      }
    }
  };
}

export function machineOf(spec: MachineSpec): MachineModel {
  const tables = spec.tables.map(pageTable);
  return {
    declarations: declare(spec.pages),
    begin: (s: S) => {
      let at = 0;
      spec.layout.forEach((length, i) => {
        const to = Math.min(spec.pages, at + length);
        s.page.fill({ kind: KINDS[i % KINDS.length] as (typeof KINDS)[number] }, at, to);
        at = to;
      });
      s.pool = 100;
      s.table.fill({ allocated: true, entries: FANOUT * 2 });
    },
    actors: spec.actors.map((acts, i) => ({ name: `actor${i}`, task: taskOf(spec, tables, acts) })),
    locks: [
      { name: 'mm', instances: 1 },
      { name: 'big', instances: 1 },
    ],
  };
}

const COSTS = [0, 1, 2, 3, 5, 8, 100];

/** Every operation name states its own price. */
export const costs = createCostModel(
  [],
  (['atomic', 'start', 'end', 'busy'] as const).flatMap((duration) =>
    [...new Set([...COSTS, 7, 11, 13, 21, 34, 55, 1000])].map((cost) => ({
      operation: `op-${duration}-${cost}`,
      unit: 'call',
      picoseconds: BigInt(cost) * 1000n,
      text: 'synthetic',
    })),
  ),
);

const cost = fc.constantFrom(...COSTS);

const rule: fc.Arbitrary<RuleSpec | null> = fc.option(
  fc.record({
    after: fc.nat(3),
    cost,
    duration: fc.constantFrom<Duration>('atomic', 'start', 'end', 'busy'),
    waits: fc.boolean(),
    level: fc.boolean(),
    counter: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    pool: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'otherwise' as const, 'stop' as const),
  }),
  { freq: 4 },
);

const sweepAct: fc.Arbitrary<ActSpec> = fc.record({
  act: fc.constant('sweep' as const),
  table: fc.nat(2),
  from: fc.oneof(fc.constant(0), fc.nat(400)),
  to: fc.nat(500),
  batch: fc.constantFrom(0, 0, 0, 1, 3, 5),
  signals: fc.boolean(),
  tails: fc.boolean(),
  lock: fc.boolean(),
});

const otherAct: fc.Arbitrary<ActSpec> = fc.oneof(
  fc.record({ act: fc.constant('compute' as const), cost: fc.constantFrom(...COSTS, 21, 34, 55, 1000) }),
  fc.record({ act: fc.constant('touch' as const), page: fc.nat(400), kind: fc.nat(3) }),
  fc.record({
    act: fc.constantFrom(
      'count' as const,
      'map' as const,
      'ready' as const,
      'await-ready' as const,
      'mode' as const,
      'await-counter' as const,
    ),
  }),
  fc.record({ act: fc.constant('signal' as const), actor: fc.nat(4) }),
  fc.record({ act: fc.constant('locked' as const), cost }),
);

/** Machines of all kinds. */
export const generalMachine: fc.Arbitrary<MachineSpec> = fc.record({
  pages: fc.integer({ min: 1, max: 400 }),
  layout: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 12 }),
  tables: fc.array(fc.record({ rules: fc.array(rule, { minLength: 4, maxLength: 4 }), select: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  actors: fc.array(
    fc.array(fc.oneof({ weight: 2, arbitrary: sweepAct }, { weight: 3, arbitrary: otherAct }), {
      minLength: 1,
      maxLength: 6,
    }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
  cpus: fc.integer({ min: 1, max: 4 }),
  sliceNs: fc.constantFrom(1, 10, 100, 1000, 100_000),
  chunkBits: fc.integer({ min: 3, max: 6 }),
});

/** Few actors that sweep the same long stretches, close behind each other, with little else going on. */
export const rhythmMachine: fc.Arbitrary<MachineSpec> = fc
  .record({
    pages: fc.integer({ min: 100, max: 1500 }),
    layout: fc.array(fc.integer({ min: 100, max: 1200 }), { minLength: 1, maxLength: 3 }),
    tables: fc.array(fc.record({ rules: fc.array(rule, { minLength: 4, maxLength: 4 }), select: fc.constant(false) }), {
      minLength: 1,
      maxLength: 2,
    }),
    sweeps: fc.array(
      fc.record({
        delay: fc.constantFrom(0, 0, 1, 3, 10, 55, 1000),
        table: fc.nat(1),
        from: fc.constantFrom(0, 0, 0, 5, 100),
        batch: fc.constantFrom(0, 0, 2, 4),
        lock: fc.boolean(),
        tails: fc.boolean(),
        signals: fc.boolean(),
        afterwards: fc.array(otherAct, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    late: fc.array(fc.array(otherAct, { minLength: 1, maxLength: 4 }), { maxLength: 1 }),
    cpus: fc.integer({ min: 1, max: 3 }),
    sliceNs: fc.constantFrom(5, 50, 400, 100_000),
    chunkBits: fc.integer({ min: 3, max: 8 }),
  })
  .map(({ sweeps, late, ...spec }) => ({
    ...spec,
    actors: [
      ...sweeps.map(({ delay, afterwards, ...of }): ActSpec[] => [
        ...(delay > 0 ? [{ act: 'compute' as const, cost: delay }] : []),
        { act: 'sweep' as const, to: 10_000_000, ...of },
        ...afterwards,
      ]),
      ...late.map((acts): ActSpec[] => [{ act: 'compute', cost: 1000 }, ...acts]),
    ],
  }));
