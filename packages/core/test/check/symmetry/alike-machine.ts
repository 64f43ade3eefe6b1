import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { BoundProperty } from '../../../src/properties/index.js';
import {
  acquire,
  lock,
  NO_PAGE,
  type PageRule,
  type PageSeen,
  page,
  pageSeen,
  release,
  sendFatalSignal,
  stepsOver,
  sweep,
  type Task,
  tablesOver,
} from '../../../src/protocol/index.js';
import { flag, list, pageOf, pages, range, type StateView } from '../../../src/state/index.js';
import { op } from '../../support/run-model.js';

/** A machine of two or three pages as plain data. Its tasks sweep, pick pages, remember them in shared state, find them there. */
export interface AlikeMachine {
  readonly begin: readonly number[];
  readonly tables: readonly (readonly (Rule | undefined)[])[];
  readonly actors: readonly (readonly Act[])[];
  readonly properties: readonly Promised[];
  readonly faults: number;
  /** Whether its declared states are too large to be their own numbers. */
  readonly wide?: boolean;
}

export interface Rule {
  readonly busy: boolean;
  readonly after: number;
  readonly stop: boolean;
  readonly gain: number;
  readonly needs: number;
  readonly fault: boolean;
}

type Deed = 'set' | 'sweep' | 'remember' | 'queue' | 'compare' | 'link';

export type Act =
  | { readonly kind: 'sweep'; readonly table: number; readonly form: 'plain' | 'signals' | 'batch' | 'locked batch' }
  | { readonly kind: 'pick'; readonly deed: Deed; readonly st: number }
  | { readonly kind: 'find'; readonly where: 'last' | 'queue' | 'link'; readonly st: number }
  | { readonly kind: 'signal'; readonly actor: number }
  | { readonly kind: 'hold' | 'go' | 'await' | 'if all' }
  /** Treats one page in a way of its own. */
  | { readonly kind: 'prefer'; readonly how: 'step' | 'task' | 'range'; readonly page: number; readonly st: number };

export interface Promised {
  readonly kind: BoundProperty['kind'];
  readonly what: 'state' | 'pool' | 'go' | 'last';
  readonly st: number;
  readonly count: number;
}

const BUSY = 3;
/** Pages at most. */
export const MOST = 3;

/** Arrays whose page states name pages: one that is renamed with the others, and one that is not. */
const links = (count: number) => ({
  link: pages(count, { to: pageOf('page', count) }),
  fixed: pages(MOST + 1, { to: pageOf('page', count) }),
});
const declare = (count: number, { wide = false, linked = false } = {}) => ({
  page: pages(count, { st: range(0, BUSY) }),
  shadow: pages(count, { seen: flag() }),
  last: pageOf('page', count),
  queue: list(2, pageOf('page', count)),
  go: flag(),
  pool: range(0, 60),
  ...(wide && { unused: range(0, 2 ** 40) }),
  ...(linked && links(count)),
});
type S = StateView<ReturnType<typeof declare> & ReturnType<typeof links>>;
const step = stepsOver<S>();
const tableOf = tablesOver<S>();

const pick = step<[count: number], PageSeen, PageSeen>({
  name: 'pick',
  outcomes: page,
  choices: ([count]) => count,
  apply: (_s, _args, choice) => pageSeen(choice),
});
const set = step<[page: number, st: number]>({
  name: 'set',
  apply: (s, [number, st]) => {
    if (s.page.at(number).st !== BUSY) s.page.at(number).st = st;
    s.shadow.at(number).seen = true;
  },
});
const remember = step<[page: number]>({
  name: 'remember',
  apply: (s, [number]) => {
    s.last = number;
  },
});
const queue = step<[page: number]>({
  name: 'queue',
  apply: (s, [number]) => {
    if (s.queue.length < 2) s.queue.push(number);
  },
});
/** Tells the page, flagged if it is the one that was remembered. */
const compare = step<[page: number], PageSeen, PageSeen>({
  name: 'compare',
  outcomes: page,
  apply: (s, [number]) => pageSeen(number, s.last === number ? 1 : 0),
});
const findLast = step<[], PageSeen, PageSeen>({
  name: 'find-last',
  outcomes: page,
  apply: (s) => (s.last < 0 ? NO_PAGE : pageSeen(s.last)),
});
const findQueued = step<[], PageSeen, PageSeen>({
  name: 'find-queued',
  outcomes: page,
  apply: (s) => {
    const first = s.queue.shift();
    return first === undefined ? NO_PAGE : pageSeen(first);
  },
});
/** The page and the one that is remembered name each other; whether they did is told. */
const link = step<[page: number], PageSeen, PageSeen>({
  name: 'link',
  outcomes: page,
  apply: (s, [number]) => {
    const before = s.link.at(number).to;
    s.link.at(number).to = s.last;
    s.fixed.at(2).to = number;
    return pageSeen(number, before === s.last ? 1 : 0);
  },
});
/** The page that is named by the one that is remembered; flagged if the fixed one names it, too. */
const findLinked = step<[], PageSeen, PageSeen>({
  name: 'find-linked',
  outcomes: page,
  apply: (s) => {
    const to = s.last < 0 ? -1 : s.link.at(s.last).to;
    return to < 0 ? NO_PAGE : pageSeen(to, s.fixed.at(2).to === to ? 1 : 0);
  },
});
const go = step({
  name: 'go',
  apply: (s) => {
    s.go = true;
  },
});
const awaitGo = step({ name: 'await-go', guard: (s) => s.go });
const ifAll = step({
  name: 'if-all',
  apply: (s) => {
    if (s.page.count(isZero) === 0) s.go = true;
  },
});
const isZero = ({ st }: { readonly st: number }): boolean => st === 0;
const mutex = lock('mutex');
const present = ({ st }: { readonly st: number }): object | undefined => (st === 0 ? undefined : {});

