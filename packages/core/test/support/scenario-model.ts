import {
  acquire,
  interval,
  lock,
  milestone,
  type PageRule,
  type PageTable,
  release,
  type SweepOptions,
  sendFatalSignal,
  stepsOver,
  sweep,
  type Tail,
  type Task,
  tablesOver,
  use,
} from '../../src/protocol/index.js';
import { pages, range, type StateView } from '../../src/state/index.js';
import { op, type TestMachine } from './run-model.js';
import {
  type Act,
  BUSY,
  PAGES,
  type Rule,
  type Scenario,
  type SweepAct,
  type Table,
  type TailAct,
} from './scenario.js';
import { spend } from './wait.js';

/** Entries that every table page counts at first: far from both ends of their range. */
export const ENTRIES = 150;

const pageFields = { st: range(0, BUSY) };
const declarations = {
  pool: range(0, 1000),
  page: pages(PAGES, pageFields),
  table: pages(PAGES, { entries: range(0, 2 * ENTRIES) }),
};
type S = StateView<typeof declarations>;

const step = stepsOver<S>();
const table = tablesOver<S>();

const write = step<[page: number, st: number]>({
  name: 'write',
  apply: (s, [page, st]) => {
    s.page.at(page).st = st;
  },
});
const awaitPool = step<[pool: number]>({ name: 'await', guard: (s, [pool]) => s.pool >= pool });
const held = (mode: string) => lock('lock', 0, mode as 'shared' | 'exclusive');
const update = step<[ns: number, mode: string]>({
  name: 'update',
  operation: (_, [ns]) => op(ns),
  acquires: ([, mode]) => held(mode),
  releases: ([, mode]) => held(mode),
  apply: (s) => {
    s.pool++;
  },
});

const pageRule = (rule: Rule): PageRule<typeof pageFields> => ({
  uses: [use(op(rule.ns, rule.duration))],
  ...(rule.during !== undefined && { during: { st: rule.during } }),
  after: { st: rule.after },
  ...(rule.gain > 0 && { counters: { pool: rule.gain }, levels: { gained: rule.gain }, entries: -rule.gain }),
  ...(rule.wait && { wait: true }),
  ...(rule.stop && { stop: 'stopped' }),
  ...(rule.needs !== undefined && {
    needs: { counter: 'pool', amount: rule.needs, otherwise: { uses: [use(op(1))] } },
  }),
});

const pageTable = (of: Table, number: number): PageTable =>
  table({
    name: `table ${number}`,
    array: 'page',
    rule: ({ st }) => {
      const rule = of[st];
      return rule && pageRule(rule);
    },
  });

const oddTables = table({
  name: 'odd tables',
  array: 'table',
  rule: ({ entries }) => (entries % 2 === 1 ? { uses: [use(op(1))], entries: -1 } : undefined),
});

const tailOf = ({ kind, every, origin }: TailAct): Tail =>
  kind === 'table'
    ? { kind, every, origin, table: oddTables }
    : { kind, every, origin, name: 'span', uses: (_, length) => [use(op(1), length)], map: twoToThree };

const twoToThree = ({ st }: { readonly st: number }) => (st === 2 ? { st: 3 } : undefined);

/** Pages in state 1 are gathered, and become 2. */
const oneToTwo = ({ st }: { readonly st: number }) => (st === 1 ? { st: 2 } : undefined);

const optionsOf = ({ signals, batch, tails, pace }: SweepAct): SweepOptions => ({
  ...(signals && { signals }),
  ...(batch && {
    batch: {
      size: batch.size,
      mark: oneToTwo,
      fixed: use(op(batch.fixed)),
      perGathered: use(op(1)),
      ...(batch.lock && { lock: held(batch.lock) }),
    },
  }),
  ...(tails && { tails: tails.map(tailOf) }),
  ...(pace && { pace }),
});

function* perform(act: Act, tables: readonly PageTable[]): Task<string> {
  switch (act.kind) {
    case 'spend':
      yield* spend(act.ns);
      return '';
    case 'write':
      yield* write(act.page, act.st);
      return '';
    case 'signal':
      yield* sendFatalSignal(`actor${act.actor}`);
      return '';
    case 'await':
      yield* awaitPool(act.pool);
      return '';
    case 'hold':
      yield* acquire(held(act.shared ? 'shared' : 'exclusive'));
      yield* spend(act.ns);
      yield* release(held(act.shared ? 'shared' : 'exclusive'));
      return '';
    case 'update':
      yield* update(act.ns, act.shared ? 'shared' : 'exclusive');
      return '';
    case 'sweep':
      return yield* sweep(interval(act.from, act.to), tables[act.table] as PageTable, optionsOf(act));
  }
}

/** The machine of a scenario; a milestone behind each act says how it ended. */
export function scenarioMachine({ pages: states, tables: rules, actors }: Scenario): TestMachine<typeof declarations> {
  const tables = rules.map(pageTable);
  const task = (acts: readonly Act[]) =>
    function* (): Task {
      for (const [i, act] of acts.entries()) yield* milestone(`${i} ${yield* perform(act, tables)}`);
    };
  return {
    declarations,
    begin: (s) => {
      for (const [page, st] of states.entries()) s.page.at(page).st = st;
      s.table.fill({ entries: ENTRIES });
    },
    tasks: Object.fromEntries(actors.map((acts, i) => [`actor${i}`, task(acts)])),
    locks: [{ name: 'lock', instances: 1 }],
  };
}
