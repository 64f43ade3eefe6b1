/** The VM's current configuration: create, destroy, destroy fast. Source: docs/s390.md 3.2, 3.3. */
import { fail, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
import { createConfiguration, destroyConfiguration, destroyConfigurationFast, pagesOf } from '../firmware.js';
import { refusesSegment, replaceAsce } from '../mmu.js';
import * as operation from '../operations.js';
import { type Call, calls, type Failure } from '../results.js';
import { at, firstFree, type State, step } from '../state.js';
import { type DumpLeft, dumpLeft, leaveProtection } from './dump.js';
import { allPages, destroyRange } from './range.js';

/** When KVM asks to hear of the end of the mm: not yet, behind a Create that succeeded, before it; `refused`: then, but in vain. */
export type Notifier = 'none' | 'after' | 'after, refused' | 'before' | 'before, refused';

export const notifierOf = (machine: MachineConfig): Notifier => {
  if (!machine.since('6.0')) return 'none';
  const when = machine.since('7.0') ? 'before' : 'after';
  return machine.option('mmuNotifier') === 'refused' ? `${when}, refused` : when;
};

/** Whether KVM hears of the end of the address space of a guest that is protected. Source: docs/s390.md 1.8. */
export const hasNotifier = (machine: MachineConfig): boolean => ['after', 'before'].includes(notifierOf(machine));

/**
 * Create Secure Configuration for the VM's top table, with what comes right before and behind it. The count goes up in the same
 * step: the kernel raises it right after the call, and no page can be secure in between. A call that fails without handle lowers
 * it again. `most`: configurations that the Ultravisor takes. Source: docs/s390.md 1.6, 3.2.
 */
export const createCurrent = step({
  name: 'create-configuration',
  operation: (seen) => (seen === 'no memory' ? undefined : operation.createConfiguration),
  outcomes: names('created', 'failed', 'limit reached', 'needs destroy', 'no memory'),
  faults: ['create-fails', 'create-needs-destroy', 'no-memory'],
  apply: (s, [most, notifier]: [number, Notifier], _choice, fault) => {
    countIsExact(s);
    if (notifier === 'before') s.vm.notifier = true;
    if (fault === 'no-memory' || (notifier === 'before, refused' && !s.vm.notifier)) return 'no memory';
    const isFull = s.config.filter(({ registered }) => registered).length >= most;
    if (fault === 'create-fails' || isFull) {
      noteFailure(s, 'create');
      return isFull ? 'limit reached' : 'failed';
    }
    const c = firstFree(s.config, ({ registered, storage }) => !registered && storage === 'none');
    if (!createConfiguration(s, c, s.vm.asce)) {
      fail(
        'asce-belongs-to-one',
        `table ${s.vm.asce} is offered for configuration ${c} while configuration ${at(s.table, s.vm.asce).mark} marks it`,
      );
    }
    s.vm.handle = c;
    s.vm.count += 1;
    if (fault !== undefined) {
      noteFailure(s, 'needs destroy');
      return 'needs destroy';
    }
    if (notifier === 'after') s.vm.notifier = true;
    return 'created';
  },
  source: 'docs/s390.md 3.2',
});

/** The mm counts nothing but the current configuration, leftovers and what could not be destroyed. docs/s390.md 10 (I4). */
export function countIsExact(s: Readonly<State>): void {
  const leftovers = s.leftover.filter(({ live }) => live).length;
  const others = s.config.filter(({ broken, registered }, c) => registered && (broken || c === s.vm.handle)).length;
  if (s.vm.count > leftovers + others)
    fail('count-covers-pages', `protected_count is ${s.vm.count} with ${leftovers} leftovers`);
}

/** Work that Destroy Secure Configuration does on pages that are still secure; its effect comes with the call's end. */
const cleanCurrent = step({
  name: 'clean-by-configuration',
  operation: operation.cleanByConfiguration,
  units: (s) => pagesOf(s, s.vm.handle),
  // The call returns "partially done" now and then, and the kernel reschedules before it repeats it; how often was not found.
  reschedules: 'unit',
  source: 'docs/s390.md 2, 2.1',
});

const REFUSES = 'the Ultravisor refuses to destroy a configuration that has CPUs';

/**
 * Whether the Ultravisor failed, now or before, so that a refusal surprises nobody. The kernel warns of those of both Destroy
 * calls: arch/s390/kvm/pv.c, kvm_s390_pv_deinit_vm(), kvm_s390_pv_deinit_vm_fast().
 */
const mayRefuse = (s: Readonly<State>, fault: string | undefined): boolean =>
  fault !== undefined || at(s.config, s.vm.handle).broken;

const destroyCurrent = step({
  name: 'destroy-configuration',
  operation: operation.destroyConfiguration,
  outcomes: calls,
  faults: ['destroy-fails'],
  recounts: true,
  apply: (s, _args: [], _choice, fault) => {
    mustBeRegistered(s, s.vm.handle);
    const isExpected = mayRefuse(s, fault);
    if (destroyConfiguration(s, s.vm.handle, fault !== undefined)) return 'executed';
    if (!isExpected) fail('kernel-does-not-warn', REFUSES);
    noteFailure(s, 'configuration');
    return 'refused';
  },
  source: 'docs/s390.md 3.3',
});

const forgetCurrent = step({
  name: 'forget-configuration',
  apply: (s, [left]: DumpLeft[]) => {
    freeStorage(s, s.vm.handle);
    leaveProtection(s, left);
    s.vm.count -= 1;
  },
  source: 'docs/s390.md 3.3',
});

/**
 * Destroys the current configuration; when that fails, its handle is kept and its table never used again. Up to 6.0 all pages are
 * destroyed along with it, if the address space has users; later whoever calls sees to them.
 */
export const deinitCurrent = sub(function* deinitCurrent(machine: MachineConfig, hasUsers: boolean): Task<Call> {
  const loops = hasUsers && !machine.since('6.2');
  if (loops && !machine.since('6.0')) yield* destroyRange(machine, allPages(machine), false);
  yield* cleanCurrent();
  const seen: Call = yield* destroyCurrent();
  if (seen.ok) yield* forgetCurrent(...dumpLeft(machine));
  else if (!machine.has('asce-freed-after-failed-destroy'))
    yield* replaceAsce('leaked', refusesSegment(machine), 'leaked', false, machine.has('asce-index'));
  if (loops && machine.since('6.0')) yield* destroyRange(machine, allPages(machine), false);
  return seen;
});

/** Destroy Secure Configuration Fast; `asksFirst`: not without a handle; `expectsQueues`: the kernel knows that they may be bound. */
const issueDestroyFast = step({
  name: 'destroy-configuration-fast',
  operation: (seen) => (seen.issued ? operation.destroyFast : undefined),
  outcomes: calls,
  faults: ['queues-bound'],
  apply: (s, [asksFirst, isInstalled, expectsQueues]: [boolean, boolean, boolean], _choice, fault) => {
    if (s.vm.handle === 0 && asksFirst) return 'none';
    if (!isInstalled) fail('only-installed-calls', 'Destroy Configuration Fast is issued and is not installed');
    if (fault !== undefined && !expectsQueues) fail('kernel-does-not-warn', 'rc 0x104: a queue is still bound');
    mustBeRegistered(s, s.vm.handle);
    if (destroyConfigurationFast(s, s.vm.handle, fault !== undefined)) return 'executed';
    if (!mayRefuse(s, fault)) fail('kernel-does-not-warn', REFUSES);
    noteFailure(s, fault === undefined ? 'fast' : 'queues');
    return fault === undefined ? 'refused' : 'bound';
  },
  source: 'docs/s390.md 3.7, 3.11',
});

export const destroyCurrentFast = (machine: MachineConfig, asksFirst: boolean): Task<Call> =>
  issueDestroyFast(asksFirst, machine.feature('destroyFast'), !machine.has('warn-0x104'))[Symbol.iterator]();

/** After Destroy Secure Configuration Fast: the storage goes back at once, the count stays. */
export const freeStorageAfterFast = step({
  name: 'free-storage',
  apply: (s, [dropsHandle, left]: [boolean, ...DumpLeft[]]) => {
    freeStorage(s, s.vm.handle);
    if (dropsHandle) leaveProtection(s, left);
  },
  source: 'docs/s390.md 3.7, 3.11',
});

/** A configuration's storage goes back to the host, which only the Ultravisor can allow. */
export function freeStorage(s: Pick<State, 'config'>, c: number): void {
  const config = at(s.config, c);
  if (config.storage !== 'released')
    fail('freed-only-when-released', `storage of configuration ${c} is freed while it is ${config.storage}`);
  config.storage = 'none';
}

/** A call failed: the first one of a command is what the command reports. */
export function noteFailure(s: Pick<State, 'vm'>, failure: Failure): void {
  if (s.vm.failure === 'none') s.vm.failure = failure;
}

export function mustBeRegistered(s: Readonly<State>, c: number): void {
  if (!at(s.config, c).registered)
    fail('destroyed-once', `a destroy call names configuration ${c}, which does not exist`);
}
