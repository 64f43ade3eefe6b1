/** What a teardown does to everybody else: memory that it holds, and CPUs that it keeps. */
import { type MachineRequest, parseAssumptions, simulate } from '@cvm-teardown/core';
import { describe, expect, it, test } from 'vitest';
import { GFN_BYTES } from '../src/constants.js';
import { heldLevels } from '../src/held.js';
import type { S } from '../src/state.js';
import { ppc } from './support/arch.js';

const N = 512;
const run = (request: MachineRequest, executor?: 'reference') =>
  simulate(
    ppc,
    { memoryBytes: N * GFN_BYTES, policy: 'init-done', scale: { necessaryGfns: 16 }, ...request },
    { executor },
  );

describe('memory that is held', () => {
  it('at a reboot: the frames of the slot, out of reach of the host, until it is unregistered', () => {
    const result = run({ trigger: 'reboot' });
    const all = N * GFN_BYTES;
    expect(result.held?.unswappable).toMatchObject({ startBytes: all, peakBytes: all, endBytes: 0 });
    expect(result.held?.swappable).toMatchObject({ startBytes: 0, peakBytes: 0, endBytes: 0 });
    // Each device page is migrated back first; the frames go with the call, which takes effect as it begins.
    const [migrating, qemu] = [result.operations({ actor: 'qemu' }), result.engine.actors[0]];
    const before = ['migrate-page', 'allocate-page', 'clear-page'].reduce(
      (ns, name) => ns + (migrating.get(name)?.ns ?? 0),
      0,
    );
    expect(qemu?.name).toBe('qemu');
    expect(result.held?.unswappable.byteNs).toBe(BigInt(all) * BigInt(before));
  });

  it('at an unplug: twice as much for a moment, for what replaces a dropped page is freed last', () => {
    const result = run({ trigger: 'unplug' });
    const dimm = (N / 2) * GFN_BYTES;
    expect(result.held?.total).toMatchObject({ startBytes: dimm, peakBytes: 2 * dimm, endBytes: 0 });
    expect(result.held?.swappable).toMatchObject({ startBytes: 0, peakBytes: dimm, endBytes: 0 });
    const levels = Object.fromEntries(result.engine.levels.map(({ level, now }) => [level, now]));
    expect(levels).toMatchObject(heldLevels(result.state.view as unknown as S, result.machine));
  });

  test.each(['secure-entry', 'hotplug', 'abort'])('is none at %s: nothing dies', (trigger) => {
    expect(run({ trigger }).held).toBeUndefined();
  });

  test.each(['secure-entry', 'reboot', 'hotplug', 'unplug'])('is alike on both executors: %s', (trigger) => {
    const [timed, reference] = [run({ trigger }), run({ trigger }, 'reference')];
    expect({ ...timed.engine, events: 0 }).toEqual({ ...reference.engine, events: 0 });
  });

  it('goes by ranges, not by pages, whatever the size', () => {
    const events = [2 ** 34, 2 ** 40].map((memoryBytes) => run({ trigger: 'unplug', memoryBytes }).engine.events);
    expect(events[1]).toBe(events[0]);
  });
});

describe('the longest time without a reschedule', () => {
  it('of the sweep at INIT_DONE: the whole slot before v3b, one GFN since (docs/ppc.md 9)', () => {
    // Zeroing the slot's frames in one ultracall would hide it.
    const assumptions = parseAssumptions(['zero-secure-frame=1ns'], ppc.operations);
    const longest = (release: string, gfns: number) =>
      simulate(
        ppc,
        { trigger: 'secure-entry', policy: 'init-done', memoryBytes: gfns * GFN_BYTES, release },
        { assumptions },
      ).engine.actors[0]?.longestUnrescheduledNs ?? 0;
    const [small, large] = [1e5, 2e5];
    expect(longest('v2', large)).toBeGreaterThan(1.9 * longest('v2', small));
    expect(longest('v6', large)).toBeLessThan(1.1 * longest('v6', small));
  });

  it('of KVM_PPC_SVM_OFF: all of it', () => {
    const [qemu] = run({ trigger: 'reboot' }).engine.actors;
    expect(qemu?.longestUnrescheduledNs).toBe(qemu?.cpuNs);
  });
});
