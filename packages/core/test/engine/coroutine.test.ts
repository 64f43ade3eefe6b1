import { describe, expect, it } from 'vitest';
import { Coroutine } from '../../src/engine/coroutine.js';
import {
  here,
  interval,
  milestone,
  names,
  phase,
  reschedule,
  stepsOver,
  sub,
  sweep,
  type Task,
} from '../../src/protocol/index.js';
import { byState } from '../support/page-machine.js';

const step = stepsOver<unknown>();
const quiet = step<[number: number]>({ name: 'quiet' });
const ask = step<[], string, string>({ name: 'ask', outcomes: names('a', 'b', 'a,b') as never });

/** Leads a task through observations; returns the position behind each. */
const positions = (task: () => Task<unknown>, ...labels: readonly string[]): string[] => {
  const coroutine = new Coroutine('actor', task).start();
  return [
    coroutine.position(),
    ...labels.map((label) => {
      coroutine.resume(label === '' ? undefined : label, label);
      return coroutine.position();
    }),
  ];
};

describe('the position of a task', () => {
  it('tells apart a step that says nothing from the place before it', () => {
    const [before, behind, second] = positions(
      function* () {
        yield* quiet(1);
        yield* quiet(2);
        yield* quiet(3);
      },
      '',
      '',
    );
    expect(new Set([before, behind, second]).size).toBe(3);
  });

  it('tells apart labels that look alike when they are put together', () => {
    const task = function* (): Task {
      for (let i = 0; i < 4; i++) yield* ask();
    };
    expect(positions(task, 'a', 'b').at(-1)).not.toBe(positions(task, 'a,b').at(-1));
    expect(positions(task, 'a', 'b')).toEqual(positions(task, 'a', 'b'));
  });

  it('forgets what came before here(), and keeps what is alive', () => {
    const task = function* (): Task {
      for (let last = ''; ; ) {
        yield* here('loop', last);
        last = yield* ask();
      }
    };
    const seen = positions(task, 'a', 'b', 'a', 'a');
    expect(seen[1]).toBe(seen[3]);
    expect(seen[1]).toBe(seen[4]);
    expect(new Set(seen).size).toBe(3);
  });

  it('tells pages, sets of pages and numbers apart', () => {
    const at = (live: Parameters<typeof here>[1]) =>
      positions(function* () {
        yield* here('at', live);
        yield* quiet(1);
      })[0];
    expect(new Set([at(1), at('1'), at({ page: 1 }), at({ pages: 1 }), at(true)]).size).toBe(5);
  });

  const inner = sub(function* inner(): Task<string> {
    const first = yield* ask();
    const second = yield* ask();
    return first === second ? 'same' : 'different';
  });

  it('forgets what happened inside a sub-task when that returns; its value stays', () => {
    const task = function* (): Task {
      yield* inner();
      yield* quiet(1);
    };
    expect(positions(task, 'a', 'b').at(-1)).toBe(positions(task, 'b', 'a').at(-1));
    expect(positions(task, 'a', 'a').at(-1)).not.toBe(positions(task, 'a', 'b').at(-1));
  });

  it('knows who called: two callers of one sub-task are two places', () => {
    const task = function* (): Task {
      if ((yield* ask()) === 'a') yield* inner();
      else yield* inner();
      yield* quiet(1);
    };
    expect(positions(task, 'a', 'a').at(-1)).not.toBe(positions(task, 'b', 'a').at(-1));
    expect(positions(task, 'a', 'a', 'a').at(-1)).not.toBe(positions(task, 'b', 'a', 'a').at(-1));
  });

  it('inside a sub-task, here() keeps the frames of its callers', () => {
    const loop = sub(function* loop(): Task {
      for (;;) {
        yield* here('loop');
        if ((yield* ask()) === 'b') return;
      }
    });
    const task = function* (): Task {
      const called = yield* ask();
      yield* loop();
      yield* quiet(called === 'a' ? 1 : 2);
    };
    expect(positions(task, 'a', 'a').at(-1)).toBe(positions(task, 'a', 'a', 'a').at(-1));
    expect(positions(task, 'a', 'a').at(-1)).not.toBe(positions(task, 'b', 'a').at(-1));
  });

  it('is one place when it is over', () => {
    const task = function* (): Task {
      yield* ask();
    };
    expect([positions(task, 'a').at(-1), positions(task, 'b').at(-1)]).toEqual(['done', 'done']);
  });
});

describe('a loop without here()', () => {
  const endless = (task: () => Task) => () => {
    const coroutine = new Coroutine('walker', task).start();
    for (let i = 0; i < 100_000; i++) coroutine.resume('a', 'a');
  };

  it('is refused, wherever its observations are made', () => {
    expect(
      endless(function* () {
        for (;;) yield* ask();
      }),
    ).toThrow('CVM_AUTHOR_UNKEYED_LOOP');
    const once = sub(function* once(): Task {
      yield* ask();
    });
    expect(
      endless(function* () {
        for (;;) yield* once();
      }),
    ).toThrow('CVM_AUTHOR_UNKEYED_LOOP');
  });

  it('is allowed to executors that need no positions', () => {
    const coroutine = new Coroutine(
      'runner',
      function* () {
        for (;;) yield* ask();
      },
      undefined,
      false,
    ).start();
    for (let i = 0; i < 1000; i++) coroutine.resume('a', 'a');
    expect(coroutine.done).toBe(false);
  });

  it('of markers only is refused too', () => {
    const task = function* (): Task {
      for (;;) yield* here('round');
    };
    expect(() => new Coroutine('walker', task).start()).toThrow('CVM_AUTHOR_ZERO_COST_LOOP');
  });
});

describe('a coroutine', () => {
  it('answers markers itself and tells who listens', () => {
    const heard: string[] = [];
    const coroutine = new Coroutine(
      'actor',
      function* () {
        yield* phase('first');
        yield* milestone('requested');
        yield* quiet(1);
        yield* phase('second');
        yield* reschedule();
        return 'value';
      },
      {
        phase: (name) => heard.push(`phase ${name}`),
        milestone: (name) => heard.push(`milestone ${name}`),
        reschedule: () => heard.push('reschedule'),
      },
    ).start();
    expect(heard).toEqual(['phase first', 'milestone requested']);
    expect(coroutine.pending).toBe(quiet(1));
    coroutine.resume(undefined, '');
    expect(heard).toEqual(['phase first', 'milestone requested', 'phase second', 'reschedule']);
    expect([coroutine.done, coroutine.pending]).toEqual([true, undefined]);
  });

  it('hands observations and the ends of sweeps to the task', () => {
    const told: unknown[] = [];
    const table = byState('nothing', {});
    const coroutine = new Coroutine('actor', function* () {
      told.push(yield* ask());
      told.push(yield* sweep(interval(0, 1), table));
      told.push(
        yield* sub(function* inner(): Task<{ readonly rc: number }> {
          yield* quiet(1);
          return { rc: 7 };
        })(),
      );
    }).start();
    coroutine.resume('b', 'b');
    coroutine.resume('interrupted', 'interrupted');
    coroutine.resume(undefined, '');
    expect(told).toEqual(['b', 'interrupted', { rc: 7 }]);
  });
});
