import {
  flag,
  type LockUse,
  list,
  lock,
  type MachineConfig,
  oneOf,
  pages,
  range,
  record,
  records,
  type StateView,
  stepsOver,
  tablesOver,
} from '@cvm-teardown/core/plugin';
import { CLEANERS, KTHREADS, MOST_CALLS, roomOf } from './constants.js';
import { FAILURES } from './results.js';
import { pageFields } from './secure-memory.js';

/** CPUs as the guest left them (`halted`: stopped by the host), then the steps of a reset, in their order. Source: docs/s390.md 2.1. */
export const RESETS = ['running', 'halted', 'requested', 'stopped', 'unshared', 'prepared', 'reset'] as const;

/** Shared state. Index 0 of `config`, `table` and `leftover` means none. Source: docs/s390.md 1.2 to 1.7. */
export const declareState = (machine: MachineConfig) => declareFor(machine, roomOf(machine));

const declareFor = (machine: MachineConfig, { configurations, records: most, tables }: ReturnType<typeof roomOf>) => ({
  page: pages(machine.pages, pageFields),
  /** `bare`: nobody but the Ultravisor is there, its calls are made as unit tests make them. */
  uv: record({ initialised: flag(), bare: flag() }),
  /**
   * What the Ultravisor knows. `broken`: it refused something, so that what is lost with it is lost on purpose; `unpacked`: pages
   * of its image, one more than there are if it can never be right; `verified`: the image is complete, the guest may run; `reset`: how far a reset that its guest asked for is, by which `subcode`; `running`: somebody has entered its CPU
   * and stays; `dumping`: a dump was begun and not completed.
   */
  config: records(configurations + 1, {
    registered: flag(),
    cpus: range(0, machine.guest.vcpus),
    table: range(0, tables),
    storage: oneOf('none', 'donated', 'released'),
    broken: flag(),
    unpacked: range(0, machine.pages + 1),
    verified: flag(),
    reset: oneOf(...RESETS),
    subcode: range(0, 1),
    running: flag(),
    dumping: flag(),
  }),
  /** Top tables of guest address spaces: who has them, which configuration marked them, whether its index is not 0. */
  table: records(tables + 1, {
    holder: oneOf('free', 'gmap', 'unlisted', 'leftover', 'leaked'),
    mark: range(0, configurations),
    wrongIndex: flag(),
  }),
  /** Leftover records; configuration 0: destroyed already, only its memory is left. */
  leftover: records(most + 1, { live: flag(), config: range(0, configurations), table: range(0, tables) }),
  /**
   * What KVM knows. `vcpus`: those it has, `cpus`: of them protected, `sidas`: pages that these need; `reverse`: the top table that
   * its host-to-guest addresses point into; `count`: protected_count of the mm; `mask`: the service interrupt mask bit;
   * `failure`: what failed first under the VM lock; `performLocks`: PERFORM has the VM lock and keeps it;
   * `notifier`: KVM hears of the end of the mm; `prefixLost`: the prefix area was unmapped and KVM was told of another page;
   * `header`: up to 5.19, that of the image was accepted; `dumping`: a dump is in progress; `blocked`: no vCPU can be entered.
   */
  vm: record({
    handle: range(0, configurations),
    vcpus: range(0, machine.guest.vcpus),
    cpus: range(0, machine.guest.vcpus),
    sidas: range(0, machine.guest.vcpus),
    danglingSida: flag(),
    asce: range(0, tables),
    reverse: range(0, tables),
    setAside: range(0, most),
    count: range(0, configurations + 2),
    mask: flag(),
    failure: oneOf(...FAILURES),
    performLocks: flag(),
    userCpuState: flag(),
    notifier: flag(),
    header: flag(),
    prefixLost: flag(),
    dumping: flag(),
    blocked: flag(),
    gone: flag(),
  }),
  /** The memory of the next image is one large folio still. Source: docs/s390.md 6.2. */
  largeFolios: range(0, machine.option('folios') === 'small' ? 0 : 1),
  /** Pages whose call a sweep of PERFORM has begun since its process was killed. Source: docs/s390.md 10 (I10). */
  sweptAfterKill: range(0, machine.purpose === 'check' ? CLEANERS * machine.pages : 0),
  /** Pages that an exit exported though they could have been destroyed. Source: docs/s390.md 11 (B22). */
  needlessExports: range(0, machine.purpose === 'check' ? machine.pages : 0),
  /** The 2021 design: tracking pages on the list of the dying mm. Source: docs/s390.md 8. */
  tracking: range(0, machine.pages),
  /** Frames that the tracking page at the head of the list still takes. */
  room: range(0, machine.constant('tracking')),
  /** While the list is worked off: frames that are left on the tracking page that is worked on. */
  listed: range(0, machine.constant('tracking')),
  /** Its threads, 0: none. `leftover`: the record that one works on; while it is not there yet, that is being prepared for it. */
  kthread: records(KTHREADS + 1, { phase: oneOf('none', 'reboot', 'shutdown', 'ended'), leftover: range(0, most) }),
  /** A thread was the last user of the mm: its pages are not set aside. */
  syncDestroy: flag(),
  needCleanup: list(most, range(0, most)),
  /**
   * QEMU. `mmUsers`: who shares the address space; `mmRefs`: references on its structure, one for all users together, one of the
   * VM, one of each kernel thread; `cleaners`: threads started to call PERFORM, `ended`: of them, `unheard`: a bit for each in whose
   * PERFORM a call failed; `inCall`: its other threads that are in the kernel; `reaped`: it is gone; `helperHasFiles`: its helper
   * keeps its files open.
   */
  process: record({
    exiting: flag(),
    mmUsers: range(0, 1 + KTHREADS),
    mmRefs: range(0, 2 + KTHREADS),
    cleaners: range(0, CLEANERS),
    ended: range(0, CLEANERS),
    unheard: range(0, 2 ** (CLEANERS + 1) - 1),
    inCall: range(0, MOST_CALLS),
    helperKilled: flag(),
    reaped: flag(),
    helperHasFiles: flag(),
  }),
});

export type State = StateView<ReturnType<typeof declareState>>;

export const step = stepsOver<State>();
export const table = tablesOver<State>();

/** `kvm->lock` and the lock of the address space. Source: docs/s390.md 4. */
export const VM_LOCK: LockUse = lock('kvm');
export const MMAP_READ: LockUse = lock('mmap', 0, 'shared');
export const MMAP_WRITE: LockUse = lock('mmap');

export const locks = [
  { name: 'kvm', instances: 1 },
  { name: 'mmap', instances: 1 },
];

/** An element that is there by construction. */
export function at<T>(array: readonly T[], index: number): T {
  const element = array[index];
  if (element === undefined) throw new RangeError(`no element ${index}`);
  return element;
}

/** The first index from 1 on whose element is free; throws when the model is too small for what the protocol does. */
export function firstFree<T>(array: readonly T[], isFree: (element: T) => boolean): number {
  const index = array.findIndex((element, i) => i > 0 && isFree(element));
  if (index < 0) throw new RangeError('the model has no free element left: declare more');
  return index;
}
