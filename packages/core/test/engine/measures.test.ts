import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Level } from '../../src/engine/level.js';
import { createRunBus, type RunEvents } from '../../src/events/index.js';
import { interval, lock, milestone, phase, sendFatalSignal, sweep, type Task, use } from '../../src/protocol/index.js';
import { byState, declarePages } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const declarations = declarePages(10);

describe('a level', () => {
  const changes = fc.array(
    fc.record({ delta: fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), at: fc.integer({ min: 0, max: 2 ** 50 }) }),
    { maxLength: 30 },
  );

  it('has the integral of the quantity that it was, whatever its size', () => {
    fc.assert(
      fc.property(changes, (made) => {
        const level = new Level();
        for (const { delta, at } of made) level.add(delta, at);
        const end = 2 ** 50;
        const integral = made.reduce((sum, { delta, at }) => sum + BigInt(delta) * BigInt(end - at), 0n);
        expect(level.integral(end)).toBe(integral);
        expect(level.now).toBe(made.reduce((sum, { delta }) => sum + delta, 0));
      }),
    );
  });

  it('has a peak', () => {
    const level = new Level();
    for (const [delta, at] of [
      [5, 0],
      [7, 3],
      [-10, 4],
      [9, 8],
    ] as const)
      level.add(delta, at);
    expect([level.max, level.now]).toEqual([12, 11]);
  });

  it('is changed when a unit commits, in a run', () => {
    const free = (duration: 'start' | 'end') =>
      byState(duration, { 0: { uses: [use(op(10, duration))], after: { st: 1 }, levels: { free: 4, dead: -1 } } });
    const level = (duration: 'start' | 'end', name: string) =>
      runMachine({
        declarations,
        tasks: {
          *sweeper() {
            yield* spend(5);
            yield* sweep(interval(0, 3), free(duration));
          },
        },
      }).engine.levels.find(({ level: found }) => found === name);
    expect(level('end', 'free')).toMatchObject({ now: 12, max: 12, integral: 4n * (20n + 10n + 0n) });
    expect(level('end', 'dead')).toMatchObject({ now: -3, max: 0, integral: -(20n + 10n + 0n) });
    expect(level('start', 'free')).toMatchObject({ now: 12, max: 12, integral: 4n * (30n + 20n + 10n) });
  });
});

describe('milestones', () => {
  it('tell what their actor has done until then, in all its phases, and what had no price', () => {
    const table = byState('clear', { 0: { uses: [use(op(2), 3)], after: { st: 1 } } });
    const { engine } = runMachine({
      declarations,
      tasks: {
        *caller() {
          yield* milestone('requested');
          yield* phase('first');
          yield* spend(4);
          yield* sweep(interval(0, 2), table);
          yield* milestone('half');
          yield* phase('second');
          yield* sweep(interval(2, 5), table);
          yield* milestone('unblocked');
        },
        *other() {
          yield* spend(10);
          yield* spend(7);
          yield* spend(undefined);
        },
      },
    });
    const told = engine.milestones.map(({ name, atNs, unpriced, operations }) => ({
      name,
      atNs,
      unpriced,
      operations: [...operations].map(([operation, { calls, units, ns }]) => [operation, calls, units, ns]),
    }));
    expect(told).toEqual([
      { name: 'requested', atNs: 0, unpriced: [], operations: [] },
      {
        name: 'half',
        atNs: 16,
        unpriced: [],
        operations: [
          ['atomic-4', 1, 1, 4],
          ['atomic-2', 2, 6, 12],
        ],
      },
      {
        name: 'unblocked',
        atNs: 34,
        unpriced: ['atomic-unpriced'],
        operations: [
          ['atomic-4', 1, 1, 4],
          ['atomic-2', 5, 15, 30],
        ],
      },
    ]);
  });
});

describe('phases', () => {
  it('break down what an actor does; one that comes again goes on', () => {
    const { actor } = runMachine({
      declarations,
      tasks: {
        *worker() {
          yield* spend(1);
          yield* phase('a');
          yield* spend(1);
          yield* phase('b');
          yield* spend(1);
          yield* spend(1);
          yield* phase('a');
          yield* spend(1);
        },
      },
    });
    expect(
      actor('worker').phases.map(({ phase: name, operations }) => [name, operations.get('atomic-1')?.units]),
    ).toEqual([
      ['', 1],
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('count outcomes of units', () => {
    const table = byState('sort', { 0: { outcome: 'clean' }, 1: { outcome: 'dirty', after: { st: 0 } } });
    const { actor } = runMachine({
      declarations,
      begin: (s) => s.page.fill({ st: 1 }, 0, 3),
      tasks: {
        *sorter() {
          yield* sweep(interval(0, 10), table);
          yield* phase('again');
          yield* sweep(interval(0, 10), table);
        },
      },
    });
    expect(actor('sorter').phases.map(({ outcomes }) => [...outcomes].sort())).toEqual([
      [
        ['clean', 7],
        ['dirty', 3],
      ],
      [['clean', 10]],
    ]);
  });
});

describe('what a run tells while it runs', () => {
  const listen = (tasks: Readonly<Record<string, () => Task>>) => {
    const bus = createRunBus();
    const heard: unknown[] = [];
    for (const name of ['phase-start', 'phase-end', 'range-start', 'range-end', 'run-end'] as (keyof RunEvents)[])
      bus.on(name, (event) => heard.push({ event: name, ...(event as object) }));
    runMachine({ declarations, tasks }, { bus });
    return heard;
  };

  it('are phases: each ends when the next one begins, or its actor', () => {
    expect(
      listen({
        *quick() {
          yield* phase('one');
          yield* spend(3);
          yield* phase('two');
          yield* spend(4);
        },
        *slow() {
          yield* spend(20);
        },
      }),
    ).toEqual([
      { event: 'phase-start', actor: 'quick', phase: 'one', atNs: 0 },
      { event: 'phase-end', actor: 'quick', phase: 'one', fromNs: 0, atNs: 3 },
      { event: 'phase-start', actor: 'quick', phase: 'two', atNs: 3 },
      { event: 'phase-end', actor: 'quick', phase: 'two', fromNs: 3, atNs: 7 },
      { event: 'run-end', atNs: 20 },
    ]);
  });

  it('are ranges: how far a sweep came, and how it ended', () => {
    const table = byState('work', { 0: { uses: [use(op(10))], after: { st: 1 } } });
    const range = { actor: 'sweeper', sweep: 'work', array: 'page', from: 2, to: 9 };
    expect(
      listen({
        *sweeper() {
          yield* sweep(interval(2, 9), table, { signals: 'page' });
        },
        *killer() {
          yield* spend(25);
          yield* sendFatalSignal('sweeper');
        },
      }),
    ).toEqual([
      { event: 'range-start', ...range, atNs: 0 },
      { event: 'range-end', ...range, to: 5, atNs: 30, outcome: 'interrupted' },
      { event: 'run-end', atNs: 30 },
    ]);
  });

  it('counts the work it did: a unit, a step, a gathering', () => {
    const table = byState('work', { 0: { uses: [use(op(10))], after: { st: 1 } } });
    const batch = { size: 4, lock: lock('lock'), mark: () => ({}) };
    const { engine } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* spend(1);
          yield* sweep(interval(0, 3), table, { batch });
          yield* sweep(interval(0, 3), table);
        },
      },
    });
    expect(engine.events).toBe(1 + 1 + 3);
  });
});
