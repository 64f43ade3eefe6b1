import { describe, expect, it } from 'vitest';
import { here, sub, type Task } from '../../src/protocol/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { ask, bump, coin, mistakeIn, note, step, toy } from './toys.js';

describe('D3: histories that are merged go on alike', () => {
  it.each([false, true])('a local is given to here(): %s', (given) => {
    const worker = function* (): Task {
      let last = 'heads';
      for (;;) {
        if (given) yield* here('loop', last);
        else yield* here('loop');
        yield* note(last === 'heads' ? 1 : 2);
        last = yield* coin();
      }
    };
    const model = toy({ 'worker*': worker });
    if (given) expect(debugCheckModel(model).checks.merge).toBeGreaterThan(5);
    else
      expect(mistakeIn(model)).toBe(
        'actor "worker" at "@loop()" before note(1): histories that go on differently are merged at "@loop()": note(1) after [], note(2) after [-, tails] [CVM_AUTHOR_MERGED_POSITIONS]\n' +
          '  hint: give here() every local that is read later, wrap what yield* calls in sub(), return results by value',
      );
  });

  it.each([false, true])('a local that is read four steps later is given to here(): %s', (given) => {
    const worker = function* (): Task {
      let odd = false;
      for (;;) {
        yield* given ? here('loop', odd) : here('loop');
        yield* bump();
        yield* ask();
        yield* bump();
        yield* ask();
        if (odd) yield* note(3);
        odd = (yield* coin()) === 'tails';
      }
    };
    const model = toy({ 'worker*': worker });
    if (given) expect(debugCheckModel(model).checks.merge).toBeGreaterThan(50);
    else expect(mistakeIn(model)).toMatch(/actor "worker".*note\(3\) after \[.*MERGED_POSITIONS/);
  });

  it.each([false, true])('a result is returned by value: %s', (byValue) => {
    const shared = { answer: 'heads' };
    const toss = sub(function* toss(out: { answer: string }): Task<string | undefined> {
      const answer = yield* coin();
      out.answer = answer;
      return byValue ? answer : undefined;
    });
    const worker = function* (): Task {
      const out = { ...shared };
      const answer = yield* toss(out);
      if ((answer ?? out.answer) === 'heads') yield* note(1);
      else yield* bump();
    };
    const model = toy({ worker });
    if (byValue) expect(debugCheckModel(model).complete).toBe(true);
    else
      expect(mistakeIn(model)).toMatch(
        /actor "worker" at "=" before .*note\(1\) after \[heads\], bump\(\) after \[tails\]/,
      );
  });

  it.each([false, true])('a helper with a here() of its own goes through sub(): %s', (framed) => {
    const waiting = function* waiting(): Task {
      do yield* here('waiting');
      while ((yield* coin()) === 'tails');
    };
    const wait = framed ? sub(waiting) : waiting;
    const worker = function* (): Task {
      const first = yield* coin();
      yield* wait();
      yield* first === 'heads' ? note(1) : note(2);
    };
    const model = toy({ worker });
    if (framed) expect(debugCheckModel(model).complete).toBe(true);
    else
      expect(mistakeIn(model)).toMatch(
        /at "@waiting\(\), heads".*note\(1\) after \[heads, heads\], note\(2\) after \[tails, heads\]/,
      );
  });

  it('comes before the nonsense that a wrong merge leads to', () => {
    const free = step({
      name: 'free',
      apply: (s) => {
        s.vm.handle -= 1;
      },
    });
    const worker = function* (): Task {
      let held = false;
      for (;;) {
        yield* here('loop');
        if (held) yield* free();
        held = (yield* coin()) === 'heads';
        if (held) yield* note(1);
      }
    };
    expect(mistakeIn(toy({ 'worker*': worker, 'other*': worker }))).toMatch(/MERGED_POSITIONS/);
  });

  it('a loop without here() is found by the length of its path', () => {
    const endless = function* (): Task {
      for (;;) yield* coin();
    };
    expect(
      mistakeIn(
        toy({
          'endless*': endless,
          *other() {
            yield* bump();
          },
        }),
      ),
    ).toMatch(
      /^actor "endless" at .* before coin\(\): the task of "endless" goes on and on and comes to no position twice, at .*UNKEYED_LOOP/,
    );
  });

  it('a loop that counts its rounds is found by the length of its path', () => {
    const counting = function* (): Task {
      for (let rounds = 0; ; rounds++) {
        yield* here('round', rounds);
        yield* coin();
      }
    };
    expect(mistakeIn(toy({ 'counting*': counting }))).toMatch(
      /^the task of "counting" goes on and on and comes to no position twice, at "@round\(\d+\).*UNKEYED_LOOP/,
    );
  });

  it('a loop without a step is found too', () => {
    const spinning = function* (): Task {
      yield* bump();
      for (;;) yield* here('spin');
    };
    expect(mistakeIn(toy({ spinning }))).toMatch(/actor "spinning" at "its start" before bump\(\): .*ZERO_COST_LOOP/);
  });
});

describe('D4: live tasks keep step with their automata', () => {
  it('also where a merge shows after more rounds than histories are kept for', () => {
    const worker = function* (): Task {
      let rounds = 0;
      for (;;) {
        yield* here('loop');
        yield* rounds < 30 ? bump() : note(1);
        rounds++;
      }
    };
    expect(mistakeIn(toy({ 'worker*': worker }))).toMatch(/MERGED_POSITIONS/);
  });
});
