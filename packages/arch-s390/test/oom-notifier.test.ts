/** Time to exit against memory that a process starting right after cannot get: docs/s390.md 8. */
import { type Finding, loadArchitecture } from '@cvm-teardown/core';
import {
  judgeThresholds,
  parseScenario,
  planScenario,
  runScenario,
  type ScenarioResult,
} from '@cvm-teardown/core/scenario';
import { describe, expect, it, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const NOTIFIED = { release: 'v3', policy: 'kthread' };
const prices = (perPage: string) => ({
  ...Object.fromEntries(arch.operations.map(({ name }) => [name, '10ns'])),
  'destroy-page': perPage,
});

/** A guest of 1 GiB ends, and a process asks for as much: 256 pieces of 1,024 pages. */
function run(block: object, perPage = '30us', more: object = {}, executor?: 'reference'): ScenarioResult {
  const file = {
    scenario: 1,
    name: 'next',
    host: { memory: '1100MiB', cpus: 4, oom_after: '10ms' },
    guest: { memory: '1GiB' },
    arch: { s390: block },
    assume: prices(perPage),
    events: [
      { id: 'end', do: 'exit' },
      { id: 'next', do: 'start-process', memory: '1GiB', after: 'end.unblocked' },
    ],
    ...more,
  };
  const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(file)), [arch]);
  return runScenario(planScenario(scenario, arch), { executor });
}

const at = ({ events }: ScenarioResult, id: string) => {
  const found = events.find(({ planned }) => planned.event.id === id);
  if (found === undefined) throw new Error(`no event ${id}`);
  return found;
};
const took = (result: ScenarioResult, id: string): number => {
  const { beginsNs = Number.NaN, doneNs = Number.NaN } = at(result, id);
  return doneNs - beginsNs;
};
const blocked = (result: ScenarioResult): number => at(result, 'end').run?.blockedNs ?? Number.NaN;
const levelAt = (result: ScenarioResult, name: string) =>
  result.engine.levels.find(({ level }) => level === name)?.max ?? 0;

describe('a process that starts right after an exit', () => {
  const sync = run({ release: '6.2', policy: 'sync' });
  const helper = run({ release: '6.2', policy: 'helper' });
  const v1 = run({ release: 'v1', policy: 'kthread' });
  const v3 = run(NOTIFIED);

  it('gets its memory at once where the exit was slow, and is killed where it was quick and nobody is asked', () => {
    expect([sync, helper, v1].map((result) => at(result, 'next').end)).toEqual(['done', 'killed', 'killed']);
    expect(took(sync, 'next')).toBe(0);
    for (const quick of [helper, v1, v3]) expect(blocked(quick)).toBeLessThan(blocked(sync) / 100);
  });

  it('waits, and is not killed, where an OOM notifier waits for the thread', () => {
    expect([at(v3, 'next').end, v3.oomKills]).toEqual(['done', 0]);
    expect(blocked(v3)).toBe(blocked(v1));
    // What the quick exit has saved, the process waits for.
    expect(took(v3, 'next')).toBeGreaterThan(0.9 * blocked(sync));
  });

  it('cannot have what the list takes, a page per 509 frames', () => {
    const wants = (pages: number) => {
      const events = [
        { id: 'end', do: 'exit' },
        { id: 'next', do: 'start-process', memory: `${pages * 4}KiB`, after: 'end.unblocked' },
      ];
      // What is over 1 GiB is free from the start, but for the list; the thread is too slow to free a page meanwhile.
      return run({ release: 'v1', policy: 'kthread' }, '1s', { events }).oomKills;
    };
    const spare = (76 * 2 ** 20) / 4096;
    const exported = Math.ceil(2 ** 18 / 510);
    // Whatever is exported inline comes back, and as much is taken for the list.
    expect([wants(spare), wants(spare + exported)]).toEqual([0, 1]);
  });

  it('meets memory that the host could swap out behind a helper, and could not behind a kernel thread', () => {
    expect(levelAt(helper, 'held-unswappable')).toBe(0);
    expect(levelAt(v3, 'held-unswappable')).toBeGreaterThan(0.99 * 2 ** 30);
  });
});

