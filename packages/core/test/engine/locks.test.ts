import { describe, expect, it } from 'vitest';
import { acquire, type LockUse, lock, milestone, release, type Task } from '../../src/protocol/index.js';
import { declarePages, step } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(1);
const shared = lock('lock', 0, 'shared');
const exclusive = lock('lock', 0, 'exclusive');

/** From `at` on wants the lock, holds it for `ns`, and says when. */
const holds = (use: LockUse, at: number, ns: number) =>
  function* (): Task {
    yield* spend(at);
    yield* acquire(use);
    yield* milestone('in');
    yield* spend(ns);
    yield* release(use);
  };

describe('a lock', () => {
  it('is handed on first come, first served, whatever the ranks', () => {
    const { log, actor, engine } = runMachine({
      declarations,
      tasks: {
        last: holds(exclusive, 3, 10),
        second: holds(exclusive, 2, 10),
        first: holds(exclusive, 1, 10),
      },
    });
    expect(log).toEqual(['1 first in', '11 second in', '21 last in']);
    expect(actor('last').lockWaitNs).toBe(18);
    expect(engine.locks).toEqual([{ lock: 'lock', acquisitions: 3, heldNs: 30, longestNs: 10 }]);
  });

  it('lets adjacent readers in together, none past a waiting writer', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        reader1: holds(shared, 0, 10),
        reader2: holds(shared, 5, 10),
        writer: holds(exclusive, 6, 4),
        reader3: holds(shared, 7, 3),
        reader4: holds(shared, 8, 9),
        writer2: holds(exclusive, 9, 1),
      },
    });
    expect(log).toEqual([
      '0 reader1 in',
      '5 reader2 in',
      '15 writer in',
      '19 reader3 in',
      '19 reader4 in',
      '28 writer2 in',
    ]);
  });

  it('has instances that know nothing of each other', () => {
    const { log, engine } = runMachine({
      declarations,
      tasks: { a: holds(lock('lock', 0), 0, 10), b: holds(lock('lock', 1), 0, 10) },
    });
    expect(log).toEqual(['0 a in', '0 b in']);
    expect(engine.locks.map(({ lock: label }) => label)).toEqual(['lock', 'lock[1]']);
  });

  it('belongs to the actor it was handed to, even while that waits for a CPU', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *a() {
            yield* acquire(exclusive);
            yield* spend(5);
            yield* spend(5);
            yield* release(exclusive);
          },
          b: holds(exclusive, 0, 10),
          *c() {
            yield* spend(20);
            yield* spend(7);
            yield* acquire(exclusive);
            yield* milestone('in');
          },
        },
      },
      { cpus: 1, sliceNs: 5 },
    );
    // a until 5, b blocks, c until 25, a until 30 and done; c goes on until 37, while b has the lock and no CPU.
    expect(log).toEqual(['37 b in', '47 c in']);
  });

  it('that a step takes and gives is held from its start to its end, its effect is there at once', () => {
    const update = step({
      name: 'update',
      operation: op(10),
      acquires: () => exclusive,
      releases: () => exclusive,
      apply: (s) => {
        s.seen++;
      },
    });
    const read = step({
      name: 'read',
      apply: (s) => {
        s.order.push(s.seen);
      },
    });
    const { log, view } = runMachine({
      declarations,
      tasks: {
        *updater() {
          yield* update();
          yield* milestone('updated');
        },
        *observer() {
          yield* spend(4);
          yield* read();
          yield* acquire(shared);
          yield* milestone('in');
        },
      },
    });
    expect(view.order.toArray()).toEqual([1]);
    expect(log).toEqual(['10 updater updated', '10 observer in']);
  });

  const refusal = (task: () => Task) => () => runMachine({ declarations, tasks: { task } });

  it('is not recursive', () => {
    expect(
      refusal(function* () {
        yield* acquire(shared);
        yield* acquire(exclusive);
      }),
    ).toThrow('CVM_AUTHOR_LOCK_ALREADY_HELD');
  });

  it('can be given back only by one who holds it', () => {
    expect(
      refusal(function* () {
        yield* release(exclusive);
      }),
    ).toThrow('CVM_AUTHOR_LOCK_NOT_HELD');
  });

  it('is declared', () => {
    const undeclared = (use: LockUse) =>
      refusal(function* () {
        yield* acquire(use);
      });
    expect(undeclared(lock('other'))).toThrow('the machine declares no lock "other" with instance 0');
    expect(undeclared(lock('lock', 2))).toThrow('the machine declares no lock "lock" with instance 2');
  });

  it('that is kept at the end is a broken promise, and whoever waits for it stays blocked', () => {
    const { engine, actor } = runMachine({
      declarations,
      tasks: {
        *keeper() {
          yield* acquire(exclusive);
          yield* spend(7);
        },
        waiter: holds(exclusive, 1, 1),
      },
    });
    expect(engine.broken).toEqual([
      { property: 'locks-balanced', detail: 'ends while it holds lock', actor: 'keeper', atNs: 7 },
    ]);
    expect(actor('waiter').end).toBe('blocked');
  });
});
