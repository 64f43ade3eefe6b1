import {
  type Duration,
  defineOperation,
  HELD_SWAPPABLE,
  type Levels,
  names,
  type Operation,
  stepsOver,
} from '../../../src/protocol/index.js';
import { flag, oneOf, pages, range, type StateView } from '../../../src/state/index.js';
import { ENTRIES, FANOUT, KINDS, ORIGIN, UPPER_FANOUT } from './machine-spec.js';

/* What random machines declare, and the steps that their tasks take. */

const pageFields = { kind: oneOf(...KINDS), busy: flag(), refs: range(0, 3) };
const tableFields = { allocated: flag(), entries: range(0, 2 * ENTRIES) };

export const tablesOf = (count: number): number => Math.ceil((count + ORIGIN) / FANOUT);

export const declare = (count: number) => ({
  ready: flag(),
  mode: range(0, 1),
  counter: range(0, 1_000_000),
  free: range(0, 1_000_000),
  /** Units in flight have not taken theirs yet, so that it may be overdrawn. */
  pool: range(-50, 100),
  page: pages(count, pageFields),
  other: pages(count, pageFields),
  table: pages(tablesOf(count), tableFields),
  upper: pages(Math.ceil(tablesOf(count) / UPPER_FANOUT) + 1, tableFields),
});

export type S = StateView<ReturnType<typeof declare>>;
export type PageState = Readonly<{ kind: (typeof KINDS)[number]; busy: boolean; refs: number }>;
export type TableState = Readonly<{ allocated: boolean; entries: number }>;

const step = stepsOver<S>();

/** An operation that states its own price. */
export const operation = (cost: number, duration: Duration = 'atomic'): Operation =>
  named(`op-${duration}-${cost}`, duration);
/** An operation that nobody has priced. */
export const unpriced = (kind: string, duration: Duration): Operation =>
  named(`unpriced-${kind}-${duration}`, duration);
/** One nanosecond. */
const tick = named('tick', 'atomic');

function named(name: string, duration: Duration): Operation {
  return defineOperation({
    name,
    unit: 'call',
    cause: 'bookkeeping',
    duration,
    summary: 'synthetic',
    source: 'synthetic',
  });
}

export const compute = step<[ns: number]>({ name: 'compute', operation: tick, units: (_, [ns]) => ns });

/** The same, while it offers its CPU every nanosecond. */
export const pause = step<[ns: number]>({
  name: 'pause',
  operation: tick,
  units: (_, [ns]) => ns,
  reschedules: 'unit',
});

export const touch = step<[page: number, kind: number]>({
  name: 'touch',
  recounts: true,
  apply: (s, [page, kind]) => {
    s.page.at(page).kind = KINDS[kind] as (typeof KINDS)[number];
  },
});

/** Reads what sweeps have counted in a table, and writes beside it. */
export const touchTable = step<[table: number], 'many' | 'few', 'many' | 'few'>({
  name: 'touch-table',
  outcomes: names('many', 'few'),
  apply: (s, [table]) => {
    const at = s.table.at(table);
    at.allocated = !at.allocated;
    return at.entries >= ENTRIES ? 'many' : 'few';
  },
});

/** What there is of each level, where steps change it. */
export const levels = (s: Readonly<S>): Levels => ({
  [HELD_SWAPPABLE]: s.page.count(isA),
  tables: s.table.count(isAllocated),
});

const isA = ({ kind }: PageState): boolean => kind === 'a';
const isAllocated = ({ allocated }: TableState): boolean => allocated;

/** Costs as much as it finds. */
export const count = step<[], 'few' | 'many', 'few' | 'many'>({
  name: 'count',
  operation: tick,
  units: (s) => s.page.count(isA) + s.table.count(isAllocated),
  outcomes: names('few', 'many'),
  apply: (s) => (s.other.count(isA) * 2 > s.other.length ? 'many' : 'few'),
});

const rotate = ({ kind }: PageState) => (kind === 'c' ? ({ kind: 'a' } as const) : undefined);

export const mapAll = step({
  name: 'map',
  recounts: true,
  apply: (s) => {
    s.page.map(rotate);
  },
});

export const setReady = step({
  name: 'ready',
  apply: (s) => {
    s.ready = true;
  },
});

export const awaitReady = step({ name: 'await-ready', guard: (s) => s.ready });
export const awaitCounter = step({ name: 'await-counter', guard: (s) => s.counter >= 5 });

export const flipMode = step({
  name: 'mode',
  apply: (s) => {
    s.mode = 1 - s.mode;
  },
});

/** A process allocates what sweeps have freed. */
export const allocate = step<[pages: number]>({
  name: 'allocate',
  guard: (s, [wanted]) => s.free >= wanted,
  apply: (s, [wanted]) => {
    s.free -= wanted;
  },
});

export const breakable = step<[], 'whole' | 'broken', 'whole' | 'broken'>({
  name: 'break',
  outcomes: names('whole', 'broken'),
  faults: ['breaks'],
  apply: (_s, _args, _choice, fault) => (fault === undefined ? 'whole' : 'broken'),
});
