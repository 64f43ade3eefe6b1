/**
 * "deinit deferred" of the 2021 postings: what DISABLE and the end of a VM call. Userspace does nothing: a kernel thread takes the
 * configuration over. Source: docs/s390.md 8.
 */
import { interval, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
import { lowPages } from '../constants.js';
import { ended, locked, lowPagesAreUsable, REFUSED } from '../kvm/command.js';
import { deinitCurrent } from '../kvm/configuration.js';
import { cpusFromPv } from '../kvm/cpus.js';
import { leaveProtection } from '../kvm/dump.js';
import { freeLeftover } from '../kvm/leftovers.js';
import { allPages, destroyRange } from '../kvm/range.js';
import { freeTable, replaceAsce } from '../mmu.js';
import { startThread } from '../operations.js';
import { EIO, type PvResult, pv, RC_EXECUTED, RRC_MARKER } from '../results.js';
import { at, firstFree, step } from '../state.js';
import { workOffList } from './list.js';

/** What there is to defer: a living address space, pages that were set aside, or nothing. References are taken for the thread. */
const beginDeferred = step({
  name: 'begin-deferred',
  outcomes: names('reboot', 'shutdown', 'nothing', 'no memory'),
  faults: ['no-memory'],
  apply: (s, _args: [], _choice, fault) => {
    if (fault !== undefined) return 'no memory';
    const isReboot = s.process.mmUsers > 0;
    if (!isReboot && s.tracking === 0) return 'nothing';
    const leftover = firstFree(s.leftover, ({ live }) => !live);
    Object.assign(at(s.leftover, leftover), { live: true, config: s.vm.handle, table: s.vm.asce });
    s.kthread.leftover = leftover;
    s.process.mmRefs += 1;
    if (isReboot) s.process.mmUsers += 1;
    return isReboot ? 'reboot' : 'shutdown';
  },
  source: 'docs/s390.md 8',
});

/** At shutdown the table is taken off its list only: nobody runs on it any more. */
const unlistTable = step({
  name: 'unlist-table',
  apply: (s) => {
    at(s.table, s.vm.asce).holder = 'leftover';
    Object.assign(s.vm, { asce: 0, reverse: 0 });
  },
  source: 'docs/s390.md 8',
});

const createThread = step({
  name: 'create-kthread',
  operation: (seen) => (seen === 'created' ? startThread : undefined),
  outcomes: names('created', 'failed'),
  faults: ['no-thread'],
  apply: (s, [what, low]: ['reboot' | 'shutdown', number], _choice, fault) => {
    if (fault !== undefined) return 'failed';
    if (what === 'reboot') lowPagesAreUsable(s, low);
    s.kthread.phase = what;
    leaveProtection(s);
    return 'created';
  },
  source: 'docs/s390.md 8',
});

/** The synchronous way after all: the references are dropped again, and the record goes with the configuration. */
const dropReferences = step({
  name: 'drop-references',
  apply: (s, [what]: ['reboot' | 'shutdown']) => {
    s.process.mmRefs -= 1;
    if (what === 'reboot') s.process.mmUsers -= 1;
  },
  source: 'docs/s390.md 8, 11 (B3)',
});

const dropRecord = step({
  name: 'drop-record',
  apply: (s, [isDestroyed]: [boolean]) => {
    const { table } = at(s.leftover, s.kthread.leftover);
    if (at(s.table, table).holder === 'leftover') {
      if (isDestroyed) freeTable(s, table);
      else at(s.table, table).holder = 'leaked';
    }
    freeLeftover(s, s.kthread.leftover);
    s.kthread.leftover = 0;
  },
  source: 'docs/s390.md 8',
});

const hasUsers = step({
  name: 'has-users',
  outcomes: names('users', 'none'),
  apply: (s) => (s.process.mmUsers > 0 ? 'users' : 'none'),
});

/** Every page, of the address space or, where that is gone, of its list [I]; then the configuration. */
const deinitNow = sub(function* deinitNow(machine: MachineConfig): Task<PvResult> {
  if ((yield* hasUsers()) === 'users') yield* destroyRange(machine, allPages(machine), false);
  else yield* workOffList(machine);
  const end = yield* deinitCurrent(machine, false);
  return pv(end.ok ? 0 : EIO, end.rc);
});

export const deinitDeferred = sub(function* deinitDeferred(machine: MachineConfig): Task<PvResult> {
  if (machine.option('lazyDestroy') === 0) {
    const end = yield* deinitNow(machine);
    if (!machine.has('v1-no-return')) return end;
  }
  const what = yield* beginDeferred();
  if (what === 'nothing' || what === 'no memory') return yield* deinitNow(machine);
  if (what === 'reboot') yield* destroyRange(machine, interval(0, lowPages(machine)), false);
  if ((yield* handOver(what, lowPages(machine))) === 'created') return pv(0, RC_EXECUTED, RRC_MARKER);
  if (!machine.has('v1-ref-leak-on-fallback')) yield* dropReferences(what);
  const end = yield* deinitNow(machine);
  yield* dropRecord(end.errno === 0);
  return end;
});

const handOver = sub(function* handOver(what: 'reboot' | 'shutdown', low: number): Task<'created' | 'failed'> {
  if (what === 'shutdown') yield* unlistTable();
  else if ((yield* replaceAsce('leftover', false, 'gmap', false, false)) !== 'replaced') return 'failed';
  return yield* createThread(what, low);
});

/** KVM_PV_DISABLE of the postings. */
export const disableDeferred = locked(function* disableDeferred(machine, isProtected) {
  if (!isProtected) return REFUSED;
  const cpus = yield* cpusFromPv(machine);
  if (!cpus.ok) return ended('kept', pv(EIO, cpus.rc));
  return ended('cleared', yield* deinitDeferred(machine));
});
