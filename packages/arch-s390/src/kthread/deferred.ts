/**
 * "deinit deferred" of the 2021 postings: what DISABLE and the end of a VM call. Userspace does nothing: a kernel thread takes the
 * configuration over. Source: docs/s390.md 8.
 */
import { fail, interval, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
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
import { at, firstFree, type State, step } from '../state.js';
import { workOffList } from './list.js';
import { endMm } from './mm.js';

/** The thread that is about to be: who calls holds the VM lock, or ends the VM. */
const isPrepared = ({ phase, leftover }: State['kthread'][number]): boolean => phase === 'none' && leftover !== 0;
const prepared = (s: Readonly<State>): number => s.kthread.findIndex(isPrepared);

/** A vCPU could not be created, and those so far are gone again: ENABLE undoes what it did. Source: docs/s390.md 3.5, 11 (B3b). */
const isRollback = ({ vm, config }: Readonly<State>): boolean =>
  (vm.failure === 'cpu' || vm.failure === 'cpu memory') && at(config, vm.handle).cpus === 0;

/** What there is to defer: a living address space, pages that were set aside, or nothing. References are taken for the thread. */
const beginDeferred = step({
  name: 'begin-deferred',
  outcomes: names('reboot', 'shutdown', 'nothing', 'no memory'),
  faults: ['no-memory'],
  apply: (s, _args: [], _choice, fault) => {
    if (isRollback(s))
      fail(
        'enable-undoes-itself',
        'a vCPU could not be created: a thread is to destroy a configuration without a page',
      );
    if (fault !== undefined) return 'no memory';
    const isReboot = s.process.mmUsers > 0;
    if (!isReboot && s.tracking === 0) return 'nothing';
    const leftover = firstFree(s.leftover, ({ live }) => !live);
    Object.assign(at(s.leftover, leftover), { live: true, config: s.vm.handle, table: s.vm.asce });
    at(
      s.kthread,
      firstFree(s.kthread, ({ phase }) => phase === 'none'),
    ).leftover = leftover;
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
    at(s.kthread, prepared(s)).phase = what;
    leaveProtection(s);
    return 'created';
  },
  source: 'docs/s390.md 8',
});

/**
 * The synchronous way after all: the references are dropped again, and the record goes with the configuration. At the end of a VM
 * the threads that used the address space may be gone meanwhile.
 */
const dropReferences = step({
  name: 'drop-references',
  outcomes: names('last user', 'others left'),
  apply: (s, [what]: ['reboot' | 'shutdown']) => {
    s.process.mmRefs -= 1;
    if (what === 'shutdown') return 'others left';
    s.process.mmUsers -= 1;
    return s.process.mmUsers === 0 ? 'last user' : 'others left';
  },
  source: 'docs/s390.md 8, 11 (B3)',
});

const dropRecord = step({
  name: 'drop-record',
  apply: (s, [isDestroyed]: [boolean]) => {
    const thread = at(s.kthread, prepared(s));
    const { table } = at(s.leftover, thread.leftover);
    if (at(s.table, table).holder === 'leftover') {
      if (isDestroyed) freeTable(s, table);
      else at(s.table, table).holder = 'leaked';
    }
    freeLeftover(s, thread.leftover);
    thread.leftover = 0;
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
  if (!machine.has('v1-ref-leak-on-fallback') && (yield* dropReferences(what)) === 'last user') yield* endMm(machine);
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
