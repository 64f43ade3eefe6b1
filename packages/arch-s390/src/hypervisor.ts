/** KVM_S390_PV_COMMAND: the commands that begin and end protection. Source: docs/s390.md 3. */
import { acquire, fail, interval, type MachineConfig, release, rows, sub, type Task } from '@cvm-teardown/core/plugin';
import { hasSegmentTable, sweptLowPages } from './constants.js';
import { deinitDeferred, disableDeferred } from './kthread/deferred.js';
import { ended, locked, lowPagesAreUsable, REFUSED } from './kvm/command.js';
import {
  createCurrent,
  deinitCurrent,
  destroyCurrentFast,
  freeStorageAfterFast,
  notifierOf,
} from './kvm/configuration.js';
import { cpusFromPv, cpusToPv } from './kvm/cpus.js';
import { type DumpLeft, dumpLeft, leaveProtection } from './kvm/dump.js';
import { cleanUpAll, dispose, freeLeftover, letGoOfLock, queueForCleanup, takeFor } from './kvm/leftovers.js';
import { allPages, destroyRange } from './kvm/range.js';
import { refusesSegment, replaceAsce } from './mmu.js';
import { EINTR, EINVAL, EIO, ENOMEM, FAILURE_RC, type PvResult, pv, RC_EXECUTED, RRC_MARKER } from './results.js';
import { at, firstFree, MMAP_WRITE, step, VM_LOCK } from './state.js';

/** The SCA becomes an extended one, zero pages and COW are broken, KSM is off. */
const prepareMemory = step({
  name: 'prepare-memory',
  outcomes: rows({ ready: { errno: 0 }, 'no memory': { errno: ENOMEM }, interrupted: { errno: EINTR } }),
  faults: ['no-memory', 'unmerge-interrupted'],
  acquires: () => MMAP_WRITE,
  releases: () => MMAP_WRITE,
  apply: (_s, _args: [], _choice, fault) =>
    fault === undefined ? 'ready' : fault === 'no-memory' ? 'no memory' : 'interrupted',
  source: 'docs/s390.md 3.5',
});

/** The mask bit is set as soon as there is a configuration, also when its vCPUs fail. */
export const enable = locked(function* enable(machine, isProtected) {
  if (isProtected) return REFUSED;
  const { errno } = yield* prepareMemory();
  if (errno !== 0) return ended('kept', pv(errno));
  const made = yield* createCurrent(Number(machine.option('maxConfigurations')), notifierOf(machine));
  if (made === 'no memory') return ended('kept', pv(ENOMEM));
  if (made === 'failed' || made === 'limit reached') return ended('kept', pv(EIO, FAILURE_RC.create));
  if (made === 'needs destroy') {
    yield* deinitCurrent(machine, true);
    return ended('kept', pv(EIO, FAILURE_RC['needs destroy']));
  }
  const cpus = yield* cpusToPv(machine);
  if (cpus === 'created') return ended('set', pv(0, RC_EXECUTED));
  if (machine.policy === 'kthread' && machine.has('v1-rollback-deferred')) yield* deinitDeferred(machine);
  else yield* deinitCurrent(machine, true);
  return ended('set', cpus === 'failed' ? pv(EIO, FAILURE_RC.cpu) : pv(ENOMEM, FAILURE_RC['cpu memory']));
});

export const disable = locked(function* disable(machine, isProtected) {
  if (!isProtected) return REFUSED;
  const cpus = yield* cpusFromPv(machine);
  if (!cpus.ok) return ended('kept', pv(EIO, cpus.rc));
  const end = machine.since('6.2') ? yield* cleanUpAll(machine, true) : yield* deinitCurrent(machine, true);
  const rc = end.ok && machine.has('success-without-code') ? 0 : end.rc;
  return ended(machine.has('mask-not-cleared') ? 'forgotten' : 'cleared', pv(end.ok ? 0 : EIO, rc));
});

/** KVM_PV_DISABLE of the kernel, or of the 2021 postings. */
export const disableByPolicy = (machine: MachineConfig): Task<PvResult> =>
  machine.policy === 'kthread' ? disableDeferred(machine) : disable(machine);

const TAKES = ['record 1', 'record 2', 'record 3'] as const;

/** What PREPARE finds before it begins: something is in the way, or a fresh record. */
const beginSetAside = step({
  name: 'begin-set-aside',
  outcomes: rows({
    'already set aside': { errno: EINVAL, leftover: 0 },
    'segment type': { errno: EINVAL, leftover: 0 },
    'no memory': { errno: ENOMEM, leftover: 0 },
    'record 1': { errno: 0, leftover: 1 },
    'record 2': { errno: 0, leftover: 2 },
    'record 3': { errno: 0, leftover: 3 },
  }),
  faults: ['no-memory'],
  apply: (s, [looks, refuses]: [boolean, boolean], _choice, fault) => {
    if (looks && s.vm.setAside !== 0) return 'already set aside';
    if (refuses) return 'segment type';
    if (fault !== undefined) return 'no memory';
    const leftover = firstFree(s.leftover, ({ live }) => !live);
    at(s.leftover, leftover).live = true;
    return at(TAKES, leftover - 1);
  },
  source: 'docs/s390.md 3.7',
});

