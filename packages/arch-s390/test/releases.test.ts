/** Every release, policy and trigger: exactly the defects that are known of the release, by name, and nothing else. */
import type { MachineRequest } from '@cvm-teardown/core';
import { defectsShown } from '@cvm-teardown/core/testing';
import { describe, expect, test } from 'vitest';
import { s390 } from '../src/plugin.js';
import { kernels, releases } from '../src/releases.js';

/** More in a longer run: `pnpm releases`. */
const pages = Number(process.env['CVM_RELEASE_PAGES'] ?? 2);

type Machine = MachineRequest & { readonly faults?: number };

const SLOW = { destroyFast: false, misc: false };
const ONE_REBOOT = { cleaners: 1 };
const PRESSURE = { pressure: 'one-page' };
const VM_FIRST = { vmEnd: 'before-process' };
const READER = { options: { kernelReads: 'storage' } };
const ATOMIC_READER = { pages: 1, options: { kernelReads: 'guest-page' } };
const LARGE = { folios: 'large-file' };
const DUMP = { pages: 1, options: { dump: 'given-up' } };
const NORMAL_VM = { options: { protVirt: 0, ...PRESSURE, ...VM_FIRST } };
/** One page, and nothing below 2 GiB, so that PERFORM has it. */
const ONE_PAGE = { pages: 1, scale: { low: 0 } };

/** By policy and trigger: the small machine, and those that some defect needs. */
const MACHINES: Readonly<Record<string, readonly Machine[]>> = {
  'sync exit': [{}, { features: SLOW }, { options: VM_FIRST }, NORMAL_VM, READER, ATOMIC_READER, DUMP],
  'sync kill': [{}, READER, ATOMIC_READER, DUMP],
  'sync reboot': [
    ...[{}, { features: SLOW }, { options: VM_FIRST }, { options: PRESSURE }, { options: LARGE }],
    ...[NORMAL_VM, READER, ATOMIC_READER, DUMP],
  ],
  'helper exit': [{}, { features: SLOW }, { options: VM_FIRST }, NORMAL_VM, READER, ATOMIC_READER, DUMP],
  'helper kill': [{}, READER, ATOMIC_READER, DUMP],
  'kthread exit': [{}, { options: { atomicAllocations: 'fail' } }],
  'kthread kill': [{}],
  // With a fault, B1 also loses what the synchronous way reported.
  'kthread reboot': [
    {},
    { options: { lazyDestroy: 0 }, faults: 0 },
    { ...ONE_PAGE, options: { nextGuest: 'protected' } },
  ],
  'async reboot': [
    { options: ONE_REBOOT },
    { ...ONE_PAGE, features: SLOW, options: ONE_REBOOT },
    { ...ONE_PAGE, options: { ...ONE_REBOOT, ...PRESSURE } },
    { ...ONE_PAGE, features: SLOW, faults: 0, options: { ...ONE_REBOOT, ...PRESSURE } },
    { ...ONE_PAGE, options: { ...ONE_REBOOT, ...VM_FIRST } },
    NORMAL_VM,
    { ...ONE_PAGE, faults: 0, options: { ...ONE_REBOOT, ...READER.options } },
    { ...ONE_PAGE, faults: 0, options: { ...ONE_REBOOT, ...ATOMIC_READER.options } },
    { ...ONE_PAGE, faults: 0, options: { ...ONE_REBOOT, ...LARGE } },
    { ...DUMP, options: { ...ONE_REBOOT, ...DUMP.options } },
    { pages: 1, features: SLOW, options: { ...ONE_REBOOT, vmm: 'no-size-check' } },
  ],
};

const KERNELS = Object.keys(MACHINES).filter((of) => !of.startsWith('kthread'));

/** With which policies and triggers a defect shows, if a release has it. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  'asce-freed-after-failed-destroy': ['sync exit', 'sync kill', 'sync reboot'],
  'asce-unlisted-then-fail': ['async reboot'],
  'segment-asce-uaf': ['async reboot'],
  'export-fail-free': KERNELS,
  // When the VM becomes a protected one again, and a vCPU cannot be created.
  'sida-double-free': ['sync reboot', 'async reboot'],
  'cpu-create-leak': ['sync reboot', 'async reboot'],
  // DISABLE has destroyed the configuration before the notifier could do it fast.
  'warn-0x104': KERNELS.filter((of) => of !== 'sync reboot'),
  'make-secure-lock-no-ref': ['sync reboot', 'async reboot'],
  'writeback-no-ref': ['sync reboot', 'async reboot'],
  'split-returns-0': ['sync reboot', 'async reboot'],
  'large-folio-livelock': ['sync reboot', 'async reboot'],
  'sleep-in-atomic': KERNELS,
  // Nothing was promised before 6.0, which brought the remedy.
  'teardown-export': [],
  'v1-no-return': ['kthread reboot'],
  'v1-mm-uaf': ['kthread exit', 'kthread kill', 'kthread reboot'],
  'v1-ref-leak-on-fallback': ['kthread exit', 'kthread kill', 'kthread reboot'],
  'v1-orphan-list': ['kthread reboot'],
  'v1-rollback-deferred': ['kthread reboot'],
  'asce-index': ['async reboot'],
  'count-race-nonprotected': KERNELS.filter((of) => !of.endsWith('kill')),
  'donated-fault-loop': KERNELS,
  'dump-outlives-configuration': ['sync reboot', 'async reboot'],
  'dump-cpu-code-lost': KERNELS,
};

/** PREPARE came with 6.2, and with it the helper's use; the kernel thread was posted, and is in no kernel. */
const hasPolicy = (release: string, policy: string): boolean => {
  if (policy === 'kthread') return !kernels.includes(release) || release === 'fixed';
  return kernels.includes(release) && (policy === 'sync' || !['5.10', '5.16', '5.19', '6.0'].includes(release));
};

describe.each(releases)('$id', ({ id: release, defects }) => {
  test.each(Object.keys(MACHINES).filter((of) => hasPolicy(release, of.split(' ')[0] as string)))('%s', (of) => {
    const [policy, trigger] = of.split(' ') as [string, MachineRequest['trigger'] & string];
    const found = (MACHINES[of] ?? []).map(({ faults = 1, ...machine }) =>
      defectsShown(s390, { pages, policy, trigger, release, ...machine }, { faults }),
    );
    expect(found.flatMap(({ unexplained = [] }) => unexplained)).toEqual([]);
    expect(found[0]?.unreached).toEqual([]);
    expect(new Set(found.flatMap(({ shown }) => shown))).toEqual(
      new Set(defects.filter((id) => SHOWS[id]?.includes(of))),
    );
  });

  test('shows each of its defects somewhere', () => {
    expect(defects.filter((id) => SHOWS[id] === undefined)).toEqual([]);
  });
});
