import { describe, expect, it } from 'vitest';
import {
  acquire,
  fail,
  isPropertyBroken,
  lock,
  PropertyBroken,
  release,
  sendFatalSignal,
  stepsOver,
} from '../../src/protocol/index.js';
import { op } from '../support/run-model.js';

const step = stepsOver<{ count: number }>();

describe('a step', () => {
  it('is one object for one definition and equal arguments', () => {
    const move = step<[page: number, name: string]>({ name: 'move' });
    const other = step<[page: number, name: string]>({ name: 'move' });
    expect(move(1, 'a')).toBe(move(1, 'a'));
    expect(move(1, 'a')).not.toBe(move(2, 'a'));
    expect(move(1, 'a')).not.toBe(other(1, 'a'));
    const loose = step<[value: number | string | boolean]>({ name: 'loose' });
    expect(new Set([loose(1), loose('1'), loose(true), loose('true')]).size).toBe(4);
    expect(acquire(lock('a', 1, 'shared'))).toBe(acquire(lock('a', 1, 'shared')));
    expect(acquire(lock('a', 1))).not.toBe(release(lock('a', 1)));
  });

  it('is frozen, with its arguments', () => {
    const move = step<[page: number]>({ name: 'move' })(1);
    expect([Object.isFrozen(move), Object.isFrozen(move.args), move.args]).toEqual([true, true, [1]]);
  });

  it('is yielded as itself and gives what it is told', () => {
    const move = step<[]>({ name: 'move' })();
    const iterator = move[Symbol.iterator]();
    expect(iterator.next()).toEqual({ value: move, done: false });
    expect(iterator.next('told')).toEqual({ value: 'told', done: true });
  });

  it('waits for one thing: a guard or a lock', () => {
    const both = () => step({ name: 'both', guard: () => true, acquires: () => lock('a') });
    expect(both).toThrow('step "both" has a guard and takes a lock: split it in two');
  });

  it('lets time pass in one way: it sleeps or performs an operation', () => {
    const both = () => step({ name: 'both', operation: op(1), sleeps: () => 1 });
    expect(both).toThrow('step "both" sleeps and performs an operation: split it in two');
  });

  it('that takes or gives a lock, or sends a signal, says which', () => {
    const use = lock('mmap', 2, 'shared');
    const { definition, args } = acquire(use);
    expect(definition.acquires?.(args)).toEqual(use);
    expect(release(use).definition.releases?.(release(use).args)).toEqual(use);
    const kill = sendFatalSignal('worker');
    expect(kill.definition.signals?.(kill.args)).toEqual(['worker']);
  });
});

describe('a broken promise', () => {
  const thrown = (() => {
    try {
      return fail('no-secret-leaves', 'page 3 is readable');
    } catch (error) {
      return error;
    }
  })();

  it('names its property and says what happened', () => {
    expect(thrown).toBeInstanceOf(PropertyBroken);
    expect(thrown).toMatchObject({ property: 'no-secret-leaves', detail: 'page 3 is readable' });
  });

  it('is known by its brand, not by its class: a plugin may bring its own copy of core', () => {
    expect(isPropertyBroken(thrown)).toBe(true);
    expect(isPropertyBroken({ [Symbol.for('cvm-teardown/PropertyBroken')]: true })).toBe(true);
    for (const other of [new Error('x'), undefined, null, 'no-secret-leaves', {}])
      expect(isPropertyBroken(other)).toBe(false);
  });
});
