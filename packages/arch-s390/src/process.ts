/** The process around the VM: QEMU's threads, its end, and the helper that shares its memory. Source: docs/s390.md 7. */
import { fail, type MachineConfig, names, phase, sleep, sub, type Task } from '@cvm-teardown/core/plugin';
import { joinCleaners, startCleaner, threadsOf } from './cleaners.js';
import { nanosecondsOf } from './constants.js';
import { disableByPolicy, prepare } from './hypervisor.js';
import { endDeferredProcess } from './kthread/exit.js';
import { closeVm, endAddressSpace, tearDownAddressSpace } from './kvm/exit.js';
import { prepReset, unshareAllPages } from './kvm/image-commands.js';
import { endProcess } from './operations.js';
import type { PvResult } from './results.js';
import { at, step } from './state.js';
import { asksWrongly, wantsAsync } from './wants-async.js';

const misjudges = step({
  name: 'misjudges-size',
  apply: () => fail('asks-by-limit', 'QEMU asks for PREPARE, or does not, by something else than its memory limit'),
  source: 'docs/s390.md 7.1, 11 (B40, B41)',
});

/** Makes the VM a normal one: PREPARE and a thread for PERFORM, or else DISABLE. Source: docs/s390.md 7.1. */
export const unprotect = sub(function* unprotect(machine: MachineConfig): Task<PvResult> {
  if (asksWrongly(machine)) yield* misjudges();
  if (wantsAsync(machine)) {
    yield* phase('prepare');
    const prepared = yield* prepare(machine);
    if (prepared.errno === 0) {
      yield* startCleaner();
      return prepared;
    }
  }
  yield* phase('disable');
  return yield* disableByPolicy(machine);
});

/** Every CPU of the current configuration, as QEMU sets its state: stopped, or from its reset on again. Source: docs/s390.md 7.1. */
const setCpus = step({
  name: 'set-cpus',
  apply: (s, [to]: ['stopped' | 'running']) => {
    const config = at(s.config, s.vm.handle);
    if (to === 'running') config.reset = config.reset === 'prepared' ? 'running' : config.reset;
    else config.reset = config.reset === 'requested' ? 'stopped' : 'halted';
  },
  source: 'docs/s390.md 7.1',
});

/** Subcodes 0 and 1 of diag 308: the configuration is kept, nothing is torn down. Source: docs/s390.md 7.1. */
export const resetKeeping = sub(function* resetKeeping(machine: MachineConfig): Task<PvResult> {
  yield* setCpus('stopped');
  const unshared = yield* unshareAllPages(machine);
  if (unshared.errno !== 0) return unshared;
  const prepared = yield* prepReset(machine);
  if (prepared.errno !== 0) return prepared;
  yield* setCpus('running');
  return prepared;
});

/** The process dies: its threads get a fatal signal. `threads`: their names, separated by spaces. */
export const beginExit = step({
  name: 'begin-exit',
  operation: endProcess,
  apply: (s, [_threads]: [string]) => {
    s.process.exiting = true;
  },
  signals: ([threads]) => threads.split(' ').filter((name) => name !== ''),
  source: 'docs/s390.md 3.11',
});

/** One user of the address space less; whether it was the last. A helper that nobody killed is. Source: docs/s390.md 7.2. */
const dropMm = step({
  name: 'drop-mm',
  outcomes: names('last user', 'others left'),
  apply: (s, [who]: ['qemu' | 'qemu beside its helper' | 'helper']) => {
    s.process.mmUsers -= 1;
    if (s.process.mmUsers > 0) {
      if (who !== 'helper') s.process.reaped = true;
      return 'others left';
    }
    if (who === 'qemu beside its helper' && !s.process.helperKilled)
      fail('helper-is-last', 'the helper is gone before its parent, and nobody killed it');
    return 'last user';
  },
  source: 'docs/s390.md 3.11, 7.2',
});

/** The process ends: its threads die first, then its hold on the address space. */
export const exitProcess = sub(function* exitProcess(machine: MachineConfig): Task {
  yield* phase('exit');
  yield* beginExit(threadsOf(machine).join(' '));
  yield* joinCleaners(threadsOf(machine).length);
  if (machine.policy === 'kthread') {
    yield* endDeferredProcess(machine);
    return;
  }
  if (endsVmFirst(machine)) yield* closeVm(machine);
  const who = machine.policy === 'helper' ? 'qemu beside its helper' : 'qemu';
  if ((yield* dropMm(who)) === 'last user') yield* endMemory(machine);
});

/** QEMU gives up its VM while its memory is still there. Source: docs/s390.md 3.11, 11 (B13). */
export const endsVmFirst = (machine: MachineConfig): boolean =>
  machine.option('vmEnd') === 'before-process' && machine.policy !== 'kthread';

const endMemory = (machine: MachineConfig): Task =>
  endsVmFirst(machine) ? endAddressSpace(machine) : tearDownAddressSpace(machine);

/** The signal at its parent's death comes when that begins to exit; the helper then looks until it has another parent. */
const awaitParent = step({
  name: 'await-parent',
  guard: (s, [looksAgain]: [boolean]) => s.process.helperKilled || (looksAgain ? s.process.reaped : s.process.exiting),
  source: 'docs/s390.md 7.2',
});

const wasKilled = step({
  name: 'was-helper-killed',
  outcomes: names('killed', 'alive'),
  apply: (s) => (s.process.helperKilled ? 'killed' : 'alive'),
  source: 'docs/s390.md 7.2',
});

/**
 * The helper has looked while its parent was still there, and looks again when `helperPoll` has passed. The longest that this can
 * take behind the parent's end is all of it. Runs only: in a check anybody may act later than he could.
 */
const sleepOn = sub(function* sleepOn(machine: MachineConfig): Task {
  if (machine.purpose === 'check' || machine.option('helperLook') === 'earliest') return;
  if ((yield* wasKilled()) === 'killed') return;
  yield* phase('sleep');
  yield* sleep(nanosecondsOf(machine, 'helperPoll'));
});

/** The CLONE_VM helper: waits for its parent to be gone, and is then the last user of the address space. */
export const helper = sub(function* helper(machine: MachineConfig): Task {
  const looksAgain = !machine.has('helper-sigkill-pdeath');
  yield* awaitParent(looksAgain);
  if (looksAgain) yield* sleepOn(machine);
  if ((yield* dropMm('helper')) === 'last user') yield* endMemory(machine);
});
