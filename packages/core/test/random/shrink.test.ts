import { describe, expect, it } from 'vitest';
import { integer, interval, type PageSeen, page, pageSeen, sweep, type Task, use } from '../../src/protocol/index.js';
import { bumps, property } from '../support/check-machine.js';
import { byState, step } from '../support/page-machine.js';
import { op } from '../support/run-model.js';
import { machine, noise, PAGES, randomly, wayOf } from './planted.js';

const pick = step<[], PageSeen, PageSeen>({
  name: 'pick',
  outcomes: page,
  choices: 2 * PAGES,
  apply: (_, __, choice) => pageSeen(choice >> 1, choice % 2),
});

const set = step<[page: number, st: number]>({
  name: 'set',
  apply: (s, [at, st]) => {
    s.page.at(at).st = st;
  },
});

const turn = step<[], number, number>({
  name: 'turn',
  outcomes: integer(0, 99),
  choices: 100,
  apply: (s, _, choice) => {
    s.seen += choice;
    return choice;
  },
});

describe('what is left of a schedule', () => {
  it('has the moves of each actor together, as far as their order does not matter', () => {
    const found = randomly(machine({ a: bumps(5), b: bumps(5), c: bumps(5), noise }), [
      property('always', 'few', (s) => s.seen < 11),
    ]);
    const actors = found.violation?.trace.map(({ actor }) => actor) ?? [];
    expect(actors.length).toBe(11);
    const turns = actors.filter((actor, i) => actor !== actors[i - 1]);
    expect(turns.length).toBe(new Set(turns).size);
  });

  it('is about the first pages', () => {
    const task = function* (): Task {
      for (;;) {
        const { page: at, flag } = yield* pick();
        yield* set(at, flag === 0 ? 3 : 4);
      }
    };
    const both = property('always', 'not both', (s) => s.page.count(({ st }) => st === 3) < 2);
    const { violation } = randomly(machine({ task, noise }, { daemons: ['task'] }), [both]);
    expect(violation?.trace.map(({ seen }) => seen).filter((seen) => seen !== undefined)).toEqual(
      expect.arrayContaining(['page 0', 'page 1']),
    );
    expect(wayOf({ violation } as never)).toEqual(['task pick', 'task set', 'task pick', 'task set']);
  });

  it('has the first possibility that does it', () => {
    const task = function* (): Task {
      yield* turn();
      yield* turn();
    };
    const few = property('always', 'few', (s) => s.seen < 1);
    const { violation } = randomly(machine({ task, noise }), [few]);
    expect(violation?.trace).toMatchObject([{ step: 'turn', choice: 1 }]);
  });

  it('has no fault that it can do without', () => {
    const faulty = byState('faulty', {
      0: { uses: [use(op(1))], after: { st: 1 }, faults: { torn: { after: { st: 5 } }, lost: { after: { st: 6 } } } },
    });
    const task = function* (): Task {
      yield* sweep(interval(0, PAGES), faulty);
    };
    const torn = property('always', 'never torn', (s) => s.page.count(({ st }) => st === 5) === 0);
    const { violation } = randomly(machine({ task, noise: bumps(20) }), [torn], { faults: 30 });
    expect(violation?.trace).toEqual([
      {
        actor: 'task',
        step: 'faulty',
        args: [0],
        fault: 'torn',
        changes: [{ field: 'page[0].st', from: 0, to: 5 }],
      },
    ]);
  });

  it('is whatever there is when there is no time to simplify it', () => {
    const model = machine({ a: bumps(5), b: bumps(5), noise });
    const few = [property('always', 'few', (s) => s.seen < 8)];
    const long = randomly(model, few, { shrinkMoves: 0 }).violation;
    const short = randomly(model, few).violation;
    expect(long?.trace.length).toBe(long?.foundAfter);
    expect(short?.trace.length).toBe(8);
    expect(long?.foundAfter).toBe(short?.foundAfter);
  });
});
