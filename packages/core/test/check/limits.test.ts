import { describe, expect, it } from 'vitest';
import { createRunBus } from '../../src/events/index.js';
import { acquire, interval, lock, release, sendFatalSignal, sweep, type Task } from '../../src/protocol/index.js';
import { bumps, type CheckMachine, check, property } from '../support/check-machine.js';
import { byState } from '../support/page-machine.js';

describe('limits', () => {
  const always = property('always', 'at most 3', (s) => s.seen <= 3);

  it('give the verdict unknown, never valid', () => {
    const all = check({ a: bumps(3), b: bumps(3) }, []);
    expect(all).toMatchObject({ verdict: 'valid', states: 16 });
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