const FORMS = {
  plain: {},
  signals: { signals: 'page' },
  batch: { batch: { size: 1, mark: present }, signals: 'page' },
  'locked batch': { batch: { size: 1, mark: present, lock: mutex }, signals: 'batch' },
} as const;

const ruleOf = ({ busy, after, stop, gain, needs, fault }: Rule): PageRule => ({
  uses: [{ operation: op(1, busy ? 'busy' : 'atomic'), units: 1 }],
  ...(busy && { during: { st: BUSY } }),
  after: { st: after },
  ...(gain > 0 && { counters: { pool: gain } }),
  ...(stop && { stop: 'stopped' }),
  ...(needs > 0 && { needs: { counter: 'pool', amount: needs, otherwise: {} } }),
  ...(fault && { faults: { fails: { stop: 'failed' } } }),
});

/** What the executors need of it. */
export function modelOf(machine: AlikeMachine): { model: MachineModel; properties: readonly BoundProperty[] } {
  const count = machine.begin.length;
  const all = { from: 0, to: count };
  const tables = machine.tables.map((rules, i) => {
    const compiled = rules.map((rule) => rule && ruleOf(rule));
    return tableOf({
      name: `table-${i}`,
      array: 'page',
      rule: ({ st }) => (st === BUSY ? { wait: true } : compiled[st]),
    });
  });
  const tableAt = (index: number) => tables[index] as (typeof tables)[number];

  function* picked(number: number, deed: string, st: number): Task {
    if (deed === 'set') yield* set(number, st);
    else if (deed === 'remember') yield* remember(number);
    else if (deed === 'queue') yield* queue(number);
    else if (deed === 'link') {
      if ((yield* link(number)).flag === 1) yield* set(number, st);
    } else if (deed === 'compare') {
      if ((yield* compare(number)).flag === 1) yield* set(number, st);
    } else yield* sweep({ from: number, to: number + 1 }, tableAt(0));
  }

  function* prefer(how: 'step' | 'task' | 'range', of: number, st: number): Task {
    const number = Math.min(of, count - 1);
    if (how === 'step') yield* set(number, st);
    else if (how === 'range') yield* sweep({ from: number, to: number + 1 }, tableAt(0));
    else {
      const { page: other } = yield* pick(count);
      if (other !== number) yield* set(other, st);
    }
  }

  function* perform(act: Act): Task {
    switch (act.kind) {
      case 'sweep':
        yield* sweep(all, tableAt(act.table), FORMS[act.form]);
        return;
      case 'pick':
        yield* picked((yield* pick(count)).page, act.deed, act.st);
        return;
      case 'find': {
        const found = yield* { last: findLast, queue: findQueued, link: findLinked }[act.where]();
        if (found.page >= 0) yield* set(found.page, act.st);
        return;
      }
      case 'prefer':
        yield* prefer(act.how, act.page, act.st);
        return;
      case 'signal':
        yield* sendFatalSignal(`actor-${act.actor}`);
        return;
      case 'hold':
        yield* acquire(mutex);
        yield* go();
        yield* release(mutex);
        return;
      default:
        yield* { go, await: awaitGo, 'if all': ifAll }[act.kind]();
    }
  }

  const model: MachineModel = {
    declarations: declare(count, { wide: machine.wide === true, linked: machine.actors.flat().some(isLinked) }),
    begin: (s: S) => {
      for (const [number, st] of machine.begin.entries()) s.page.at(number).st = st;
    },
    actors: machine.actors.map((acts, i) => ({
      name: `actor-${i}`,
      *task() {
        for (const act of acts) yield* perform(act);
      },
    })),
    locks: [{ name: 'mutex', instances: 1 }],
  };
  return { model, properties: machine.properties.map((promised, i) => boundOf(promised, i, count)) };
}

const isLinked = (act: Act): boolean =>
  (act.kind === 'pick' && act.deed === 'link') || (act.kind === 'find' && act.where === 'link');

function boundOf({ kind, what, st, count }: Promised, i: number, pagesOf: number): BoundProperty {
  const many = Math.min(count, pagesOf);
  const reached = (s: S): boolean => {
    if (what === 'pool') return s.pool >= many;
    if (what === 'go') return s.go;
    if (what === 'last') return s.last >= 0 && s.page.at(s.last).st === st;
    return s.page.count((of) => of.st === st) >= many;
  };
  const holds = kind === 'always' ? (s: S) => !reached(s) : reached;
  return { id: `${kind}-${i}`, kind, summary: what, source: 'this test', holds };
}
