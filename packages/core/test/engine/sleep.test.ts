import { describe, expect, it } from 'vitest';
import { acquire, lock, milestone, names, sendFatalSignal, sleep, type Task } from '../../src/protocol/index.js';
import { explore } from '../support/explore.js';
import { awaitGo, declarePages, look, step, write } from '../support/page-machine.js';
import { modelOf, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(1);
const run = (tasks: Readonly<Record<string, () => Task<unknown>>>, options = {}) =>
  runMachine({ declarations, tasks }, options);

const sleeper = (ns: number) =>
  function* (): Task {
    yield* sleep(ns);
    yield* milestone('awake');
  };

describe('a step that sleeps', () => {
  it('lets its time pass without a CPU, and waits for one behind it', () => {
    const { log, actor } = run(
      {
        sleeper: sleeper(10),
        *worker(): Task {
          for (let i = 0; i < 3; i++) {
            yield* spend(4);
            yield* milestone('worked');
          }
        },
      },
      { cpus: 1 },
    );
    expect(log).toEqual(['4 worker worked', '8 worker worked', '12 worker worked', '12 sleeper awake']);
    expect(actor('sleeper')).toMatchObject({ cpuNs: 0, queueWaitNs: 2, end: 'done' });
  });

  it('acts before it sleeps, and its task learns of it behind', () => {
    const set = step<[], 'set', 'set'>({
      name: 'set',
      outcomes: names('set'),
      sleeps: () => 7,
      apply: (s) => {
        s.page.at(0).st = 3;
        s.go = true;
        return 'set';
      },
    });
    const { log, view } = run({
      *sleeper() {
        yield* milestone(yield* set());
      },
      *observer() {
        yield* awaitGo();
        yield* look(0);
        yield* milestone('went');
      },
    });
    expect(log).toEqual(['0 observer went', '7 sleeper set']);
    expect(view.order.toArray()).toEqual([3]);
  });

  it('keeps the lock that it gives back until it wakes', () => {
    const letGo = step({ name: 'let-go', sleeps: () => 5, releases: () => lock('lock') });
    const { log } = run({
      *sleeper() {
        yield* acquire(lock('lock'));
        yield* letGo();
      },
      *other() {
        yield* acquire(lock('lock'));
        yield* milestone('has it');
      },
    });
    expect(log).toEqual(['5 other has it']);
  });

  it('of no time is a step like others', () => {
    expect(run({ sleeper: sleeper(0) }).log).toEqual(['0 sleeper awake']);
  });

  it.each([
    [3, 3],
    [10, 10],
    [12, 10],
  ])('is woken by a fatal signal: at %d ns', (atNs, awake) => {
    const { log } = run({
      sleeper: sleeper(10),
      *killer() {
        yield* spend(atNs);
        yield* sendFatalSignal('sleeper');
      },
    });
    expect(log).toEqual([`${awake} sleeper awake`]);
  });

  it('takes no time in a check, where anybody may act meanwhile', () => {
    const tasks = {
      sleeper: sleeper(1_000_000),
      *other(): Task {
        yield* write(0, 1);
      },
    };
    expect(explore(modelOf({ declarations, tasks }))).toMatchObject({ states: 4, transitions: 4 });
  });
});
