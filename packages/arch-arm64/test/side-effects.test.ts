/** What a teardown does to everybody else: memory that it holds, CPUs that it keeps or interrupts. */
import { loadArchitecture, type MachineRequest, simulate } from '@cvm-teardown/core';
import { describe, expect, it, test } from 'vitest';
import { arm64 } from '../src/plugin.js';
import type { S } from '../src/state.js';

const arch = loadArchitecture(arm64);
const GIB = 2 ** 30;
const PAGE = 4096;
const run = (request: MachineRequest, executor?: 'reference') =>
  simulate(arch, { memoryBytes: GIB / 8, options: { leaf: 'page' }, ...request }, { executor });

/** 128 MiB in pages: 64 tables with leaves and one above; two root pages for 40 bits of guest physical address. */
const LEAVES = GIB / 8 / PAGE;
const TABLES = 64 + 1;
const ROOTS = 2;

const policies = ['pre-series', 'series', 'mainline'] as const;

describe('memory that is held', () => {
  test.each(policies)(
    '%s: a close holds the tables, which cannot be swapped out; an exit the memory as well',
    (policy) => {
      const close = run({ trigger: 'close', policy }).held;
      const tables = (TABLES + ROOTS) * PAGE;
      expect(close?.unswappable).toMatchObject({ startBytes: tables, peakBytes: tables, endBytes: 0 });
      expect(close?.swappable).toMatchObject({ startBytes: 0, peakBytes: 0, endBytes: 0 });
      const exit = run({ trigger: 'exit', policy, resident: 0.5 }).held;
      expect(exit?.swappable).toMatchObject({ startBytes: GIB / 16, peakBytes: GIB / 16, endBytes: 0 });
      expect(exit?.unswappable).toMatchObject({ startBytes: (32 + 1 + ROOTS) * PAGE, endBytes: 0 });
    },
  );

  test.each(policies)('%s: alike on both executors', (policy) => {
    for (const trigger of ['close', 'exit', 'unmap']) {
      const [timed, reference] = [run({ trigger, policy }), run({ trigger, policy }, 'reference')];
      expect({ ...timed.engine, events: 0 }).toEqual({ ...reference.engine, events: 0 });
    }
  });

  it('is there for ever where a root is forgotten', () => {
    const { held } = run({ trigger: 'close', policy: 'mainline', defects: ['root-not-freed'] });
    expect(held?.unswappable.endBytes).toBe(ROOTS * PAGE);
  });

  it('is not measured while a guest lives on', () => {
    expect(run({ trigger: 'unmap', policy: 'mainline' }).held).toBeUndefined();
  });
});

describe('broadcast invalidations', () => {
  const interference = (request: MachineRequest) => run({ cpus: 16, ...request }).interference();

  it('at close: two per leaf and table before the series, one with it, none in mainline (docs/arm64.md 7.2, 9.1)', () => {
    const before = 2 * (LEAVES + TABLES);
    expect(interference({ trigger: 'close', policy: 'pre-series' })).toEqual({
      broadcasts: before,
      heard: 15 * before,
    });
    expect(interference({ trigger: 'close', policy: 'series' })).toEqual({ broadcasts: 1, heard: 15 });
    expect(interference({ trigger: 'close', policy: 'mainline' })).toEqual({ broadcasts: 0, heard: 0 });
  });

  it('of a flush by range: each of its invalidations, and one for stage 1', () => {
    const request = { trigger: 'unmap', policy: 'mainline', release: '6.19', features: { FWB: true, TLBIRANGE: true } };
    const result = run({ ...request, cpus: 2 });
    const parts = ['flush-by-range', 'invalidate-range', 'invalidate-single'].map((name) => result.count(name));
    expect(parts[0]).toBeGreaterThan(0);
    const pairs = 2 * result.count('flush-by-ipa');
    expect(result.interference().broadcasts).toBe(parts.reduce((sum, part) => sum + part, pairs));
  });
});

describe('the longest time without a reschedule', () => {
  const longest = (request: MachineRequest) => {
    const result = run({ options: { leaf: 'page' }, features: {}, ...request });
    const [vmm] = result.engine.actors;
    return {
      longest: vmm?.longestUnrescheduledNs ?? 0,
      cpu: vmm?.cpuNs ?? 0,
      leaves: leavesOf(result.state.view as unknown as S),
    };
  };
  const leavesOf = (s: S): number => s.page.length;

  it('at close in mainline: everything up to 6.18, a batch of 1 GiB since (docs/arm64.md 9.1)', () => {
    const close = { trigger: 'close', policy: 'mainline' };
    const [one, four] = [GIB, 4 * GIB].map((memoryBytes) => longest({ ...close, release: '6.9', memoryBytes }));
    expect(four?.longest).toBe(four?.cpu);
    expect(four?.longest).toBeGreaterThan(3.9 * (one?.longest ?? 0));
    const since = longest({ ...close, release: '6.19', memoryBytes: 4 * GIB });
    expect(since.cpu).toBe(four?.cpu);
    expect(since.longest).toBeLessThan(1.01 * (one?.longest ?? 0));
  });

  it('before: a root entry, of 1 GiB with 40 bits of address (docs/arm64.md 5.1)', () => {
    for (const policy of ['pre-series', 'series']) {
      const [one, four] = [GIB, 4 * GIB].map((memoryBytes) => longest({ trigger: 'close', policy, memoryBytes }));
      expect(four?.cpu).toBeGreaterThan(3.9 * (one?.cpu ?? 0));
      expect(four?.longest).toBeLessThan(1.01 * (one?.longest ?? 0));
    }
  });

  it('does not grow with the memory that an exiting process frees', () => {
    const exit = { trigger: 'exit', policy: 'mainline', release: '6.19' };
    const [one, two] = [GIB, 2 * GIB].map((memoryBytes) => longest({ ...exit, memoryBytes }).longest);
    expect(two).toBeLessThan(1.01 * (one ?? 0));
  });
});
