import { describe, expect, it } from 'vitest';
import {
  fail,
  integer,
  milestone,
  NO_PAGE,
  names,
  type PageSeen,
  page,
  rows,
  type Task,
} from '../../src/protocol/index.js';
import { declarePages, look, step } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(8);
const run = (task: () => Task, options = {}) => runMachine({ declarations, tasks: { task } }, options);

describe('a step', () => {
  it('acts at its start; its task learns of it at its end', () => {
    const write = step<[], 'told', 'told'>({
      name: 'write',
      operation: op(10),
      outcomes: names('told'),
      apply: (s) => {
        s.page.at(0).st = 3;
        return 'told';
      },
    });
    const { view, log } = runMachine({
      declarations,
      tasks: {
        *writer() {
          yield* milestone(yield* write());
        },
        *observer() {
          yield* look(0);
          yield* spend(9);
          yield* look(0);
        },
      },
    });
    expect(view.order.toArray()).toEqual([3, 3]);
    expect(log).toEqual(['10 writer told']);
  });

  it('costs its operation times its units, which are read before it acts', () => {
    const work = step<[most: number]>({
      name: 'work',
      operation: op(10),
      units: (s, [most]) => Math.min(most, s.pool),
      apply: (s) => {
        s.pool = 50;
      },
    });
    const { engine, actor } = runMachine({
      declarations,
      begin: (s) => {
        s.pool = 3;
      },
      tasks: {
        *task() {
          yield* work(5);
          yield* work(5);
        },
      },
    });
    expect(engine.endNs).toBe(10 * (3 + 5));
    expect(actor('task').phases[0]?.operations.get('atomic-10')).toMatchObject({ calls: 2, units: 8, ns: 80 });
  });

  it('may cost what it has found out, or nothing', () => {
    const judge = step<[number: number], 'odd' | 'even', 'odd' | 'even'>({
      name: 'judge',
      outcomes: names('odd', 'even'),
      operation: (seen) => (seen === 'odd' ? op(7) : undefined),
      apply: (_, [number]) => (number % 2 === 1 ? 'odd' : 'even'),
    });
    const { engine } = run(function* () {
      for (const number of [1, 2, 3]) yield* judge(number);
    });
    expect(engine.endNs).toBe(14);
  });

  it('without units is counted neither as a call nor as time', () => {
    const nothing = step({ name: 'nothing', operation: op(undefined), units: () => 0 });
    const { engine, actor } = run(function* () {
      yield* nothing();
    });
    expect([...(actor('task').phases[0]?.operations ?? [])]).toEqual([]);
    expect(engine.unpriced).toEqual([]);
  });

  it('that nobody has priced takes no time, and is said', () => {
    const { engine, actor } = run(function* () {
      yield* spend(4);
      yield* spend(undefined);
      yield* spend(undefined);
    });
    expect([engine.endNs, engine.unpriced]).toEqual([4, ['atomic-unpriced']]);
    expect(actor('task').phases[0]?.operations.get('atomic-unpriced')).toMatchObject({ units: 2, ns: undefined });
  });
});

describe('a step that finds a promise broken', () => {
  const promise = () => fail('toy-promise', 'page 3 was taken');
  const told = {
    integer: integer(2, 9),
    names: names('first', 'second'),
    page,
    rows: rows({ ok: { rc: 0 }, no: { rc: 1 } }),
  };

  it.each([
    ['integer', 2],
    ['names', 'first'],
    ['page', NO_PAGE],
    ['rows', { rc: 0 }],
  ] as const)('is recorded, and its task goes on with the first outcome: %s', (kind, first) => {
    const broken = step<[], unknown, never>({
      name: 'broken',
      outcomes: told[kind] as never,
      operation: op(5),
      apply: promise,
    });
    const seen: unknown[] = [];
    const { engine } = run(function* () {
      yield* spend(2);
      seen.push(yield* broken());
    });
    expect(seen).toEqual([first]);
    expect(engine.broken).toEqual([{ property: 'toy-promise', detail: 'page 3 was taken', actor: 'task', atNs: 2 }]);
    expect(engine.endNs).toBe(7);
  });

  it('any other error is thrown on', () => {
    const wrong = step({
      name: 'wrong',
      apply: (s) => {
        s.page.at(0).st = 99;
      },
    });
    expect(() =>
      run(function* () {
        yield* wrong();
      }),
    ).toThrow('CVM_AUTHOR_VALUE_OUT_OF_RANGE');
  });
});

describe('scripted faults', () => {
  const open = step<[], 'ok' | 'no memory' | 'refused', 'ok' | 'no memory' | 'refused'>({
    name: 'open',
    outcomes: names('ok', 'no memory', 'refused'),
    faults: ['no memory', 'refused'],
    apply: (_, __, ___, fault) => (fault ?? 'ok') as 'ok',
  });
  const opens = function* (): Task {
    for (let i = 0; i < 3; i++) yield* milestone(yield* open());
  };
  const logOf = (faults: readonly { fault: string; at: string; occurrence: number; actor?: string }[]) =>
    runMachine({ declarations, tasks: { a: opens, b: opens } }, { faults }).log.map((line) => line.slice(2));

  it('strike at the n-th occasion, counted over all actors', () => {
    expect(logOf([{ fault: 'refused', at: 'open', occurrence: 2 }])).toEqual([
      'a ok',
      'a refused',
      'a ok',
      'b ok',
      'b ok',
      'b ok',
    ]);
    expect(logOf([{ fault: 'refused', at: 'open', occurrence: 4 }])).toEqual([
      'a ok',
      'a ok',
      'a ok',
      'b refused',
      'b ok',
      'b ok',
    ]);
  });

  it('can be meant for one actor', () => {
    expect(logOf([{ fault: 'no memory', at: 'open', actor: 'b', occurrence: 1 }])).toEqual([
      'a ok',
      'a ok',
      'a ok',
      'b no memory',
      'b ok',
      'b ok',
    ]);
  });

  it('of which several would strike at once: the first one does', () => {
    const both = ['no memory', 'refused'].map((fault) => ({ fault, at: 'open', occurrence: 1 }));
    expect(logOf(both)[0]).toBe('a no memory');
  });

  it('strike nothing that they do not name', () => {
    expect(
      logOf([
        { fault: 'refused', at: 'close', occurrence: 1 },
        { fault: 'other', at: 'open', occurrence: 1 },
      ]),
    ).toEqual(Array.from({ length: 6 }, (_, i) => (i < 3 ? 'a ok' : 'b ok')));
  });
});

describe('what a task is told', () => {
  it('is a page with its flag', () => {
    const find = step<[number: number], PageSeen, PageSeen>({
      name: 'find',
      outcomes: page,
      apply: (_, [number]) => ({ page: number, flag: 5 }),
    });
    const seen: PageSeen[] = [];
    run(function* () {
      seen.push(yield* find(7), yield* find(0), yield* find(-1));
    });
    expect(seen).toEqual([{ page: 7, flag: 5 }, { page: 0, flag: 5 }, NO_PAGE]);
  });
});
