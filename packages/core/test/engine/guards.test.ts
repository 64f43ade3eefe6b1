import { describe, expect, it } from 'vitest';
import { integer, interval, milestone, sweep, type Task, use } from '../../src/protocol/index.js';
import { awaitGo, byState, declarePages, go, step } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(8);

const takeOne = step({
  name: 'take-one',
  guard: (s) => s.pool > 0,
  apply: (s) => {
    s.pool--;
  },
});
const putOne = step({
  name: 'put-one',
  apply: (s) => {
    s.pool++;
  },
});
const taker = function* (): Task {
  yield* takeOne();
  yield* milestone('took');
};

describe('a guard', () => {
  it('that holds costs nothing', () => {
    const { log, actor } = runMachine({
      declarations,
      tasks: {
        *a() {
          yield* go();
          yield* awaitGo();
          yield* milestone('on');
        },
      },
    });
    expect(log).toEqual(['0 a on']);
    expect(actor('a').guardWaitNs).toBe(0);
  });

  it('is asked again behind every step, and by everybody who was woken: one page serves one of them', () => {
    const { log, actor } = runMachine({
      declarations,
      tasks: {
        first: taker,
        second: taker,
        *giver() {
          yield* spend(5);
          yield* putOne();
          yield* spend(5);
          yield* putOne();
        },
      },
    });
    expect(log).toEqual(['5 first took', '10 second took']);
    expect([actor('first').guardWaitNs, actor('second').guardWaitNs]).toEqual([5, 10]);
  });

  it('is asked again when a unit changes a counter', () => {
    const free = byState('free', { 0: { uses: [use(op(10))], after: { st: 1 }, counters: { pool: 1 } } });
    const freeLate = byState('free at the end', {
      0: { uses: [use(op(10, 'end'))], after: { st: 1 }, counters: { pool: 1 } },
    });
    const at = (table: typeof free) =>
      runMachine({
        declarations,
        tasks: {
          taker,
          *sweeper() {
            yield* spend(1);
            yield* sweep(interval(0, 2), table);
          },
        },
      }).log;
    expect(at(free)).toEqual(['1 taker took']);
    expect(at(freeLate)).toEqual(['11 taker took']);
  });

  it('that never holds leaves its actor blocked, a daemon in peace', () => {
    const { actor, engine } = runMachine({
      declarations,
      tasks: {
        *blocked() {
          yield* awaitGo();
        },
        *helper() {
          yield* awaitGo();
        },
        *done() {
          yield* spend(3);
        },
      },
      daemons: ['helper'],
    });
    expect([actor('blocked').end, actor('helper').end, actor('done').end]).toEqual(['blocked', 'daemon', 'done']);
    expect(engine.endNs).toBe(3);
  });
});

describe('what the environment chooses', () => {
  const choose = step<[], number, number>({
    name: 'choose',
    outcomes: integer(0, 9),
    choices: 5,
    guard: (s, _, choice) => choice >= s.pool && choice % 2 === 1,
    apply: (_, __, choice) => choice,
  });
  const chooser = function* (): Task {
    yield* milestone(`${yield* choose()}`);
  };

  it('is the first possibility that is open', () => {
    expect(runMachine({ declarations, tasks: { chooser } }).log).toEqual(['0 chooser 1']);
    const begin = (s: { pool: number }) => {
      s.pool = 2;
    };
    expect(runMachine({ declarations, begin, tasks: { chooser } }).log).toEqual(['0 chooser 3']);
  });

  it('can be decided by the caller, among those that are open', () => {
    const asked: unknown[] = [];
    const { log } = runMachine(
      { declarations, tasks: { chooser } },
      {
        choose: (...question) => {
          asked.push(question);
          return 3;
        },
      },
    );
    expect(log).toEqual(['0 chooser 3']);
    expect(asked).toEqual([['chooser', 'choose', [1, 3]]]);
  });

  it('is waited for while nothing is open', () => {
    const { log } = runMachine({
      declarations,
      begin: (s) => {
        s.pool = 5;
      },
      tasks: {
        chooser,
        *opener() {
          yield* spend(4);
          yield* takeOne();
          yield* takeOne();
        },
      },
    });
    expect(log).toEqual(['4 chooser 3']);
  });

  it('is nothing when there is no possibility at all', () => {
    const never = step<[count: number]>({ name: 'never', choices: ([count]) => count });
    const { actor } = runMachine({
      declarations,
      tasks: {
        *waits() {
          yield* never(0);
        },
      },
    });
    expect(actor('waits').end).toBe('blocked');
  });
});
