import { createCostModel } from '../../../src/cost/index.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { RunOptions } from '../../../src/engine/reference/reference-executor.js';
import {
  type Actor,
  type Duration,
  defineOperation,
  interval,
  lock,
  type Operation,
  type PageTable,
  type SweepOptions,
  stepsOver,
  sweep,
  type Tail,
  type Task,
  tablesOver,
  use,
} from '../../../src/protocol/index.js';
import { flag, oneOf, pages, range, type StateView } from '../../../src/state/index.js';

/* Sweeps over billions of pages: each pays 1,700 ns for a secure page and 150 ns for another. */

const FANOUT = 512;

const declare = (count: number) => ({
  page: pages(count, { secure: oneOf('secure', 'clean', 'absent'), busy: flag(), held: flag() }),
  table: pages(Math.ceil(count / FANOUT), { allocated: flag(), entries: range(0, FANOUT) }),
});
type S = StateView<ReturnType<typeof declare>>;

const operation = (name: string, duration: Duration = 'atomic'): Operation =>
  defineOperation({ name, unit: 'call', cause: 'firmware call', duration, summary: 'synthetic', source: 'synthetic' });

/** Operations state their price in nanoseconds. */
const PRICES = { destroy: 1700, look: 150, gather: 300, each: 20, 'free-table': 900, wait: 1, touch: 40 };
const costs = createCostModel(
  [],
  Object.entries(PRICES).map(([name, ns]) => ({
    operation: name,
    unit: 'call',
    picoseconds: BigInt(ns) * 1000n,
    text: 'synthetic',
  })),
);

/** How a sweep meets others on a page: see `Duration`. `start`: they share the work; `end`: both pay; `busy`: who comes later waits. */
const cleaning = (duration: Duration): PageTable =>
  tablesOver<S>()({
    name: `clean, effect: ${duration}`,
    array: 'page',
    rule: ({ secure, busy }) => {
      if (busy) return { wait: true };
      if (secure === 'absent') return undefined;
      if (secure === 'clean') return { uses: [use(operation('look'))], after: { held: false } };
      const during = duration === 'busy' ? { during: { busy: true } } : {};
      const after = { secure: 'clean', busy: false, held: false } as const;
      return { uses: [use(operation('destroy', duration))], ...during, after, entries: -1, levels: { secure: -1 } };
    },
  }) as unknown as PageTable;

const TABLES: Readonly<Record<Duration, PageTable>> = {
  atomic: cleaning('atomic'),
  start: cleaning('start'),
  end: cleaning('end'),
  busy: cleaning('busy'),
};

const freeTable: Tail = {
  kind: 'table',
  every: FANOUT,
  table: tablesOver<S>()({
    name: 'free emptied tables',
    array: 'table',
    rule: ({ allocated, entries }) =>
      allocated && entries === 0
        ? { uses: [use(operation('free-table', 'end'))], after: { allocated: false } }
        : undefined,
  }) as unknown as PageTable,
};

const MM = lock('mm');

export const overTables: SweepOptions = { tails: [freeTable] };
export const inBatches: SweepOptions = {
  batch: {
    size: 32,
    lock: MM,
    mark: ({ secure }: { secure: string }) => (secure === 'absent' ? undefined : { held: true }),
    fixed: use(operation('gather')),
    perGathered: use(operation('each')),
  },
};

const step = stepsOver<S>();
const wait = step<[ns: number]>({ name: 'wait', operation: operation('wait'), units: (_, [ns]) => ns });
const touch = step<[page: number]>({
  name: 'touch',
  operation: operation('touch'),
  apply: (s, [page]) => {
    s.page.at(page).secure = 'clean';
  },
});

/** Sweeps [from, to), after a delay. */
export const sweeper = (
  name: string,
  [from, to]: readonly [number, number],
  options: SweepOptions = {},
  { duration = 'busy', delayNs = 0 }: { readonly duration?: Duration; readonly delayNs?: number } = {},
): Actor => {
  const swept = sweep(interval(from, to), TABLES[duration], options);
  return {
    name,
    *task(): Task {
      if (delayNs > 0) yield* wait(delayNs);
      yield* swept;
    },
  };
};

/** Touches pages one after the other, each in a place that has nothing to do with the one before. */
export const toucher = (count: number, times: number): Actor => ({
  name: 'guest',
  *task(): Task {
    for (let i = 1; i <= times; i++) {
      yield* wait(1_000_003);
      yield* touch(Math.floor(((i * 0.6180339887498949) % 1) * count));
    }
  },
});

export interface LargeMachine {
  readonly pages: number;
  readonly actors: readonly Actor[];
  readonly cpus?: number;
  readonly sliceNs?: number;
  /** Part of the pages that are there, at random places. */
  readonly present?: number;
}

/** The machine, as executors take it. */
export function modelOf({ pages: count, actors, present = 1 }: LargeMachine): MachineModel {
  return {
    declarations: declare(count),
    locks: [{ name: MM.name, instances: 1 }],
    actors,
    begin: (s: S) => {
      s.table.fill({ allocated: true, entries: FANOUT });
      if (present < 1) s.page.scatter({ secure: 'absent' }, 1 - present, 1);
    },
  };
}

export const optionsOf = ({ cpus = 8, sliceNs = 4_000_000 }: LargeMachine): RunOptions => ({
  cost: costs,
  cpus,
  sliceNs,
});
