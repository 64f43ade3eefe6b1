import { describe, expect, it } from 'vitest';
import {
  defineOperation,
  here,
  interval,
  lock,
  milestone,
  phase,
  sub,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { lockLabel } from '../../src/protocol/lock.js';
import { byState } from '../support/page-machine.js';
import { op } from '../support/run-model.js';

describe('a sweep', () => {
  const table = byState('wipe', {});

  it('is data, yielded as itself; it gives how it ended', () => {
    const all = sweep(interval(2, 9), table, { signals: 'page' });
    expect(all).toMatchObject({ kind: 'sweep', range: { from: 2, to: 9 }, table, options: { signals: 'page' } });
    expect(Object.isFrozen(all)).toBe(true);
    const iterator = all[Symbol.iterator]();
    expect(iterator.next().value).toBe(all);
    expect(iterator.next('interrupted')).toEqual({ value: 'interrupted', done: true });
  });

  it('names itself when its options contradict each other', () => {
    expect(() => sweep(interval(0, 1), table, { signals: 'batch' })).toThrow(
      'sweep "wipe": signals per batch need a batch',
    );
  });
});

/** The markers of a task, and what it returns. */
function run<R>(task: Task<R>): { markers: unknown[]; value: R } {
  const markers: unknown[] = [];
  for (let next = task.next(); ; next = task.next()) {
    if (next.done === true) return { markers, value: next.value };
    markers.push(next.value);
  }
}

describe('a task', () => {
  it('marks where its loops begin, phases and moments', () => {
    const { markers } = run(
      (function* (): Task {
        yield* here('loop', 1, 'a', { page: 3 });
        yield* phase('prepare');
        yield* milestone('requested');
      })(),
    );
    expect(markers).toEqual([
      { kind: 'here', label: 'loop', live: [1, 'a', { page: 3 }] },
      { kind: 'phase', name: 'prepare' },
      { kind: 'milestone', name: 'requested' },
    ]);
  });

  it('frames what it calls', () => {
    const inner = sub(function* inner(by: number): Task<number> {
      yield* here('inside');
      return 2 * by;
    });
    const { markers, value } = run(inner(21));
    expect(value).toBe(42);
    expect(markers).toEqual([
      { kind: 'enter', name: 'inner' },
      { kind: 'here', label: 'inside', live: [] },
      { kind: 'leave', value: 42 },
    ]);
  });
});

describe('small words of the contract', () => {
  it('are frozen data', () => {
    const operation = defineOperation(op(1));
    expect([lock('a'), use(operation, 3), interval(1, 2), operation].every(Object.isFrozen)).toBe(true);
    expect([lock('a'), use(operation)]).toEqual([
      { name: 'a', instance: 0, mode: 'exclusive' },
      { operation, units: 1 },
    ]);
  });

  it('call locks by name, and by instance where there are several', () => {
    expect([lockLabel(lock('mmap')), lockLabel(lock('vcpu', 3))]).toEqual(['mmap', 'vcpu[3]']);
  });
});
