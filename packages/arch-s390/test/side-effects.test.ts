/** What a teardown does to everybody else: memory that it holds, and CPUs that it keeps. */
import {
  loadArchitecture,
  type MachineRequest,
  parseAssumptions,
  type ScriptedFault,
  simulate,
} from '@cvm-teardown/core';
import { describe, expect, it, test } from 'vitest';
import { heldLevels } from '../src/held.js';
import { operations } from '../src/operations.js';
import { s390 } from '../src/plugin.js';
import type { State } from '../src/state.js';

const arch = loadArchitecture(s390);
const N = 1_000;
const L = 200;
const PAGE = 4096;
const small: MachineRequest = { memoryBytes: N * PAGE, vcpus: 2, scale: { low: L } };
const assumptions = parseAssumptions(
  ['destroy-page=1us', 'free-page=100ns', 'end-process=1us', 'fault-in=1us'],
  operations,
);
const run = (request: MachineRequest, faults: readonly ScriptedFault[] = [], executor?: 'reference') =>
  simulate(arch, { ...small, ...request }, { assumptions, faults, executor });

/** Releases around each change of a path. */
const teardowns: readonly MachineRequest[] = [
  ...['5.19', '6.0', '6.2'].map((release) => ({ trigger: 'reboot', policy: 'sync', release })),
  ...['5.19', '6.0', '6.2', '7.0'].map((release) => ({ trigger: 'exit', policy: 'sync', release })),
  ...['6.2', '7.0', 'fixed'].map((release) => ({ trigger: 'reboot', policy: 'async', release })),
  { trigger: 'reboot', policy: 'async', release: '6.2', features: { destroyFast: false } },
  { trigger: 'exit', policy: 'helper', release: '6.2' },
  { trigger: 'kill', policy: 'helper', release: '6.2', resident: 0.3 },
];
const titled = teardowns.map((request) => [JSON.stringify(request), request] as const);

describe('memory that is held', () => {
  test.each(titled)('%s: all that is there at the request, nothing in the end', (_, request) => {
    const { held, engine, machine } = run(request);
    const present = Math.round(N * (request.resident ?? 1)) * PAGE;
    expect(held?.total).toMatchObject({ startBytes: present, peakBytes: present, endBytes: 0 });
    expect(held?.unswappable).toMatchObject({ startBytes: 0, peakBytes: 0 });
    expect([engine.unpriced, machine.pages]).toEqual([[], N]);
  });

  test.each(titled)('%s: what the rules say is what the pages say, and alike on both executors', (_, request) => {
    const [timed, reference] = [run(request), run(request, [], 'reference')];
    expect({ ...timed.engine, events: 0 }).toEqual({ ...reference.engine, events: 0 });
    const levels = Object.fromEntries(timed.engine.levels.map(({ level, now }) => [level, now]));
    expect(levels).toMatchObject(heldLevels(timed.state.view as unknown as State, timed.machine));
  });

  it('goes page by page where the caller destroys them, and at once where Destroy Configuration does', () => {
    const [before, after] = [
      run({ trigger: 'reboot', policy: 'sync', release: '5.19' }),
      run({ trigger: 'reboot', policy: 'sync', release: '6.0' }),
    ];
    // CPUs, then each page at the end of its call, then the configuration.
    const cpus = 2n * 1000n;
    const byPage = BigInt(N) * cpus + 1000n * BigInt((N * (N + 1)) / 2);
    expect(before.held?.total.byteNs).toBe(BigInt(PAGE) * byPage);
    const cleaned = after.operations().get('clean-by-configuration')?.ns ?? 0;
    expect(cleaned).toBeGreaterThan(0);
    expect(after.held?.total.byteNs).toBe(BigInt(PAGE) * BigInt(N) * (cpus + BigInt(cleaned)));
  });

  it('of pages that nobody may touch again cannot be swapped out, for ever', () => {
    // A CPU that could not be destroyed makes the Ultravisor refuse, so pages are exported; one of these calls fails.
    const { held } = run({ trigger: 'exit', policy: 'sync', release: 'fixed' }, [
      { fault: 'destroy-cpu-fails', at: 'destroy-cpu', occurrence: 1 },
      { fault: 'export-fails', at: 'exit-mmap', occurrence: 3 },
    ]);
    expect([held?.total.endBytes, held?.swappable.endBytes, held?.unswappable.endBytes]).toEqual([PAGE, 0, PAGE]);
  });
});

describe('the longest time without a reschedule', () => {
  const longest = (request: MachineRequest) =>
    Math.max(...run(request).engine.actors.map(({ longestUnrescheduledNs }) => longestUnrescheduledNs));

  it('grew with the memory up to 5.19, and does not since', () => {
    const before = { trigger: 'reboot', policy: 'sync', release: '5.19' };
    expect([longest(before), longest({ ...before, memoryBytes: 2 * N * PAGE })]).toEqual([
      (2 + N + 1) * 1000,
      (2 + 2 * N + 1) * 1000,
    ]);
    for (const request of teardowns.filter(({ release, trigger }) => release !== '5.19' || trigger !== 'reboot')) {
      const more = { ...request, memoryBytes: 2 * N * PAGE };
      expect([JSON.stringify(request), longest(more)]).toEqual([JSON.stringify(request), longest(request)]);
      expect(longest(request)).toBeLessThan(10_000);
    }
  });
});
