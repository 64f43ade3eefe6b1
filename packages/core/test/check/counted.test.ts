import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import {
  acquire,
  here,
  integer,
  interval,
  lock,
  names,
  release,
  sendFatalSignal,
  sub,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { byState, declarePages, step } from '../support/page-machine.js';
import { modelOf, op, type TestMachine } from '../support/run-model.js';

const declarations = declarePages(2);
type Machine = TestMachine<typeof declarations>;

const count = (tasks: Machine['tasks'], options: { faults?: number; begin?: Machine['begin'] } = {}) => {
  const { begin, ...rest } = options;
  const { verdict, states, transitions, depth } = walk(
    modelOf({ declarations, tasks, ...(begin && { begin }) }),
    [],
    rest,
  );
  return { verdict, states, transitions, depth };
};

const quiet = step<[number: number]>({ name: 'quiet' });
const bump = step({
  name: 'bump',
  apply: (s) => {
    s.seen++;
  },
});

/** State counts worked out with a pencil; the comments say how. */
describe('the states of', () => {
  it('two actors that know nothing of each other: the product', () => {
    const two = function* (): Task {
      yield* quiet(1);
      yield* quiet(2);
    };
    expect(count({ a: two, b: two })).toEqual({ verdict: 'valid', states: 9, transitions: 12, depth: 4 });
  });

  it('two actors that count together', () => {
    const two = function* (): Task {
      yield* bump();
      yield* bump();
    };
    // The counter is the sum of both positions.
    expect(count({ a: two, b: two })).toEqual({ verdict: 'valid', states: 9, transitions: 12, depth: 4 });
  });

  const holder = (mode: 'shared' | 'exclusive') =>
    function* (): Task {
      yield* acquire(lock('lock', 0, mode));
      yield* release(lock('lock', 0, mode));
    };

  it('two holders of a lock: never both, unless they share it', () => {
    expect(count({ a: holder('exclusive'), b: holder('exclusive') })).toMatchObject({ states: 8, transitions: 8 });
    expect(count({ a: holder('shared'), b: holder('exclusive') })).toMatchObject({ states: 8, transitions: 8 });
    expect(count({ a: holder('shared'), b: holder('shared') })).toMatchObject({ states: 9, transitions: 12 });
  });

  it('a choice, with one possibility shut', () => {
    const choose = step<[], number, number>({
      name: 'choose',
      outcomes: integer(0, 3),
      choices: 4,
      guard: (_, __, choice) => choice !== 2,
      apply: (_, __, choice) => choice,
    });
    const task = function* (): Task {
      if ((yield* choose()) === 3) yield* bump();
    };
    // Begin; then done at once (0 and 1 are one state), or before bump and behind it.
    expect(count({ task })).toMatchObject({ states: 4, transitions: 4 });
  });

  it('a loop that comes back to where it was', () => {
    const ask = step<[], 'again' | 'done', 'again' | 'done'>({
      name: 'ask',
      outcomes: names('again', 'done'),
      choices: 2,
      apply: (_, __, choice) => (choice === 0 ? 'again' : 'done'),
    });
    const task = function* (): Task {
      for (;;) {
        yield* here('loop');
        if ((yield* ask()) === 'done') return;
      }
    };
    expect(count({ task })).toMatchObject({ states: 2, transitions: 2, depth: 1 });
  });

  it('two ways through a sub-task that return the same: one place behind it', () => {
    const coin = step<[], number, number>({
      name: 'coin',
      outcomes: integer(0, 1),
      choices: 2,
      apply: (_, __, choice) => choice,
    });
    const twice = sub(function* twice(): Task<boolean> {
      const [first, second] = [yield* coin(), yield* coin()];
      return first === second;
    });
    const task = function* (): Task {
      yield* twice();
      yield* quiet(1);
    };
    // Begin, two after the first coin, two values returned, done.
    expect(count({ task })).toMatchObject({ states: 6, transitions: 2 + 4 + 2 });
  });

  it('a fault that may strike twice, with a budget of one', () => {
    const open = step<[], 'ok' | 'fails', 'ok' | 'fails'>({
      name: 'open',
      outcomes: names('ok', 'fails'),
      faults: ['fails'],
      apply: (_, __, ___, fault) => (fault === undefined ? 'ok' : 'fails'),
    });
    const task = function* (): Task {
      yield* open();
      yield* open();
    };
    expect(count({ task })).toMatchObject({ states: 3, transitions: 2 });
    // Budget left: begin, ok, done. Used up: fails, done (whether the first or the second one failed).
    expect(count({ task }, { faults: 1 })).toMatchObject({ states: 5, transitions: 2 + 2 + 1 });
    // 2 left: begin, ok, done; 1 left: fails, done; 0 left: done.
    expect(count({ task }, { faults: 2 })).toMatchObject({ states: 6, transitions: 2 + 2 + 2 });
  });

  it('a fatal signal to a sweep of two pages', () => {
    const table = byState('page', { 0: { after: { st: 1 } } });
    const tasks = {
      *sweeper() {
        yield* sweep(interval(0, 2), table, { signals: 'page' });
      },
      *killer() {
        yield* sendFatalSignal('sweeper');
      },
    };
    // Without the signal: before page 0, 1, the end, done. With it: the first three, done after one page, done after two.
    expect(count(tasks)).toEqual({ verdict: 'valid', states: 9, transitions: 2 + 2 + 2 + 1 + 3, depth: 4 });
  });
});

describe('the states of a sweep', () => {
  const sweeper = (table: ReturnType<typeof byState>, options = {}) =>
    function* (): Task {
      yield* sweep(interval(0, 1), table, options);
    };
  const busy = byState('busy', {
    0: { uses: [use(op(1, 'busy'))], during: { st: 2 }, after: { st: 1 } },
    2: { wait: true },
  });

  it.each([
    ['atomic', 2, 1],
    ['start', 2, 1],
    ['end', 3, 2],
    ['busy', 3, 2],
  ] as const)('over one page of duration "%s": %d', (duration, states, transitions) => {
    const during = duration === 'busy' ? { during: { st: 2 } } : {};
    const table = byState('page', { 0: { uses: [use(op(1, duration))], ...during, after: { st: 1 } } });
    expect(count({ a: sweeper(table) })).toMatchObject({ states, transitions });
  });

  it('of two actors on one busy page: the second one waits', () => {
    // Neither has begun; one is in flight; one is done: three for each order but the first; both done.
    expect(count({ a: sweeper(busy), b: sweeper(busy) })).toMatchObject({ states: 6, transitions: 6 });
  });

  it('of two actors on one page that is not locked: both are in flight, one commit is void', () => {
    const end = byState('end', { 0: { uses: [use(op(1, 'end'))], after: { st: 1 } } });
    // Positions begin, flight, done for each; the page follows from them, except where the other one began late and found 1:
    // (b, b), (f, b), (b, f), (f, f), (d, b), (b, d), (d, f), (f, d), (d, d).
    expect(count({ a: sweeper(end), b: sweeper(end) })).toMatchObject({ states: 9, transitions: 12 });
  });

  it('in batches: take the lock, gather, give it back, work', () => {
    const table = byState('work', { 3: { after: { st: 1 } } });
    const batch = { size: 2, lock: lock('lock'), mark: ({ st }: { st: number }) => (st === 0 ? { st: 3 } : undefined) };
    const task = function* (): Task {
      yield* sweep(interval(0, 2), table, { batch });
    };
    // Begin, locked, gathered two, released, one page, two pages; then once more: locked, gathered none, released; done.
    expect(count({ task })).toMatchObject({ states: 10, transitions: 9 });
  });

  it('that finds nothing to do: one for each page that it passes', () => {
    const nothing = byState('nothing', {});
    const task = function* (): Task {
      yield* sweep(interval(0, 2), nothing);
    };
    expect(count({ task })).toMatchObject({ states: 3, transitions: 2 });
  });

  it('whose unit may fail', () => {
    const table = byState('risky', {
      0: { after: { st: 1 }, faults: { fails: { after: { st: 2 } }, stops: { stop: 'given up' } } },
    });
    const task = function* (): Task {
      yield* sweep(interval(0, 2), table);
    };
    expect(count({ task })).toMatchObject({ states: 3, transitions: 2 });
    // Well: 00, 10, 11. One fault: 20 and 21, 12, and given up with 00 or 10.
    expect(count({ task }, { faults: 1 })).toMatchObject({ states: 8, transitions: 3 + 3 + 1 });
  });
});
