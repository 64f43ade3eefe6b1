import {
  HELD_SWAPPABLE,
  HELD_UNSWAPPABLE,
  interval,
  lock,
  type PageRule,
  type PageTable,
  type Sweep,
  type SweepOptions,
  sweep,
  type Tail,
  tablesOver,
  use,
} from '../../../src/protocol/index.js';
import {
  ENTRIES,
  FANOUT,
  KINDS,
  type MachineSpec,
  ORIGIN,
  type RuleSpec,
  type SweepSpec,
  type TableSpec,
  type TailSpec,
  UPPER_FANOUT,
} from './machine-spec.js';
import { operation, type PageState, type S, type TableState, tablesOf, unpriced } from './machine-steps.js';

const tableOver = tablesOver<S>();

type Loose = PageRule & Record<string, unknown>;

function ruleOf({ kind, busy, refs }: PageState, rule: RuleSpec | null): Loose | undefined {
  if (busy && rule?.busy !== 'seize')
    return rule?.busy === 'wait'
      ? { wait: true, uses: [use(operation(3, 'start'))], after: { busy: false } }
      : undefined;
  if (rule === null) return refs > 0 ? { after: { refs: refs - 1 } } : undefined;
  const { cost, level, entries, credit, pool } = rule;
  // A page that is marked already cannot be marked once more.
  const duration = busy && rule.duration === 'busy' ? 'end' : rule.duration;
  const still: Loose = { uses: [use(operation(2))] };
  const counters = {
    ...(credit === 'counter' && { counter: 1 }),
    ...(credit === 'free' && { free: 1 }),
    ...(pool !== 'none' && pool !== 'asks' && { pool: -1 }),
  };
  return {
    uses: [use(operation(cost, duration)), ...(rule.unpriced ? [use(unpriced(kind, duration))] : [])],
    ...(duration === 'busy' && { during: { busy: true } }),
    after: { kind: KINDS[rule.after], busy: false, refs: Math.max(0, refs - 1) },
    ...(level !== 0 && { levels: { [kind === 'b' ? HELD_UNSWAPPABLE : HELD_SWAPPABLE]: level } }),
    ...(entries !== 0 && { entries }),
    ...(Object.keys(counters).length > 0 && { counters }),
    ...(pool !== 'none' && {
      needs: { counter: 'pool', amount: 1, otherwise: { ...still, ...(pool === 'stop' && { stop: 'empty' }) } },
    }),
    ...(rule.stops && { stop: 'enough' }),
    ...(rule.breaks && { faults: { breaks: { ...still, levels: { [HELD_UNSWAPPABLE]: 2 }, outcome: 'broken' } } }),
    outcome: `from-${kind}`,
  };
}

const SELECT = { none: undefined, mode: (s: S) => s.mode, counter: (s: S) => (s.counter >= 5 ? 1 : 0) } as const;

function pageTable(spec: TableSpec, name: string, array: 'page' | 'other'): PageTable {
  const select = SELECT[spec.select];
  return tableOver({
    name,
    array,
    ...(select && { select }),
    rule: (page: PageState, selected: number) =>
      ruleOf(page, spec.rules[(KINDS.indexOf(page.kind) + selected) % KINDS.length] ?? null),
  } as never) as PageTable;
}

/** A sweep over the tables themselves: what others count there meanwhile decides what it costs, and whether it commits. */
const overTables = tableOver({
  name: 'over tables',
  array: 'table',
  rule: ({ allocated, entries }: TableState) =>
    allocated
      ? { uses: [use(operation(entries < ENTRIES ? 5 : 3, 'end'))], after: { allocated: false }, outcome: 'found' }
      : undefined,
} as never) as PageTable;

const emptied = (array: 'table' | 'upper', cost: number): PageTable =>
  tableOver({
    name: `emptied ${array}`,
    array,
    rule: ({ allocated, entries }: TableState) => {
      if (!allocated) return undefined;
      if (entries >= ENTRIES) return { uses: [use(operation(1, 'end'))], outcome: 'in use' };
      return {
        uses: [use(operation(cost, 'end'))],
        after: { allocated: false },
        entries: -1,
        levels: { [HELD_UNSWAPPABLE]: -3, tables: -1 },
        outcome: 'emptied',
      };
    },
  } as never) as PageTable;

const tableTail: Tail = { kind: 'table', every: FANOUT, origin: ORIGIN, table: emptied('table', 8) };
const upperTail: Tail = { kind: 'table', every: FANOUT * UPPER_FANOUT, origin: ORIGIN, table: emptied('upper', 5) };
const sameArray: Tail = { kind: 'table', every: FANOUT * UPPER_FANOUT, origin: ORIGIN, table: emptied('table', 0) };
const span: Tail = {
  kind: 'span',
  name: 'flush',
  every: 2 * FANOUT,
  origin: ORIGIN,
  uses: (_: number, length: number) => [use(operation(11)), use(operation(2), length)],
  map: ({ kind }: PageState) => (kind === 'd' ? { kind: 'a' } : undefined),
};

const odd: Tail = { ...span, name: 'odd flush', every: FANOUT + FANOUT / 2 };
const wide: Tail = { ...span, name: 'wide flush', every: 8 * FANOUT };

const TAILS: Readonly<Record<Exclude<TailSpec, 'none'>, readonly Tail[]>> = {
  table: [tableTail],
  nested: [tableTail, span, upperTail],
  doubled: [tableTail, sameArray],
  span: [span],
  wide: [wide],
  'table-wide': [tableTail, wide],
  crossed: [tableTail, odd],
};

const mark = ({ kind, refs }: PageState) => (kind === 'b' || refs >= 3 ? undefined : { refs: refs + 1 });

/** The sweeps of a machine; equal tables are one object. */
export function sweepsOf(spec: MachineSpec): (act: SweepSpec) => Sweep {
  const tables = new Map<string, PageTable>();
  return (act) => {
    const index = act.table % spec.tables.length;
    const name = `${act.over} ${index}`;
    const table =
      act.over === 'table'
        ? overTables
        : (tables.get(name) ?? pageTable(spec.tables[index] as TableSpec, name, act.over));
    tables.set(name, table);
    const length = act.over === 'table' ? tablesOf(spec.pages) : spec.pages;
    const from = act.from % length;
    return sweep(interval(from, Math.min(length, from + act.length)), table, optionsOf(act));
  };
}

function optionsOf(act: SweepSpec): SweepOptions {
  const { over, batchLock, batchCost, signals, tails, pace, reschedules } = act;
  const batch = over === 'table' ? 0 : act.batch;
  const shared = {
    ...(pace !== null && { pace }),
    ...(signals !== 'none' && { signals: signals === 'unit' || batch === 0 ? ('page' as const) : signals }),
    ...(reschedules !== 'none' && { reschedules: batch === 0 ? ('unit' as const) : reschedules }),
  };
  if (over === 'table') return shared;
  if (batch === 0) return { ...shared, ...(tails !== 'none' && { tails: TAILS[tails] }) };
  return {
    ...shared,
    batch: {
      size: batch,
      ...(batchLock !== 'none' && { lock: lock('mm', 0, batchLock) }),
      mark,
      fixed: use(operation(batchCost)),
      perGathered: use(operation(1)),
      perPassed: use(operation(batchCost === 0 ? 0 : 1)),
    },
  };
}
