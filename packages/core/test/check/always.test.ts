import { describe, expect, it } from 'vitest';
import {
  acquire,
  fail,
  here,
  integer,
  interval,
  lock,
  names,
  rows,
  sendFatalSignal,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { bumps, check, property, traceOf } from '../support/check-machine.js';
import { byState, go, step } from '../support/page-machine.js';
import { op } from '../support/run-model.js';

describe('always', () => {
  const below = (most: number) => property('always', `at most ${most}`, (s) => s.seen <= most);

  it('holds in every state, the first and the last included', () => {
    expect(check({ a: bumps(2), b: bumps(2) }, [below(4)])).toMatchObject({ verdict: 'valid' });
    expect(check({ a: bumps(2), b: bumps(2) }, [below(3)])).toMatchObject({ verdict: 'violated' });
    const initial = check({ a: bumps(2) }, [below(-1)]);
    expect([initial.verdict, initial.violation?.trace, initial.states]).toEqual(['violated', [], 1]);
  });

  it('is broken by the shortest way that there is', () => {
    const choose = step<[], number, number>({
      name: 'choose',
      outcomes: integer(0, 1),
      choices: 2,
      apply: (_, __, choice) => choice,
    });
    const add = step<[amount: number]>({
      name: 'add',
      apply: (s, [amount]) => {
        s.seen += amount;
      },
    });
    const task = function* (): Task {
      if ((yield* choose()) === 0) for (let i = 0; i < 6; i++) yield* add(1);
      else for (let i = 0; i < 3; i++) yield* add(2);
    };
    const result = check({ task }, [below(4)]);
    expect(result.violation).toEqual({
      property: 'at most 4',
      kind: 'always',
      summary: 'at most 4 in words',
      source: 'this test',
      trace: [
        { actor: 'task', step: 'choose', args: [], choice: 1, seen: '1', changes: [] },
        { actor: 'task', step: 'add', args: [2], changes: [{ field: 'seen', from: 0, to: 2 }] },
        { actor: 'task', step: 'add', args: [2], changes: [{ field: 'seen', from: 2, to: 4 }] },
        { actor: 'task', step: 'add', args: [2], changes: [{ field: 'seen', from: 4, to: 6 }] },
      ],
    });
  });

  it('can be asserted by a step, at the moment of the wrong call', () => {
    const judge = step<[], { rc: number }, never>({
      name: 'judge',
      outcomes: rows({ ok: { rc: 0 } }) as never,
      apply: (s) => (s.seen > 0 ? fail('judged', `seen is ${s.seen}`) : ('ok' as never)),
    });
    const task = function* (): Task {
      yield* judge();
    };
    const judged = check({ task, b: bumps(1) }, [property('always', 'judged')]);
    expect(judged.violation).toMatchObject({
      property: 'judged',
      kind: 'always',
      summary: 'judged in words',
      detail: 'seen is 1',
    });
    expect(traceOf(judged)).toEqual(['b bump', 'task judge']);
    expect(judged.violation?.trace.at(-1)?.changes).toEqual([]);
    // A property that nobody declared is reported all the same.
    expect(check({ task, b: bumps(1) }).violation).toMatchObject({ property: 'judged', summary: 'seen is 1' });
    expect(check({ task }, [property('always', 'judged')]).verdict).toBe('valid');
  });

  it('of the engine: whoever ends has given back its locks', () => {
    const keeper = function* (): Task {
      yield* acquire(lock('lock', 1, 'shared'));
      yield* bumps(1)();
    };
    const result = check({ keeper });
    expect(result.violation).toMatchObject({ property: 'locks-balanced', detail: 'ends while it holds lock[1]' });
    expect(traceOf(result)).toEqual(['keeper acquire', 'keeper bump']);
  });

  it('shows what sweeps do: units, their ends, gathering, tails', () => {
    const busy = byState('wipe', {
      0: { uses: [use(op(1, 'busy'))], during: { st: 2 }, after: { st: 1 }, outcome: 'wiped' },
    });
    const task = function* (): Task {
      yield* sweep(interval(0, 1), busy, { batch: { size: 2, lock: lock('lock'), mark: () => ({}) } });
      yield* bumps(1)();
    };
    const result = check({ task }, [below(0)]);
    expect(result.violation?.trace.map(({ step: name, args, seen }) => [name, ...args, seen].join(' '))).toEqual([
      'take lock for wipe ',
      'gather for wipe pages 0',
      'give lock back ',
      'wipe 0 wiped',
      'end of wipe on 0 wiped',
      'bump ',
    ]);
  });
});

describe('faults', () => {
  const open = step<[], 'ok' | 'fails', 'ok' | 'fails'>({
    name: 'open',
    outcomes: names('ok', 'fails'),
    faults: ['no memory'],
    apply: (s, _, __, fault) => {
      if (fault === undefined) return 'ok';
      s.seen++;
      return 'fails';
    },
  });
  const task = function* (): Task {
    yield* open();
    yield* open();
    yield* open();
  };
  const atMost = (most: number) => property('always', 'few', (s) => s.seen <= most);

  it('strike as often as the budget allows, and are named in the trace', () => {
    expect(check({ task }, [atMost(0)]).verdict).toBe('valid');
    expect(check({ task }, [atMost(1)], { faults: 1 }).verdict).toBe('valid');
    const result = check({ task }, [atMost(1)], { faults: 2 });
    expect(result.violation?.trace.map(({ fault, seen }) => [fault, seen])).toEqual([
      ['no memory', 'fails'],
      ['no memory', 'fails'],
    ]);
  });
});

describe('sometimes', () => {
  const reaches = (number: number) => property('sometimes', `reaches ${number}`, (s) => s.seen === number);

  it('holds if one state reaches it', () => {
    const result = check({ a: bumps(3) }, [reaches(2), reaches(0)]);
    expect([result.verdict, result.sometimes]).toEqual([
      'valid',
      [
        { id: 'reaches 2', reached: true },
        { id: 'reaches 0', reached: true },
      ],
    ]);
  });

  it('that nothing reaches is violated: the check would prove nothing', () => {
    const result = check({ a: bumps(3) }, [reaches(1), reaches(4)]);
    expect(result.violation).toMatchObject({ property: 'reaches 4', kind: 'sometimes', trace: [] });
    expect(result.sometimes).toEqual([
      { id: 'reaches 1', reached: true },
      { id: 'reaches 4', reached: false },
    ]);
  });
});

describe('a move that changes nothing of the declared state', () => {
  const looksAt = step({
    name: 'look-at',
    apply: (s) => {
      if (s.seen === 1) fail('kept', 'seen');
    },
  });

  it('breaks a promise all the same, wherever its task goes on', () => {
    const tasks = {
      a: bumps(1),
      *watcher(): Task {
        for (;;) {
          yield* here('watch');
          yield* looksAt();
        }
      },
    };
    const found = check(tasks, [property('always', 'kept')], { daemons: ['watcher'] });
    expect([found.verdict, traceOf(found)]).toEqual(['violated', ['a bump', 'watcher look-at']]);
  });

  it('may be a signal: somebody who stays where he is sends it', () => {
    const tasks = {
      *sweeper(): Task {
        const end = yield* sweep(interval(0, 2), byState('page', {}), { signals: 'page' });
        if (end === 'interrupted') yield* go();
      },
      *killer(): Task {
        for (;;) {
          yield* here('kill');
          yield* sendFatalSignal('sweeper');
        }
      },
    };
    const never = property('always', 'never interrupted', (s) => !s.go);
    expect(check(tasks, [never], { daemons: ['killer'] }).verdict).toBe('violated');
  });
});