const fillLeftover = step({
  name: 'fill-leftover',
  apply: (s, [leftover]: [number]) => {
    Object.assign(at(s.leftover, leftover), { config: s.vm.handle, table: s.vm.asce });
  },
  source: 'docs/s390.md 3.7',
});

const dropLeftover = step({ name: 'free-record', apply: (s, [leftover]: [number]) => freeLeftover(s, leftover) });

const becomeNormal = step({
  name: 'become-normal',
  apply: (s, [leftover, low, lowersCount, left]: [number, number, boolean, ...DumpLeft[]]) => {
    lowPagesAreUsable(s, low);
    if (s.vm.setAside !== 0) fail('destroyed-once', `record ${s.vm.setAside} is set aside already and would be lost`);
    leaveProtection(s, left);
    s.vm.setAside = leftover;
    if (lowersCount) s.vm.count -= 1;
  },
  source: 'docs/s390.md 3.7',
});

/** KVM_PV_ASYNC_CLEANUP_PREPARE. Source: docs/s390.md 3.7. */
export const prepare = locked(function* prepare(machine, isProtected) {
  if (!isProtected || machine.option('asyncDestroy') === 0) return REFUSED;
  if (!machine.has('prepare-keeps-cpus')) {
    const cpus = yield* cpusFromPv(machine);
    if (!cpus.ok) return ended('kept', pv(EIO, cpus.rc));
  }
  return ended('cleared', yield* setAside(machine));
});

const setAside = sub(function* setAside(machine: MachineConfig): Task<PvResult> {
  const { errno, leftover } = yield* beginSetAside(!machine.has('second-set-aside'), refusesSegment(machine));
  if (leftover === 0) return pv(errno);
  const failed = yield* machine.feature('destroyFast')
    ? setAsideFast(machine, leftover)
    : setAsideSlow(machine, leftover);
  if (failed.errno !== 0) return failed;
  if (!machine.has('no-lower-2g')) yield* cleanLowPages(machine);
  const lowersCount = machine.has('count-lowered-early');
  yield* becomeNormal(leftover, sweptLowPages(machine), lowersCount, ...dumpLeft(machine));
  return pv(0, RC_EXECUTED, RRC_MARKER);
});

const cleanLowPages = sub(function* cleanLowPages(machine: MachineConfig): Task {
  const givesLockBack = machine.has('prepare-unlocks');
  if (givesLockBack) yield* release(VM_LOCK);
  yield* destroyRange(machine, interval(0, sweptLowPages(machine)), false);
  if (givesLockBack) yield* acquire(VM_LOCK);
});

const setAsideFast = sub(function* setAsideFast(machine: MachineConfig, leftover: number): Task<PvResult> {
  const end = yield* destroyCurrentFast(machine, true);
  if (end.ok) {
    yield* freeStorageAfterFast(false);
    return pv(0);
  }
  if (!machine.has('small-leak-fast-fail')) yield* dropLeftover(leftover);
  return pv(EIO, end.rc);
});

const setAsideSlow = sub(function* setAsideSlow(machine: MachineConfig, leftover: number): Task<PvResult> {
  yield* fillLeftover(leftover);
  if (machine.has('asce-not-replaced')) return pv(0);
  const meanwhile = machine.has('asce-unlisted-then-fail') ? 'unlisted' : 'gmap';
  const wrongIndex = machine.has('asce-index');
  const end = yield* replaceAsce('leftover', false, meanwhile, hasSegmentTable(machine), wrongIndex);
  if (end === 'replaced') return pv(0);
  yield* dropLeftover(leftover);
  return pv(ENOMEM);
});

/** KVM_PV_ASYNC_CLEANUP_PERFORM, which sweeps without the VM lock. `thread`: whose failures are followed. Source: docs/s390.md 3.8. */
export const perform = sub(function* perform(machine: MachineConfig, thread: number): Task<PvResult> {
  if (machine.option('asyncDestroy') === 0) return pv(EINVAL);
  const keepsLock = machine.has('perform-locked');
  const leftover: number = yield* takeFor(machine);
  if (leftover === 0) return pv(EINVAL);
  const end = yield* destroyRange(machine, allPages(machine), true);
  if (end === 'interrupted') {
    yield* queueForCleanup(leftover);
    return pv(0, RC_EXECUTED, RRC_MARKER);
  }
  const disposed = yield* dispose(machine, leftover, thread);
  if (keepsLock) yield* letGoOfLock();
  return pv(disposed.ok || machine.has('perform-hides-failure') ? 0 : EIO, disposed.rc);
});
