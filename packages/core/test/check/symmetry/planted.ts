import type { BoundProperty } from '../../../src/properties/index.js';
import { here, page, pageSeen, stepsOver, sweep, type Task, tablesOver } from '../../../src/protocol/index.js';
import { flag, pages, range, type StateView } from '../../../src/state/index.js';

const declare = (count: number) => ({
  page: pages(count, { st: range(0, 2) }),
  found: flag(),
  over: flag(),
  tally: range(0, 0),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

const finish = step({
  name: 'finish',
  apply: (s) => {
    s.over = true;
  },
});
const pick = step({ name: 'pick', outcomes: page, choices: 3, apply: (_s, _args, choice) => pageSeen(choice) });
const set = step<[page: number]>({
  name: 'set',
  apply: (s, [number]) => {
    s.page.at(number).st = 1;
  },
});
const find = step({
  name: 'find',
  apply: (s) => {
    s.found = true;
  },
});
/** Once a round. */
const flip = step({
  name: 'flip',
  guard: (s) => !s.found,
  apply: (s) => {
    s.found = true;
    s.page.map(({ st }) => (st === 2 ? undefined : { st: 1 - st }));
  },
});
const nextRound = step({
  name: 'next-round',
  apply: (s) => {
    s.over = false;
    s.found = false;
    s.page.map(() => ({ st: 0 }));
  },
});
const idle = step({ name: 'idle' });
/** 1 stops the sweep, 2 becomes 0. */
const stopOrWipe = table({
  name: 'stop-or-wipe',
  array: 'page',
  rule: ({ st }) => (st === 1 ? { stop: 'stopped' } : st === 2 ? { after: { st: 0 } } : undefined),
});
/** 1 stops the sweep, 2 is one more than can be counted. */
const stopOrCount = table({
  name: 'stop-or-count',
  array: 'page',
  rule: ({ st }) => (st === 1 ? { stop: 'stopped' } : st === 2 ? { counters: { tally: 1 } } : undefined),
});
const nothing = table({ name: 'nothing', array: 'page', rule: () => undefined });

const isTwo = ({ st }: { readonly st: number }): boolean => st === 2;
const property = (kind: BoundProperty['kind'], id: string, holds: (s: S) => boolean): BoundProperty => ({
  id,
  kind,
  summary: id,
  source: 'this test',
  holds,
});

const machine = (count: number, begin: (s: S) => void, ...tasks: (() => Task)[]) => ({
  declarations: declare(count),
  begin,
  actors: tasks.map((task, i) => ({ name: `actor-${i}`, daemon: true, task })),
  locks: [],
});

const oneThenTwo = (s: S): void => {
  s.page.at(0).st = 1;
  s.page.at(1).st = 2;
};
/** Only a sweep that visits page 1 first wipes it: page 0 stops it. It is tried again and again. */
export const stopped = machine(2, oneThenTwo, function* (): Task {
  for (;;) {
    yield* here('again');
    yield* sweep({ from: 0, to: 2 }, stopOrWipe);
  }
});
/** Only a sweep that visits page 1 first counts it, beyond what can be counted. */
export const counted = machine(2, oneThenTwo, function* (): Task {
  yield* sweep({ from: 0, to: 2 }, stopOrCount);
});
export const wiped = (kind: 'eventually' | 'sometimes') => property(kind, 'wiped', (s) => s.page.count(isTwo) === 0);

/** In ascending order all pages that are absent are passed by at once, so that a flip finds all or none of them. */
export const flipped = machine(
  2,
  () => undefined,
  function* (): Task {
    const mark = ({ st }: { readonly st: number }) => (st === 0 ? undefined : { st: 2 });
    for (;;) {
      yield* here('round');
      yield* sweep({ from: 0, to: 2 }, nothing, { batch: { size: 1, mark } });
      yield* finish();
      yield* nextRound();
    }
  },
  function* (): Task {
    for (;;) {
      yield* here('flips');
      yield* flip();
    }
  },
);
export const gatheredOne = property('eventually', 'gathered-one', (s) => s.over && s.page.count(isTwo) === 1);

/** Finds what it should not if it picks page 0 twice, which its key tells only behind the second time. */
export const twiceZero = machine(
  3,
  () => undefined,
  function* (): Task {
    const { page: first } = yield* pick();
    const { page: second } = yield* pick();
    if (first === second) yield* idle();
    yield* set(first);
    yield* here('again', first === 0 && second === 0);
    yield* finish();
    if (first === 0 && second === 0) yield* find();
  },
);
export const neverFound = property('always', 'never-found', (s) => !s.found);
