/** Where a check finds each defect: small machines, not the smallest there are. Source: docs/s390.md 11. */
import type { DefectScene } from '@cvm-teardown/core/plugin';

const REBOOT = { policy: 'async', trigger: 'reboot', release: 'fixed', pages: 2 } as const;
const EXIT = { policy: 'sync', trigger: 'exit', release: 'fixed', pages: 2 } as const;
const POSTING = { policy: 'kthread', release: 'fixed', pages: 3, scale: { low: 0 } } as const;
const PROTECTED_AGAIN = { trigger: 'reboot', pages: 1, options: { nextGuest: 'protected' } } as const;
const SLOW = { destroyFast: false };
const ONE_REBOOT = { cleaners: 1 };
const VM_FIRST = { vmEnd: 'before-process' };
const NORMAL_VM = { protVirt: 0, pressure: 'one-page', ...VM_FIRST };
const GIVEN_UP = { dump: 'given-up' };

export const scenes: Readonly<Record<string, DefectScene>> = {
  'asce-freed-after-failed-destroy': { ...EXIT, features: SLOW, faults: 1 },
  'asce-unlisted-then-fail': { ...REBOOT, features: SLOW, options: ONE_REBOOT, faults: 1 },
  'segment-asce-uaf': { ...REBOOT, pages: 1, features: SLOW, options: { vmm: 'no-size-check' } },
  'fast-with-handle-0': REBOOT,
  'small-leak-fast-fail': { ...REBOOT, options: ONE_REBOOT, faults: 1 },
  'export-fail-free': { ...REBOOT, options: ONE_REBOOT, faults: 1 },
  'make-secure-no-pte-lock': { ...REBOOT, options: { pressure: 'one-page', cleaners: 1 } },
  'sida-double-free': { ...REBOOT, policy: 'sync', faults: 1 },
  'cpu-create-leak': { ...REBOOT, policy: 'sync', faults: 1 },
  'perform-locked': { ...REBOOT, options: ONE_REBOOT },
  'rc-not-propagated': { ...REBOOT, features: SLOW, options: ONE_REBOOT, faults: 1 },
  'warn-0x104': { ...EXIT, faults: 1 },
  'fast-not-installed': { ...EXIT, features: SLOW },
  'asce-index': { ...REBOOT, features: SLOW, options: { ...ONE_REBOOT, pressure: 'one-page' } },
  'count-race-nonprotected': { ...EXIT, options: NORMAL_VM },
  'notifier-never-unregistered': { ...EXIT, options: VM_FIRST },
  'retry-hoping': { ...REBOOT, options: ONE_REBOOT, faults: 1 },
  'donated-fault-loop': { ...EXIT, options: { kernelReads: 'storage' } },
  'dump-outlives-configuration': { ...REBOOT, policy: 'sync', options: GIVEN_UP },
  'dump-cpu-code-lost': { ...EXIT, options: GIVEN_UP, faults: 1 },
  'make-secure-lock-no-ref': { ...REBOOT, policy: 'sync', options: { pressure: 'one-page' } },
  'writeback-no-ref': { ...REBOOT, policy: 'sync', options: { pressure: 'one-page' } },
  'split-returns-0': { ...REBOOT, policy: 'sync', options: { folios: 'large' } },
  'large-folio-livelock': { ...REBOOT, policy: 'sync', options: { folios: 'large-file' } },
  'sleep-in-atomic': { ...EXIT, options: { kernelReads: 'guest-page' } },
  'legacy-107': { ...REBOOT, policy: 'sync', options: { firmware: 'old' } },
  'qemu-ram-size': { ...REBOOT, pages: 1, options: { ...ONE_REBOOT, memoryLimit: 'above-2g' } },
  'qemu-2g-warning': { ...REBOOT, pages: 1, options: ONE_REBOOT },
  'count-never-lowered': { ...REBOOT, options: ONE_REBOOT },
  'success-without-code': { ...REBOOT, policy: 'sync' },
  'destroy-keeps-content': { ...REBOOT, options: ONE_REBOOT },
  'teardown-export': EXIT,
  'prepare-unlocks': { ...REBOOT, options: { ...ONE_REBOOT, otherThread: 'asks' } },
  'perform-ignores-signals': { ...REBOOT, options: ONE_REBOOT },
  'set-aside-unlocked': { ...REBOOT, options: ONE_REBOOT },
  'perform-hides-failure': { ...REBOOT, features: SLOW, options: ONE_REBOOT, faults: 1 },
  'cleaner-not-awaited': { ...REBOOT, options: ONE_REBOOT },
  'v1-no-return': { ...POSTING, trigger: 'reboot', options: { lazyDestroy: 0 } },
  'v1-mm-uaf': { ...POSTING, trigger: 'exit' },
  'v1-ref-leak-on-fallback': { ...POSTING, trigger: 'reboot', faults: 1 },
  'v1-rollback-deferred': { ...POSTING, ...PROTECTED_AGAIN, faults: 1 },
  'v1-orphan-list': { ...POSTING, trigger: 'reboot' },
  'helper-keeps-fds': { ...EXIT, policy: 'helper' },
  'helper-sigkill-pdeath': { ...EXIT, policy: 'helper' },
  'mask-not-cleared': { ...REBOOT, policy: 'sync' },
  'no-export-before-import': { ...REBOOT, features: { misc: false } },
  'no-lower-2g': REBOOT,
  'destroy-on-live-unmap': REBOOT,
  'second-set-aside': REBOOT,
  'asce-not-replaced': { ...REBOOT, features: SLOW },
  'count-lowered-early': REBOOT,
  'prepare-keeps-cpus': { ...REBOOT, features: SLOW, scale: { low: 0 } },
  'destroy-with-cpus': { ...EXIT, faults: 1 },
  'unmap-forgets-shared': REBOOT,
};
