import type { MachineModel } from '../../../src/engine/machine-model.js';
import {
  acquire,
  lock,
  page,
  pageSeen,
  release,
  type SweepOptions,
  stepsOver,
  sweep,
  type Task,
  tablesOver,
} from '../../../src/protocol/index.js';
import { flag, pageOf, pages, range, type StateView } from '../../../src/state/index.js';

const PAGES = 3;
const declarations = {
  page: pages(PAGES, { st: range(0, 2) }),
  link: pages(PAGES, { to: pageOf('page', PAGES) }),
  last: pageOf('page', PAGES),
  go: flag(),
};
type S = StateView<typeof declarations>;
const step = stepsOver<S>();
const table = tablesOver<S>();
const all = { from: 0, to: PAGES };

const pick = step({
  name: 'pick',
  outcomes: page,
  choices: PAGES,
  apply: (s, _, choice) => {
    s.last = choice;
    return pageSeen(choice);
  },
});
const rest = step({ name: 'rest' });
const wait = step({ name: 'wait' });
const set = step<[page: number]>({
  name: 'set',
  faults: ['fails'],
  apply: (s, [number], _, fault) => {
    if (fault === undefined) s.page.at(number).st = 1;
    else if (number === 0) s.go = true;
  },
});
const link = step<[page: number]>({
  name: 'link',
  apply: (s, [number]) => {
    s.link.at(number).to = number;
  },
});
const wipe = table({ name: 'wipe', array: 'page', rule: ({ st }) => (st === 2 ? undefined : { after: { st: 2 } }) });
const wipeSelected = table({
  name: 'wipe-selected',
  array: 'page',
  select: (s) => (s.last === 0 ? 1 : 0),
  rule: (_, selected) => ({ after: { st: selected } }),
});
const unlink = table({
  name: 'unlink',
  array: 'link',
  rule: ({ to }) => (to === -1 ? undefined : { after: { to: -1 } }),
});

const machine = (behind: (picked: number) => Task): MachineModel => ({
  declarations,
  begin: () => undefined,
  actors: [
    {
      name: 'actor',
      *task() {
        yield* behind((yield* pick()).page);
      },
    },
  ],
  locks: [{ name: 'mutex', instances: 2 }],
});
const sweeps = (options: SweepOptions): MachineModel =>
  machine(function* () {
    yield* sweep(all, wipe, options);
  });

/** Machines of three pages, each with one way to treat page 0, or all pages, in a way of their own. */
export const toldApart = {
  locks: machine(function* (picked) {
    const mutex = lock('mutex', picked === 0 ? 0 : 1);
    yield* acquire(mutex);
    yield* release(mutex);
  }),
  steps: machine(function* (picked) {
    yield* picked === 0 ? rest() : wait();
  }),
  faults: machine(function* (picked) {
    yield* set(picked);
  }),
  tables: machine(function* () {
    yield* sweep(all, wipeSelected);
  }),
  names: machine(function* (picked) {
    yield* link(picked);
    yield* sweep(all, unlink);
  }),
  tails: sweeps({ tails: [{ kind: 'span', name: 'flush', every: 2, uses: () => [] }] }),
  order: sweeps({ batch: { size: 2, mark: ({ st }) => (st === 0 ? undefined : {}) } }),
};
