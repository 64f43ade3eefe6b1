import { describe, expect, it } from 'vitest';
import type { EngineResult, LevelResult } from '../../src/engine/index.js';
import type { MachineConfig } from '../../src/plugin/index.js';
import { defineOperation, milestone, phase, stepsOver, type Task } from '../../src/protocol/index.js';
import { RunResult } from '../../src/run/run-result.js';
import { declarePages } from '../support/page-machine.js';
import { op, PRICES, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const resultOf = (tasks: Readonly<Record<string, () => Task>>): RunResult => {
  const { engine, state } = runMachine({
    declarations: declarePages(4),
    begin: (s) => s.page.fill({ st: 2 }, 1, 4),
    tasks,
  });
  return new RunResult({} as MachineConfig, engine, [], state as never);
};

/** Passes `requested` at 5 and `unblocked` at 20; something before, between and behind. */
const caller = function* (): Task {
  yield* spend(5);
  yield* milestone('requested');
  yield* phase('blocked');
  yield* spend(7);
  yield* spend(8);
  yield* milestone('unblocked');
  yield* spend(7);
  yield* milestone('scrubbed');
};

describe('the time that somebody is blocked', () => {
  it('is from "requested" to "unblocked", with what was done in between', () => {
    const run = resultOf({ caller });
    expect(run.blockedNs).toBe(15);
    expect(run.sinceRequested('scrubbed')).toBe(22);
    expect([...run.blockedOperations()].map(([name, { calls, units, ns }]) => [name, calls, units, ns])).toEqual([
      ['atomic-7', 1, 1, 7],
      ['atomic-8', 1, 1, 8],
    ]);
    expect([run.countBlocked('atomic-7'), run.countBlocked('atomic-5'), run.count('atomic-7')]).toEqual([1, 0, 2]);
  });

  it('is that of the actor who asked: what others pass or do is theirs', () => {
    const run = resultOf({
      *other() {
        yield* spend(7);
        yield* milestone('unblocked');
        yield* spend(100);
      },
      caller,
    });
    expect([run.blockedNs, run.sinceRequested('unblocked'), run.countBlocked('atomic-7')]).toEqual([15, 15, 1]);
  });

  it('is unknown while something done until then has no price, whoever did it', () => {
    const unpriced = (at: number) =>
      resultOf({
        caller,
        *other() {
          yield* spend(at);
          yield* spend(undefined);
        },
      });
    expect([unpriced(10).blockedNs, unpriced(10).sinceRequested('scrubbed')]).toEqual([undefined, undefined]);
    expect([unpriced(22).blockedNs, unpriced(22).sinceRequested('scrubbed')]).toEqual([15, undefined]);
    expect(unpriced(22).engine.unpriced).toEqual(['atomic-unpriced']);
  });

  it('is unknown when nobody asked, or nobody was let go', () => {
    const never = resultOf({
      *caller() {
        yield* milestone('requested');
      },
    });
    expect([never.blockedNs, never.sinceRequested('scrubbed'), never.countBlocked('atomic-7')]).toEqual([
      undefined,
      undefined,
      0,
    ]);
    const quiet = resultOf({
      *caller() {
        yield* spend(3);
        yield* milestone('unblocked');
      },
    });
    expect([quiet.blockedNs, quiet.milestone('unblocked')?.atNs]).toEqual([undefined, 3]);
  });

  it('is broken down by cause; a cause with an unknown price is unknown', () => {
    const step = stepsOver<unknown>();
    const of = (name: string, cause: 'freeing' | 'invalidation', ns: number | undefined) =>
      step({ name, operation: defineOperation({ ...op(ns), name: op(ns).name, cause }) });
    const [flush, free, other] = [
      of('flush', 'invalidation', 11),
      of('free', 'freeing', 13),
      of('other', 'freeing', undefined),
    ];
    const causes = (task: () => Task) => [...resultOf({ task }).blockedByCause()];
    expect(
      causes(function* () {
        yield* milestone('requested');
        yield* flush();
        yield* free();
        yield* flush();
        yield* milestone('unblocked');
        yield* free();
      }),
    ).toEqual([
      ['invalidation', 22],
      ['freeing', 13],
    ]);
    expect(
      causes(function* () {
        yield* milestone('requested');
        yield* free();
        yield* other();
        yield* free();
        yield* flush();
        yield* milestone('unblocked');
      }),
    ).toEqual([
      ['freeing', undefined],
      ['invalidation', 11],
    ]);
  });
});

describe('what was done', () => {
  it('is summed over actors and phases, or where the filter says', () => {
    const run = resultOf({
      caller,
      *other() {
        yield* phase('blocked');
        yield* spend(7);
      },
    });
    expect([
      run.count('atomic-7'),
      run.count('atomic-7', { actor: 'caller' }),
      run.count('atomic-7', { phase: 'blocked' }),
      run.count('atomic-7', { actor: 'other', phase: 'blocked' }),
      run.count('atomic-5', { phase: '' }),
      run.count('nothing'),
    ]).toEqual([3, 2, 3, 1, 1, 0]);
    expect(run.operations({ actor: 'caller' }).get('atomic-7')).toMatchObject({ calls: 2, units: 2, ns: 14 });
    expect(PRICES.unitNs('atomic-7', 3)).toBe(21);
  });

  it('shows in the pages at the end', () => {
    const run = resultOf({ caller });
    expect(run.pageCount('page', (page) => page['st'] === 2)).toBe(3);
  });
});

describe('what everybody else notices', () => {
  const step = stepsOver<unknown>();
  const broadcasting = (ns: number, broadcasts: number) =>
    step({ name: 'flush', operation: defineOperation({ ...op(ns), broadcasts }), units: () => 10 });

  it('is broadcasts, each heard by all CPUs but one', () => {
    const { engine, state } = runMachine({
      declarations: declarePages(4),
      tasks: {
        *caller() {
          yield* broadcasting(3, 2)();
          yield* phase('quiet');
          yield* spend(5);
          yield* broadcasting(4, 1)();
        },
      },
    });
    const run = new RunResult({ host: { cpus: 16, sliceNs: 1 } } as MachineConfig, engine, [], state as never);
    expect(run.interference()).toEqual({ broadcasts: 30, heard: 450 });
    expect(run.interference({ phase: 'quiet' })).toEqual({ broadcasts: 10, heard: 150 });
    expect(run.interference({ actor: 'nobody' })).toEqual({ broadcasts: 0, heard: 0 });
  });

  it('is CPU time, by who pays for it', () => {
    const run = resultOf({
      caller,
      *other() {
        yield* spend(9);
      },
    });
    const [first, second] = run.engine.actors.map((actor) => actor.cpuNs);
    expect([first, second]).toEqual([27, 9]);
    expect([...run.cpuNsByPayer()]).toEqual([['nobody', 36]]);
  });

  it('is no memory where nothing is said about it', () => {
    expect(resultOf({ caller }).held).toBeUndefined();
  });
});

describe('memory that is held', () => {
  const level = (name: string, change: Partial<LevelResult>): LevelResult => ({
    level: name,
    start: 100,
    now: 0,
    max: 100,
    integral: 7n,
    oneWay: true,
    ...change,
  });
  const heldOf = (unpriced: readonly string[], ...levels: LevelResult[]) =>
    new RunResult({} as MachineConfig, { levels, unpriced } as unknown as EngineResult, [], {} as never).held;

  it('is all of it, and its parts', () => {
    const total = { startBytes: 100, peakBytes: 100, endBytes: 0, byteNs: 7n };
    expect(heldOf([], level('held', {}), level('held-swappable', {}), level('other', {}))).toEqual({
      total,
      swappable: total,
      unswappable: { startBytes: 0, peakBytes: 0, endBytes: 0, byteNs: 0n },
    });
  });

  it('has no integral while times are unknown, and no peak unless that does not depend on them', () => {
    expect(heldOf(['free'], level('held', {}), level('held-unswappable', { oneWay: false, max: 120 }))).toMatchObject({
      total: { startBytes: 100, peakBytes: 100, endBytes: 0, byteNs: undefined },
      unswappable: { startBytes: 100, peakBytes: undefined, endBytes: 0, byteNs: undefined },
    });
  });
});