describe('an OOM notifier', () => {
  const outcome = (options: object, scale: object = {}) => {
    const { oomKills } = run({ ...NOTIFIED, options, scale }, '100us');
    return oomKills;
  };

  // 510 pages of 100 us are one tick of its counter, and need 51 ms.
  test.each([
    ['of none', { oomNotifier: 'none' }, {}, 1],
    ['that waits 20 ms, less than its counter needs', { oomNotifier: 'waits-a-time' }, {}, 1],
    ['that waits 60 ms', { oomNotifier: 'waits-a-time' }, { oomWait: 60 }, 0],
    ['that waits 20 ms and counts finer', { oomNotifier: 'waits-a-time' }, { tracking: 100 }, 0],
    ['that waits for 256 pages, however long', { oomNotifier: 'waits-for-pages' }, {}, 0],
  ])('%s', (_what, options, scale, kills) => {
    expect(outcome(options, scale)).toBe(kills);
  });

  it('does not wait if others have reported enough', () => {
    const two = (scale: object) =>
      run({ ...NOTIFIED, scale }, '30us', {
        guests: { one: { memory: '512MiB' }, two: { memory: '512MiB' } },
        guest: undefined,
        events: [
          { id: 'end', guest: 'one', do: 'exit' },
          { id: 'other', guest: 'two', do: 'exit', at: '0s' },
          { id: 'next', do: 'start-process', memory: '1GiB', after: 'other.unblocked' },
        ],
      });
    const [patient, hasty] = [two({}), two({ oomEnough: 0 })];
    expect([patient.oomKills, hasty.oomKills]).toEqual([0, 0]);
    expect(took(hasty, 'next')).toBeLessThan(took(patient, 'next'));
  });

  it('is measured alike by both executors', () => {
    const small = { host: { memory: '70MiB', oom_after: '10ms' }, guest: { memory: '64MiB' } };
    const events = [
      { id: 'end', do: 'exit' },
      { id: 'next', do: 'start-process', memory: '60MiB', after: 'end.unblocked' },
    ];
    const seen = (executor?: 'reference') => {
      const result = run({ ...NOTIFIED, scale: { oomWait: 300 } }, '500us', { ...small, events }, executor);
      expect([result.oomKills, result.stalls.count > 0]).toEqual([0, true]);
      return [result.stalls, took(result, 'next'), took(result, 'end')];
    };
    expect(seen()).toEqual(seen('reference'));
  });

  it('stalls who asks for memory, which is counted and timed', () => {
    const stallsOf = (options: object, scale: object = {}) => run({ ...NOTIFIED, options, scale }, '30us').stalls;
    const MS = 1_000_000;
    const timed = stallsOf({});
    expect(timed.count).toBeGreaterThan(10);
    expect([timed.longestNs, timed.totalNs]).toEqual([20 * MS, timed.count * 20 * MS]);
    const longer = stallsOf({}, { oomWait: 60 });
    expect([longer.longestNs, longer.totalNs]).toEqual([60 * MS, longer.count * 60 * MS]);
    // 256 pages take 7.7 ms, and it looks every 10 ms.
    const paged = stallsOf({ oomNotifier: 'waits-for-pages' });
    expect(paged.count).toBeGreaterThan(timed.count);
    expect(paged.longestNs).toBe(10 * MS);
    expect(stallsOf({ oomNotifier: 'waits-for-pages' }, { oomPages: 1024 }).longestNs).toBe(40 * MS);
    expect(stallsOf({ oomNotifier: 'none' })).toEqual({ count: 0, longestNs: 0, totalNs: 0 });
  });

  it('stalls as long as a threshold allows', () => {
    const expected = { oom_stalls: '< 1000', oom_stalled: '< 1s' };
    const scenario = run(NOTIFIED, '30us', { expect: expected });
    const findings: Finding[] = [];
    const judged = judgeThresholds(scenario, findings);
    expect(findings).toEqual([]);
    expect(judged.map(({ threshold, actual, met }) => [threshold.text, actual, met])).toEqual([
      ['oom_stalls', scenario.stalls.count, true],
      ['oom_stalled', scenario.stalls.totalNs, false],
    ]);
  });
});
