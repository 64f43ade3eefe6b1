import { type PageRule, type PageTable, stepsOver, tablesOver } from '../../src/protocol/index.js';
import { flag, list, pages, range, type StateView } from '../../src/state/index.js';

const pageFields = { st: range(0, 7) };
const tableFields = { allocated: flag(), entries: range(0, 8) };

/** Pages in one of eight numbered states, a few flags and counters: enough for any rule about sweeps. Two levels of tables. */
export const declarePages = (count: number, tables = 1) => ({
  go: flag(),
  seen: range(0, 1000),
  pool: range(0, 100),
  order: list(200, range(0, 1000)),
  page: pages(count, pageFields),
  table: pages(tables, tableFields),
  above: pages(tables, tableFields),
});

export type PagesView = StateView<ReturnType<typeof declarePages>>;

export const step = stepsOver<PagesView>();
export const tableOver = tablesOver<PagesView>();

export type Rule = PageRule<typeof pageFields>;

/** A table by page state: `byState('wipe', { 1: { ... } })`; states without a rule are left alone. */
export const byState = (name: string, rules: Readonly<Record<number, Rule>>): PageTable<PagesView, 'page'> =>
  tableOver({ name, array: 'page', rule: ({ st }) => rules[st] });

/** Writes one page at once. */
export const write = step<[page: number, st: number]>({
  name: 'write',
  apply: (s, [page, st]) => {
    s.page.at(page).st = st;
  },
});

/** Remembers the state of a page at this moment, in `order`. */
export const look = step<[page: number]>({
  name: 'look',
  apply: (s, [page]) => {
    s.order.push(s.page.at(page).st);
  },
});

/** Remembers a number, in `order`. */
export const note = step<[number: number]>({
  name: 'note',
  apply: (s, [number]) => {
    s.order.push(number);
  },
});

export const go = step({
  name: 'go',
  apply: (s) => {
    s.go = true;
  },
});

export const awaitGo = step({ name: 'await-go', guard: (s) => s.go });
