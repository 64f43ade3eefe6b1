import { describe, expect, it } from 'vitest';
import {
  acquire,
  interval,
  lock,
  milestone,
  release,
  sendFatalSignal,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { awaitGo, byState, declarePages, go } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(40);

/** `rounds` steps of `ns`, a milestone behind each. */
const works = (ns: number, rounds: number) =>
  function* (): Task {
    for (let i = 1; i <= rounds; i++) {
      yield* spend(ns);
      yield* milestone(`${i}`);
    }
  };

/** Off the CPU until `ns`: the second unit of a paced sweep. */
const sleep = (ns: number) => sweep(interval(0, 2), byState('sleep', {}), { pace: { units: 1, ns } });

describe('actors on fewer CPUs', () => {
  it('take turns: a slice ends at the first boundary behind it, and the actor goes to the tail', () => {
    const { log, actor } = runMachine(
      { declarations, tasks: { a: works(3, 5), b: works(6, 3), c: works(11, 1) } },
      { cpus: 1, sliceNs: 10 },
    );
    // a: 3 6 9 12 | b: 18 24 | c: 35 | a: 38 and done | b: 44
    expect(log).toEqual(['3 a 1', '6 a 2', '9 a 3', '12 a 4', '18 b 1', '24 b 2', '35 c 1', '38 a 5', '44 b 3']);
    expect(actor('a')).toMatchObject({ cpuNs: 15, queueWaitNs: 35 - 12, endNs: 38 });
    expect(actor('b')).toMatchObject({ cpuNs: 18, queueWaitNs: 12 + (38 - 24), endNs: 44 });
    expect(actor('c')).toMatchObject({ cpuNs: 11, queueWaitNs: 24, endNs: 35 });
  });

  it('get no new slice while nobody waits: it stays used up until somebody comes', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *sleeper() {
            yield* sleep(50);
            yield* milestone('runs');
          },
          a: works(3, 30),
        },
      },
      { cpus: 1, sliceNs: 10 },
    );
    // Slices of 10 ns from 0 on would end at 50 and 60; the boundary at 51 is the first one behind 50.
    expect(log.filter((line) => line.includes('sleeper'))).toEqual(['51 sleeper runs']);
  });

  it('take a free CPU at once when they are woken, and preempt nobody', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *sleeper() {
            yield* sleep(4);
            yield* milestone('runs');
          },
          long: works(9, 1),
          *short() {
            yield* spend(2);
          },
        },
      },
      { cpus: 2, sliceNs: 1 },
    );
    expect(log).toEqual(['4 sleeper runs', '9 long 1']);
    const busy = runMachine(
      {
        declarations,
        tasks: {
          *sleeper() {
            yield* sleep(4);
            yield* milestone('runs');
          },
          long: works(9, 1),
        },
      },
      { cpus: 1, sliceNs: 1 },
    );
    expect(busy.log).toEqual(['9 long 1', '9 sleeper runs']);
  });

  it('queue in the order in which they came', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *late() {
            yield* sleep(2);
            yield* milestone('late');
          },
          *early() {
            yield* sleep(1);
            yield* milestone('early');
          },
          long: works(9, 1),
        },
      },
      { cpus: 1, sliceNs: 1000 },
    );
    expect(log).toEqual(['9 long 1', '9 early early', '9 late late']);
  });

  it('keep a CPU that they have left only for an instant of waiting: blocking gives it up', () => {
    const { log, actor } = runMachine(
      {
        declarations,
        tasks: {
          *waiter() {
            yield* awaitGo();
            yield* milestone('goes on');
          },
          *worker() {
            yield* spend(7);
            yield* go();
            yield* spend(2);
            yield* milestone('done');
          },
        },
      },
      { cpus: 1 },
    );
    expect(log).toEqual(['9 worker done', '9 waiter goes on']);
    expect(actor('waiter')).toMatchObject({ guardWaitNs: 7, queueWaitNs: 2, cpuNs: 0 });
  });

  it('keep their CPU while they spin', () => {
    const table = byState('busy', {
      0: { uses: [use(op(10, 'busy'))], during: { st: 2 }, after: { st: 1 } },
      2: { wait: true },
    });
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *owner() {
            yield* sweep(interval(0, 1), table);
          },
          *spinner() {
            yield* sweep(interval(0, 1), table);
          },
          third: works(1, 1),
        },
      },
      { cpus: 2 },
    );
    expect(log).toEqual(['11 third 1']);
  });

  it('may hold a lock while they wait for a CPU', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *holder() {
            yield* acquire(lock('lock'));
            yield* spend(5);
            yield* spend(5);
            yield* release(lock('lock'));
            yield* milestone('released');
          },
          *other() {
            yield* spend(3);
            yield* acquire(lock('lock'));
            yield* milestone('acquired');
          },
        },
      },
      { cpus: 1, sliceNs: 5 },
    );
    expect(log).toEqual(['13 holder released', '13 other acquired']);
  });

  it('yield first and look at signals afterwards', () => {
    const table = byState('unit', { 0: { uses: [use(op(10))] } });
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *sweeper() {
            const end = yield* sweep(interval(0, 9), table, { signals: 'page' });
            yield* milestone(end);
          },
          *killer() {
            yield* sendFatalSignal('sweeper');
            yield* spend(100);
          },
          queued: works(7, 1),
        },
      },
      { cpus: 2, sliceNs: 10 },
    );
    expect(log).toEqual(['17 queued 1', '17 sweeper interrupted']);
  });

  it('run side by side on as many CPUs as there are', () => {
    const { engine } = runMachine(
      { declarations, tasks: { a: works(5, 2), b: works(5, 2), c: works(5, 2), d: works(5, 2) } },
      { cpus: 2, sliceNs: 5 },
    );
    expect(engine.endNs).toBe(20);
    expect(engine.actors.map(({ cpuNs, queueWaitNs }) => [cpuNs, queueWaitNs])).toEqual([
      [10, 5],
      [10, 5],
      [10, 10],
      [10, 10],
    ]);
  });
});
