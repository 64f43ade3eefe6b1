import { describe, expect, it, vi } from 'vitest';
import { createRunBus } from '../../src/events/index.js';
import { acquire, interval, lock, release, sendFatalSignal, sweep, type Task } from '../../src/protocol/index.js';
import { bumps, type CheckMachine, check, property } from '../support/check-machine.js';
import { byState } from '../support/page-machine.js';

describe('limits', () => {
  const always = property('always', 'at most 3', (s) => s.seen <= 3);

  it('give the verdict unknown, never valid', () => {
    const whole = check({ a: bumps(3), b: bumps(3) }, []);
    expect(whole).toMatchObject({ verdict: 'valid', states: 16 });
    expect(check({ a: bumps(3), b: bumps(3) }, [], { maxStates: 16 }).verdict).toBe('valid');
    const cut = check({ a: bumps(3), b: bumps(3) }, [property('sometimes', 'never', () => false)], { maxStates: 10 });
    expect(cut).toMatchObject({ verdict: 'unknown', limit: 'more than 10 states' });
    expect(cut.violation).toBeUndefined();
    expect(cut.sometimes).toEqual([{ id: 'never', reached: false }]);
  });

  it('do not hide what was found before', () => {
    expect(check({ a: bumps(9), b: bumps(9) }, [always], { maxStates: 15 }).verdict).toBe('violated');
    expect(check({ a: bumps(9), b: bumps(9) }, [always], { maxStates: 5 }).verdict).toBe('unknown');
  });

  const wide = { a: bumps(40), b: bumps(40), c: bumps(40) };
  const all = 41 ** 3;

  it('of memory look ahead, before the memory is taken', () => {
    const cut = check(wide, [], { maxBytes: 11 * 2 ** 20 });
    expect(cut).toMatchObject({ verdict: 'unknown', limit: 'more than 11MiB of states' });
    expect(cut.states).toBeGreaterThan(1000);
    expect(cut.states).toBeLessThan(all);
    expect(check(wide, [], { maxBytes: 2 ** 26 })).toMatchObject({ verdict: 'valid', states: all });
  });

  it('of memory know of what liveness needs', () => {
    const eventually = property('eventually', 'always again', () => true);
    let [least, most] = [2 ** 22, 2 ** 26];
    while (most - least > 2 ** 18) {
      const maxBytes = (least + most) / 2;
      if (check(wide, [], { maxBytes }).verdict === 'valid') most = maxBytes;
      else least = maxBytes;
    }
    expect(check(wide, [eventually], { maxBytes: most }).verdict).toBe('unknown');
    expect(check(wide, [eventually], { maxBytes: 2 ** 27 }).verdict).toBe('valid');
  });

  it('of time are asked for now and then', () => {
    let asked = 0;
    const deadline = {
      given: '10 s',
      get passed() {
        return ++asked > 2;
      },
    };
    const cut = check(wide, [], { deadline });
    expect(cut).toMatchObject({ verdict: 'unknown', limit: 'more than 10 s' });
    expect(cut.states).toBeLessThan(4000);
    expect(check(wide, [], { deadline: { given: '10 s', passed: false } }).verdict).toBe('valid');
  });

  it.each([2 ** 15, 2 ** 16, 2 ** 17])('of the machine: no array of %d words is no crash', (most) => {
    vi.stubGlobal(
      'Int32Array',
      class extends Int32Array {
        constructor(length: number) {
          if (length > most) throw new RangeError('Array buffer allocation failed');
          super(length);
        }
      },
    );
    try {
      const eventually = property('eventually', 'always again', () => true);
      const cut = check(wide, [eventually]);
      expect(cut).toMatchObject({ verdict: 'unknown', limit: 'no memory left for more states' });
      expect(cut.violation).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each([-1, 256, Number.NaN])('of the engine are said: %d faults', (faults) => {
    expect(() => check({ a: bumps(1) }, [], { faults })).toThrow(`a walk has 0 to 255 faults, not ${faults}`);
  });

  it('of the engine are said: actors, locks, targets of signals', () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`a${i}`, bumps(1)]));
    expect(() => check(many)).toThrow('at most 16 actors');
    const wrong = function* (): Task {
      yield* acquire(lock('other'));
    };
    expect(() => check({ wrong })).toThrow('the machine declares no lock "other" with instance 0');
    const kills = function* (): Task {
      yield* sendFatalSignal('nobody');
    };
    expect(() => check({ kills })).toThrow('a step signals "nobody", but there is no such actor');
    const tooFar = function* (): Task {
      yield* sweep(interval(0, 3), byState('too far', {}));
    };
    expect(() => check({ tooFar })).toThrow('"too far" goes over page[0..2], there are 2');
    const unheld = function* (): Task {
      yield* release(lock('lock'));
    };
    expect(() => check({ unheld })).toThrow('CVM_AUTHOR_LOCK_NOT_HELD');
    const twice = function* (): Task {
      yield* acquire(lock('lock', 0, 'shared'));
      yield* acquire(lock('lock'));
    };
    expect(() => check({ twice })).toThrow('CVM_AUTHOR_LOCK_ALREADY_HELD');
  });
});

describe('a walk', () => {
  it('gives the same result twice, and tells its verdict', () => {
    const always = property('always', 'at most 4', (s) => s.seen <= 4);
    const heard: unknown[] = [];
    const bus = createRunBus();
    bus.on('verdict', (verdict) => heard.push(verdict));
    const results = [1, 2].map(() => check({ a: bumps(3), b: bumps(3) }, [always], { bus }));
    expect(results[1]).toEqual(results[0]);
    expect(heard).toEqual([
      { verdict: 'violated', states: results[0]?.states, transitions: results[0]?.transitions },
      { verdict: 'violated', states: results[0]?.states, transitions: results[0]?.transitions },
    ]);
  });

  it('with a declared begin starts there', () => {
    const begin: NonNullable<CheckMachine['begin']> = (s) => {
      s.seen = 7;
    };
    const seven = property('always', 'seven', (s) => s.seen >= 7 && s.seen < 9);
    expect(check({ a: bumps(1) }, [seven], { begin }).verdict).toBe('valid');
  });
});
