import { describe, expect, it } from 'vitest';
import { isInputError } from '../../src/errors/index.js';
import { here, interval, milestone, sweep, type Task } from '../../src/protocol/index.js';
import { awaitGo, byState, declarePages, go, note, step, write } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(4);

describe('the order of events', () => {
  it('is time, then rank, whoever began first', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        *a() {
          yield* spend(4);
          yield* spend(6);
          yield* milestone('second');
        },
        *b() {
          yield* spend(10);
          yield* milestone('first begun');
        },
        *c() {
          yield* spend(9);
          yield* milestone('earlier');
        },
      },
    });
    expect(log).toEqual(['9 c earlier', '10 a second', '10 b first begun']);
  });

  it('lets a lower rank that is woken late in an instant run next, behind its waker and before higher ranks', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        *low() {
          yield* awaitGo();
          yield* milestone('woken');
        },
        *waker() {
          yield* spend(5);
          yield* go();
          yield* milestone('wakes');
        },
        *high() {
          yield* spend(5);
          yield* milestone('is last');
        },
      },
    });
    expect(log).toEqual(['5 waker wakes', '5 low woken', '5 high is last']);
  });

  it('keeps the steps of one actor that take no time together', () => {
    const { view } = runMachine({
      declarations,
      tasks: {
        *low() {
          yield* awaitGo();
          yield* note(1);
        },
        *waker() {
          yield* spend(5);
          yield* go();
          for (let i = 0; i < 3; i++) yield* note(2);
          yield* sweep(interval(0, 4), byState('free', { 0: { after: { st: 1 } } }));
          yield* note(2);
          yield* spend(1);
          yield* note(3);
        },
      },
    });
    expect(view.order.toArray()).toEqual([2, 2, 2, 2, 1, 3]);
  });
});

describe('a task that never lets time pass', () => {
  const refusal = (task: () => Task, other?: () => Task) => {
    try {
      runMachine({ declarations, tasks: { task, ...(other && { other }) } });
    } catch (error) {
      return isInputError(error) ? error.findings[0].code : error;
    }
    return 'nothing';
  };
  const nothingToDo = byState('nothing', {});

  it('is stopped when it takes steps', () => {
    expect(
      refusal(function* () {
        for (;;) yield* go();
      }),
    ).toBe('CVM_AUTHOR_ZERO_COST_LOOP');
  });

  it('is stopped when it sweeps where nothing is to be done', () => {
    expect(
      refusal(function* () {
        for (;;) yield* sweep(interval(0, 2), nothingToDo);
      }),
    ).toBe('CVM_AUTHOR_ZERO_COST_LOOP');
    expect(
      refusal(function* () {
        for (;;) yield* sweep(interval(0, 2), nothingToDo, { batch: { size: 1, mark: () => undefined } });
      }),
    ).toBe('CVM_AUTHOR_ZERO_COST_LOOP');
  });

  it('is stopped when it only passes markers', () => {
    expect(
      refusal(function* () {
        for (;;) yield* here('round and round');
      }),
    ).toBe('CVM_AUTHOR_ZERO_COST_LOOP');
  });

  it('is stopped when two of them wake each other for ever', () => {
    const turn = step<[mine: boolean]>({
      name: 'turn',
      guard: (s, [mine]) => s.go === mine,
      apply: (s, [mine]) => {
        s.go = !mine;
      },
    });
    const player = (mine: boolean) =>
      function* (): Task {
        for (;;) yield* turn(mine);
      };
    expect(refusal(player(false), player(true))).toBe('CVM_AUTHOR_ZERO_COST_LOOP');
  });

  it('is not seen in a long task whose steps take no time but whose sweeps do', { timeout: 300_000 }, () => {
    const table = byState('toggle', { 0: { uses: [{ operation: op(1), units: 1 }] } });
    const { engine } = runMachine({
      declarations,
      tasks: {
        *long() {
          for (let i = 0; i < 120_000; i++) {
            yield* write(1, 0);
            yield* sweep(interval(0, 1), table);
          }
        },
      },
    });
    expect(engine.endNs).toBe(120_000);
  });
});
