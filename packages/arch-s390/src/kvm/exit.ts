/** A process with a protected VM ends. Source: docs/s390.md 3.11. */
import { fail, type MachineConfig, milestone, names, phase, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { freeTable } from '../mmu.js';
import { at, step } from '../state.js';
import { tablesOf } from '../tables/tables.js';
import { destroyCurrentFast, freeStorageAfterFast } from './configuration.js';
import { cpusFromPv } from './cpus.js';
import { dumpLeft } from './dump.js';
import { deinitAll } from './leftovers.js';
import { allPages } from './range.js';

/** The notifier's release callback: the last user of the mm is gone, the mappings are not. Since 6.0, for the sake of B22. */
const releaseCallback = sub(function* releaseCallback(machine: MachineConfig): Task {
  const cpus = yield* cpusFromPv(machine);
  if (!cpus.ok || !machine.since('6.2')) return;
  if (!machine.feature('destroyFast') && !machine.has('fast-not-installed')) return;
  const end = yield* destroyCurrentFast(machine, !machine.has('fast-with-handle-0'));
  if (end.ok && end.issued) yield* freeStorageAfterFast(true, ...dumpLeft(machine));
});

/** The VM's last reference is gone; nobody else is left, so no lock is taken. `told`: the notifier has seen to its vCPUs. */
const endOfVm = sub(function* endOfVm(machine: MachineConfig, told: boolean): Task {
  if (!told) yield* cpusFromPv(machine);
  yield* deinitAll(machine, false);
  yield* freeVm();
});

export const freeVm = step({
  name: 'free-vm',
  apply: (s) => {
    if (at(s.table, s.vm.asce).holder === 'gmap') freeTable(s, s.vm.asce);
    Object.assign(s.vm, { asce: 0, reverse: 0, gone: true });
  },
  source: 'docs/s390.md 3.11',
});

/**
 * The VM's last reference goes while its process lives on. Its vCPUs go first; the notifier is unregistered, which runs its
 * callback once more. Source: docs/s390.md 3.11, 11 (B13, B17).
 */
export const closeVm = sub(function* closeVm(machine: MachineConfig): Task {
  yield* cpusFromPv(machine);
  yield* deinitAll(machine, true);
  if ((yield* isNotified()) === 'yes' && !machine.has('notifier-never-unregistered')) {
    yield* releaseCallback(machine);
    yield* unregister();
  }
  yield* freeVm();
});

const isNotified = step({
  name: 'has-notifier',
  outcomes: names('no', 'yes'),
  apply: (s) => (s.vm.notifier ? 'yes' : 'no'),
});

const unregister = step({
  name: 'unregister-notifier',
  apply: (s) => {
    s.vm.notifier = false;
  },
  source: 'docs/s390.md 1.8',
});

/** The address space ends. Its VM may be gone already, and must not hear of it then. */
export const endAddressSpace = sub(function* endAddressSpace(machine: MachineConfig): Task {
  if ((yield* meetsVm()) === 'vm') yield* tearDownAddressSpace(machine);
  else yield* removeMappings(machine);
});

const meetsVm = step({
  name: 'meets-vm',
  outcomes: names('vm', 'no vm'),
  apply: (s) => {
    if (!s.vm.gone) return 'vm';
    if (s.vm.notifier) fail('callbacks-find-their-vm', 'the notifier is called for a VM that was freed');
    return 'no vm';
  },
  source: 'docs/s390.md 11 (B17)',
});

/** The last user of the address space is gone: notifier, mappings, VM, in this order. */
export const tearDownAddressSpace = sub(function* tearDownAddressSpace(machine: MachineConfig): Task {
  yield* phase('exit');
  const told = !machine.has('teardown-export') && machine.since('6.0') && (yield* isNotified()) === 'yes';
  if (told) yield* releaseCallback(machine);
  yield* removeMappings(machine);
  yield* endOfVm(machine, told);
});

/** zap_pte_range() of mm/memory.c looks behind each entry whether it is to reschedule. */
const removeMappings = function* removeMappings(machine: MachineConfig): Task {
  yield* sweep(allPages(machine), tablesOf(machine).exit, { reschedules: 'unit' });
  yield* milestone('memory-back');
};
