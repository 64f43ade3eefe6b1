/** The kernel thread of the 2021 postings, and the end of an address space that it may hold. Source: docs/s390.md 8. */
import {
  type Actor,
  fail,
  type MachineConfig,
  milestone,
  names,
  phase,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { destroyConfiguration, pagesOf } from '../firmware.js';
import { countIsExact, freeStorage, mustBeRegistered } from '../kvm/configuration.js';
import { cpusFromPv } from '../kvm/cpus.js';
import { freeVm } from '../kvm/exit.js';
import { freeLeftover, isProtected } from '../kvm/leftovers.js';
import { allPages, destroyInBatches } from '../kvm/range.js';
import { freeTable } from '../mmu.js';
import * as operation from '../operations.js';
import type { PageState } from '../secure-memory.js';
import { at, MMAP_WRITE, type State, step } from '../state.js';
import { tablesOf } from '../tables/tables.js';
import { deinitDeferred } from './deferred.js';
import { workOffList } from './list.js';

const awaitWork = step({
  name: 'await-work',
  outcomes: names('reboot', 'shutdown', 'never'),
  guard: (s) => s.kthread.phase !== 'none' || s.vm.gone || s.process.reaped,
  apply: (s) => (s.kthread.phase === 'reboot' ? 'reboot' : s.kthread.phase === 'shutdown' ? 'shutdown' : 'never'),
  source: 'docs/s390.md 8',
});

/** If nobody else uses the address space, what is left of it is not set aside. */
const refuseToSetAside = step({
  name: 'set-sync-destroy',
  acquires: () => MMAP_WRITE,
  releases: () => MMAP_WRITE,
  apply: (s) => {
    if (s.process.mmUsers === 1) s.kthread.syncDestroy = true;
  },
  source: 'docs/s390.md 8',
});

const putMm = step({
  name: 'put-mm',
  outcomes: names('last user', 'others left'),
  apply: (s) => {
    s.process.mmUsers -= 1;
    return s.process.mmUsers === 0 ? 'last user' : 'others left';
  },
  source: 'docs/s390.md 8',
});

const cleanUp = step({
  name: 'clean-by-configuration',
  operation: operation.cleanByConfiguration,
  units: (s) => pagesOf(s, recordOf(s).config),
  reschedules: 'unit',
  source: 'docs/s390.md 2, 2.1',
});

const destroyTaken = step({
  name: 'destroy-taken-over',
  operation: operation.destroyConfiguration,
  outcomes: names('executed', 'refused'),
  faults: ['leftover-destroy-fails'],
  recounts: true,
  apply: (s, _args: [], _choice, fault) => {
    mustBeRegistered(s, recordOf(s).config);
    return destroyConfiguration(s, recordOf(s).config, fault !== undefined) ? 'executed' : 'refused';
  },
  source: 'docs/s390.md 8',
});

/** All is freed, or all is lost. */
const forgetTaken = step({
  name: 'forget-taken-over',
  apply: (s, [isDestroyed]: [boolean]) => {
    const { config, table } = recordOf(s);
    if (isDestroyed) {
      freeStorage(s, config);
      freeTable(s, table);
    } else at(s.table, table).holder = 'leaked';
    freeLeftover(s, s.kthread.leftover);
    Object.assign(s.kthread, { leftover: 0, phase: 'ended' });
  },
  source: 'docs/s390.md 8',
});

const recordOf = (s: Readonly<State>): State['leftover'][number] => at(s.leftover, s.kthread.leftover);

const lowerCount = step({
  name: 'lower-count',
  apply: (s) => {
    if (s.process.mmRefs === 0) fail('mm-alive', 'the count of an mm is changed that was freed');
    s.vm.count -= 1;
  },
  source: 'docs/s390.md 8, 11 (B2)',
});

const isGathered = ({ held }: PageState): boolean => held;

/** What the thread leaves behind it, a normal VM may live on with. */
const dropMmReference = step({
  name: 'drop-mm-reference',
  apply: (s, [who]: ['thread' | 'users']) => {
    if (who === 'thread') countIsExact(s);
    if (who === 'thread' && s.page.count(isGathered) > 0)
      fail('pages-held', 'the thread keeps a reference to a page that it has gathered');
    s.process.mmRefs -= 1;
  },
  source: 'docs/s390.md 8',
});

const work = sub(function* work(machine: MachineConfig, what: 'reboot' | 'shutdown'): Task {
  yield* phase('kthread');
  yield* workOffList(machine);
  if (what === 'reboot') {
    yield* destroyInBatches(machine, allPages(machine), false);
    yield* refuseToSetAside();
    if ((yield* putMm()) === 'last user') yield* endDeferred(machine);
  }
  if (what === 'shutdown') yield* milestone('memory-back');
  if (machine.has('v1-mm-uaf')) yield* dropMmReference('thread');
  yield* cleanUp();
  const isDestroyed = (yield* destroyTaken()) === 'executed';
  if (isDestroyed) yield* lowerCount();
  yield* forgetTaken(isDestroyed);
  if (!machine.has('v1-mm-uaf')) yield* dropMmReference('thread');
  yield* milestone('scrubbed');
});

export const thread = sub(function* thread(machine: MachineConfig): Task {
  const what = yield* awaitWork();
  if (what !== 'never') yield* work(machine, what);
});

/** The last user of the address space is gone: mappings, which are set aside or processed, then the VM. */
export const endDeferred = sub(function* endDeferred(machine: MachineConfig): Task {
  yield* sweep(allPages(machine), tablesOf(machine).setAside, { reschedules: 'unit' });
  if ((yield* isProtected()) === 'protected') {
    yield* cpusFromPv(machine);
    yield* deinitDeferred(machine);
  }
  yield* dropMmReference('users');
  yield* freeVm();
});

/** The process ends: the thread may be the last user that is left. */
export const endDeferredProcess = sub(function* endDeferredProcess(machine: MachineConfig): Task {
  if ((yield* putMm()) === 'last user') yield* endDeferred(machine);
});

/** In a run nothing may be left to do for it. */
export const kthread = (machine: MachineConfig): Actor => ({
  name: 'kthread',
  task: () => thread(machine),
  charged: 'kernel thread',
  daemon: machine.purpose === 'run',
});
