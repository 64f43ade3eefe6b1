import { describe, expect, it } from 'vitest';
import {
  acquire,
  interval,
  lock,
  release,
  reschedule,
  type SweepOptions,
  stepsOver,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { awaitGo, byState, declarePages, go } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(10);
const table = byState('work', { 0: { uses: [use(op(10))], after: { st: 1 } } });

/** The longest CPU time of the first actor between two moments at which it offered its CPU. */
const longest = (task: () => Task, others: Readonly<Record<string, () => Task>> = {}, cpus = 2): number =>
  runMachine({ declarations, tasks: { worker: task, ...others } }, { cpus, sliceNs: 5 }).actor('worker')
    .longestUnrescheduledNs;

const sweeping = (options: SweepOptions) =>
  function* (): Task {
    yield* spend(3);
    yield* sweep(interval(0, 10), table, options);
    yield* spend(4);
  };

describe('the longest time on a CPU without an offer to others', () => {
  it('is everything, where there is none', () => {
    expect(longest(sweeping({}))).toBe(3 + 100 + 4);
  });

  it('ends behind each unit of a sweep that says so, not before the first', () => {
    expect(longest(sweeping({ reschedules: 'unit' }))).toBe(3 + 10);
  });

  it('ends behind each batch of a sweep that says so', () => {
    const batch = { size: 4, mark: () => ({}), fixed: use(op(1)) };
    expect(longest(sweeping({ batch, reschedules: 'batch' }))).toBe(3 + 1 + 4 * 10);
    expect(longest(sweeping({ batch, reschedules: 'unit' }))).toBe(10);
    expect(longest(sweeping({ batch }))).toBe(3 + 3 * 1 + 100 + 4);
  });

  it('does not end while a batch’s lock is held', () => {
    const batch = { size: 10, lock: lock('lock'), mark: () => ({}), fixed: use(op(50)) };
    expect(longest(sweeping({ batch, reschedules: 'unit' }))).toBe(3 + 50);
  });

  it('ends where the task says so', () => {
    expect(
      longest(function* () {
        yield* spend(3);
        yield* spend(4);
        yield* reschedule();
        yield* spend(5);
      }),
    ).toBe(7);
  });

  it('ends where the actor gives its CPU up: for a lock that is taken, for a guard', () => {
    const holder = function* (): Task {
      yield* acquire(lock('lock'));
      yield* spend(100);
      yield* go();
      yield* release(lock('lock'));
    };
    const waiter = (wait: () => Task) =>
      function* (): Task {
        yield* spend(30);
        yield* wait();
        yield* spend(40);
      };
    const byLock = waiter(function* () {
      yield* acquire(lock('lock'));
    });
    const byGuard = waiter(function* () {
      yield* awaitGo();
    });
    expect(longest(byLock, { holder })).toBe(40);
    expect(longest(byGuard, { holder })).toBe(40);
    // A lock that is free, and a guard that holds, are no reason to wait.
    expect(longest(byLock)).toBe(70);
  });

  it('does not end where the model takes the CPU away: a kernel that is not preempted goes on there', () => {
    const other = function* (): Task {
      for (let i = 0; i < 10; i++) yield* spend(7);
    };
    expect(longest(sweeping({}), { other }, 1)).toBe(107);
  });

  it('counts time spent spinning', () => {
    const busy = byState('busy', { 0: { uses: [use(op(60, 'busy'))], during: { st: 2 }, after: { st: 1 } } });
    const waits = byState('waits', { 1: { uses: [use(op(5))], after: { st: 3 } }, 2: { wait: true } });
    const owner = function* (): Task {
      yield* sweep(interval(0, 1), busy);
    };
    const task = function* (): Task {
      yield* spend(10);
      yield* sweep(interval(0, 1), waits);
    };
    expect(longest(task, { owner })).toBe(10 + 50 + 5);
  });

  it('ends between the units of a step that says so', () => {
    const work = stepsOver<unknown>()<[units: number]>({
      name: 'work by units',
      operation: op(8),
      units: (_, [units]) => units,
      reschedules: 'unit',
    });
    const task = (units: number) =>
      function* (): Task {
        yield* spend(3);
        yield* work(units);
        yield* spend(2);
      };
    expect([longest(task(1)), longest(task(2)), longest(task(1000))]).toEqual([3 + 8 + 2, 3 + 8, 3 + 8]);
  });
});

describe('a sweep', () => {
  it('without batches has no batch to reschedule behind', () => {
    expect(() => sweep(interval(0, 1), table, { reschedules: 'batch' })).toThrow(/rescheduling behind batches/);
  });
});
