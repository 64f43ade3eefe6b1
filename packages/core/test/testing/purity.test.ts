import { describe, expect, it } from 'vitest';
import { fail, integer, names, page, pageSeen, sweep, type Task } from '../../src/protocol/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { bump, coin, declare, mistakeIn, type S, step, table, toy } from './toys.js';

const only = (task: () => Task<unknown>) => toy({ worker: task });

describe('D5: what is asked does not answer back', () => {
  it('a guard does not write', () => {
    const greedy = step({
      name: 'greedy',
      guard: (s) => {
        (s as S).vm.gone = true;
        return true;
      },
    });
    expect(mistakeIn(only(() => greedy()[Symbol.iterator]()))).toBe(
      'actor "worker" at "its start" before greedy(): the guard of "greedy" is not pure: it writes vm.gone [CVM_AUTHOR_IMPURE_GUARD]\n' +
        '  hint: what is only asked may only look; what it wants to change belongs in apply',
    );
  });

  it('a guard does not write pages', () => {
    const greedy = step({
      name: 'greedy',
      guard: (s) => {
        (s as S).page.fill({ st: 1 });
        return true;
      },
    });
    expect(mistakeIn(only(() => greedy()[Symbol.iterator]()))).toMatch(/is not pure: it writes pages .*IMPURE_GUARD/);
  });

  it('a guard answers alike', () => {
    let asked = 0;
    const moody = step({ name: 'moody', guard: () => asked++ % 2 === 0 });
    expect(mistakeIn(only(() => moody()[Symbol.iterator]()))).toMatch(
      /"moody" is not pure: it answers (true, then false|false, then true)/,
    );
  });

  it('units do not write', () => {
    const flush = step({
      name: 'flush',
      units: (s) => {
        (s as S).total = 1;
        return 1;
      },
    });
    expect(mistakeIn(only(() => flush()[Symbol.iterator]()))).toMatch(
      /the units of "flush" is not pure: it writes total/,
    );
  });
});

describe('D5: apply is a function of the state', () => {
  it('and not of what it remembers, which changes what it does', () => {
    let calls = 0;
    const stamp = step({
      name: 'stamp',
      apply: (s) => {
        s.total = ++calls % 8;
      },
    });
    const worker = function* (): Task {
      yield* coin();
      yield* stamp();
    };
    expect(mistakeIn(only(worker))).toMatch(
      /^actor "worker" at "(heads|tails)" before stamp\(\): apply of "stamp" gives two results for one state: total is \d, then \d .*IMPURE_APPLY/,
    );
  });

  it('and not of what it remembers, which changes what it says', () => {
    let calls = 0;
    const draw = step({ name: 'draw', outcomes: integer(0, 1), apply: () => calls++ % 2 });
    expect(mistakeIn(only(() => draw()[Symbol.iterator]()))).toMatch(/it returns 0, then 1|it returns 1, then 0/);
  });

  it('and not of what it remembers, which changes what it finds broken', () => {
    let calls = 0;
    const judge = step({ name: 'judge', apply: () => (calls++ % 2 === 0 ? fail('fair', 'odd') : undefined) });
    expect(mistakeIn(only(() => judge()[Symbol.iterator]()))).toMatch(
      /it returns (fair: odd, then nothing|nothing, then fair: odd)/,
    );
  });

  it('while a broken promise itself is no mistake of the author', () => {
    const judge = step({ name: 'judge', apply: () => fail('fair', 'never') });
    const model = only(function* () {
      yield* bump();
      yield* judge();
    });
    expect(debugCheckModel(model)).toMatchObject({ complete: true, states: 2 });
  });

  it('nor do the rules of a page table depend on what they remember', () => {
    let calls = 0;
    const drift = table({ name: 'drift', array: 'page', rule: () => ({ after: { st: calls++ % 4 } }) });
    const worker = function* (): Task {
      yield* sweep({ from: 0, to: 2 }, drift);
    };
    expect(mistakeIn(only(worker))).toMatch(
      /rule of "drift" gives two results for one state: .*"st":\d.*, then .*"st":\d/,
    );
  });

  it('nor does the beginning', () => {
    let calls = 0;
    const begin = (s: S) => {
      s.total = calls++ % 8;
    };
    expect(mistakeIn({ ...only(() => bump()[Symbol.iterator]()), begin })).toMatch(
      /^begin of "the machine" gives two results/,
    );
  });
});

describe('D5: observations are declared', () => {
  it('by name', () => {
    const call = step({ name: 'call', outcomes: names('OK', 'EINVAL'), apply: () => 'EAGAIN' as 'OK' });
    expect(mistakeIn(only(() => call()[Symbol.iterator]()))).toMatch(
      /^actor "worker" at "its start" before call\(\): apply returned "EAGAIN", the step declares OK \| EINVAL .*UNDECLARED_OBSERVATION/,
    );
  });

  it('by range', () => {
    const read = step({ name: 'read', outcomes: integer(0, 1), apply: () => 2 });
    expect(mistakeIn(only(() => read()[Symbol.iterator]()))).toMatch(/apply returned "2", the step declares 0\.\.1/);
  });

  it('and a flag that is too large is not taken for another page', () => {
    const choose = step({ name: 'choose', outcomes: page, apply: () => pageSeen(0, 16) });
    expect(mistakeIn(only(() => choose()[Symbol.iterator]()))).toMatch(
      /apply returned "page 0 with flag 16", the step declares a page/,
    );
  });
});

it('the toys declare what they say', () => {
  expect(Object.keys(declare())).toEqual(['page', 'vm', 'total']);
});
