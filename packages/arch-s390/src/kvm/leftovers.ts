/** Configurations that were set aside, and their disposal. Source: docs/s390.md 1.3, 3.8 to 3.10. */
import { fail, here, integer, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
import { RECORDS } from '../constants.js';
import { destroyConfiguration, pagesOf } from '../firmware.js';
import { freeTable } from '../mmu.js';
import * as operation from '../operations.js';
import { type Call, calls, RC_EXECUTED } from '../results.js';
import { at, type State, step, VM_LOCK } from '../state.js';
import { deinitCurrent, freeStorage, mustBeRegistered, noteFailure } from './configuration.js';
import { allPages, destroyRange } from './range.js';

/** Takes the record that is set aside, if there is one; a pointer move under the VM lock. */
const takeSetAside = step({
  name: 'take-set-aside',
  outcomes: integer(0, RECORDS),
  acquires: () => VM_LOCK,
  releases: () => VM_LOCK,
  apply: (s) => {
    const taken = s.vm.setAside;
    s.vm.setAside = 0;
    return taken;
  },
  source: 'docs/s390.md 3.8',
});

/** The same as the tenth posting had it: with the VM lock, which it gives back at its end only. Source: docs/s390.md 11 (B15). */
const takeSetAsideAndKeepLock = step({
  name: 'take-set-aside',
  outcomes: integer(0, RECORDS),
  acquires: () => VM_LOCK,
  apply: (s) => {
    const taken = s.vm.setAside;
    s.vm.setAside = 0;
    s.vm.performLocks = true;
    return taken;
  },
});

/** A mutant moves the pointer without the lock: it looks first, and clears what it has looked at later. Source: docs/s390.md 11 (X9). */
const lookAtSetAside = step({
  name: 'look-at-set-aside',
  outcomes: integer(0, RECORDS),
  apply: (s) => s.vm.setAside,
});
const clearSetAside = step({
  name: 'clear-set-aside',
  apply: (s) => {
    s.vm.setAside = 0;
  },
});

/** The record that PERFORM works on; 0: none. */
export const takeFor = sub(function* takeFor(machine: MachineConfig): Task<number> {
  if (machine.has('perform-locked')) return yield* takeSetAsideAndKeepLock();
  if (!machine.has('set-aside-unlocked')) return yield* takeSetAside();
  const leftover: number = yield* lookAtSetAside();
  yield* clearSetAside();
  return leftover;
});

export const letGoOfLock = step({
  name: 'let-go-of-lock',
  releases: () => VM_LOCK,
  apply: (s) => {
    s.vm.performLocks = false;
  },
});

/** An interrupted PERFORM leaves its record to whoever cleans up next. */
export const queueForCleanup = step({
  name: 'queue-for-cleanup',
  acquires: () => VM_LOCK,
  releases: () => VM_LOCK,
  apply: (s, [leftover]: [number]) => {
    s.needCleanup.push(leftover);
    s.sweptAfterKill = 0;
  },
  source: 'docs/s390.md 3.8',
});

const cleanLeftover = step({
  name: 'clean-by-configuration',
  operation: operation.cleanByConfiguration,
  units: (s, [leftover]: [number]) => pagesOf(s, at(s.leftover, leftover).config),
  reschedules: 'unit',
  source: 'docs/s390.md 2, 2.1',
});

const destroyLeftover = step({
  name: 'destroy-leftover',
  operation: (seen) => (seen.issued ? operation.destroyConfiguration : undefined),
  outcomes: calls,
  faults: ['leftover-destroy-fails'],
  recounts: true,
  apply: (s, [leftover, where]: [number, 'command' | number], _choice, fault) => {
    const { config, live } = at(s.leftover, leftover);
    if (where !== 'command') s.sweptAfterKill = 0;
    if (!live) fail('destroyed-once', `leftover record ${leftover} is disposed of twice`);
    if (config === 0) return 'none';
    mustBeRegistered(s, config);
    if (destroyConfiguration(s, config, fault !== undefined)) return 'executed';
    if (where === 'command') noteFailure(s, 'leftover');
    else if (where > 0) s.process.unheard |= 1 << where;
    return 'leftover refused';
  },
  source: 'docs/s390.md 3.10',
});

/** The record is freed either way; after a failure storage and table are lost, and the mm stays counted. */
const forgetLeftover = step({
  name: 'forget-leftover',
  apply: (s, [leftover, destroyed, lowersCount]: [number, boolean, boolean]) => {
    const { config, table } = at(s.leftover, leftover);
    if (destroyed && lowersCount) s.vm.count -= 1;
    if (destroyed && config !== 0) {
      freeStorage(s, config);
      freeTable(s, table);
    } else if (config !== 0) at(s.table, table).holder = 'leaked';
    freeLeftover(s, leftover);
  },
  source: 'docs/s390.md 3.10',
});

export function freeLeftover(s: Pick<State, 'leftover'>, leftover: number): void {
  Object.assign(at(s.leftover, leftover), { live: false, config: 0, table: 0 });
}

/** `where`: in a command that reports its first failure, or in a thread whose PERFORM reports it; 0: in some other PERFORM. */
export const dispose = sub(function* dispose(
  machine: MachineConfig,
  leftover: number,
  where: 'command' | number,
): Task<Call> {
  yield* cleanLeftover(leftover);
  const seen: Call = yield* destroyLeftover(leftover, where);
  yield* forgetLeftover(leftover, seen.ok, where === 'command' || !machine.has('count-never-lowered'));
  return seen;
});

/** Keeps the mm protected while its configurations die one after the other. From 6.5 on only if it is. */
const raiseCount = step({
  name: 'raise-count',
  outcomes: names('raised', 'nothing to do'),
  apply: (s, [onlyIfProtected]: [boolean]) => {
    if (onlyIfProtected && s.vm.count === 0) return 'nothing to do';
    s.vm.count += 1;
    return 'raised';
  },
  source: 'docs/s390.md 3.9',
});

const lowerCount = step({
  name: 'lower-count',
  apply: (s) => {
    s.vm.count -= 1;
  },
  source: 'docs/s390.md 3.9',
});

export const isProtected = step({
  name: 'is-protected',
  outcomes: names('protected', 'normal'),
  apply: (s) => (s.vm.handle === 0 ? 'normal' : 'protected'),
  source: 'docs/s390.md 3.9',
});

/** The next record to clean up, 0: none left. The list is a stack, and the one set aside is put on it first: list_add() in pv.c. */
const nextLeftover = step({
  name: 'next-leftover',
  outcomes: integer(0, RECORDS),
  apply: (s) => {
    if (s.vm.setAside !== 0) s.needCleanup.push(s.vm.setAside);
    s.vm.setAside = 0;
    const last = s.needCleanup.length - 1;
    const next = s.needCleanup.get(last) ?? 0;
    if (next !== 0) s.needCleanup.removeAt(last);
    return next;
  },
  source: 'docs/s390.md 3.9',
});

const NOTHING: Call = Object.freeze({ ok: true, issued: false, rc: 0 });

/** Destroys the current configuration and all leftovers, then every page. Source: docs/s390.md 3.9. */
export const cleanUpAll = sub(function* cleanUpAll(machine: MachineConfig, hasUsers: boolean): Task<Call> {
  if ((yield* raiseCount(!machine.has('count-race-nonprotected'))) === 'nothing to do') return NOTHING;
  const current = (yield* isProtected()) === 'protected' ? yield* deinitCurrent(machine, hasUsers) : NOTHING;
  let rc = current.ok ? RC_EXECUTED : current.rc;
  let found = current.issued;
  for (;;) {
    yield* here('leftovers', rc, found);
    const leftover: number = yield* nextLeftover();
    if (leftover === 0) break;
    const seen: Call = yield* dispose(machine, leftover, 'command');
    found = true;
    if (!seen.ok && rc === RC_EXECUTED && !machine.has('rc-not-propagated')) rc = seen.rc;
  }
  if (found && hasUsers) yield* destroyRange(machine, allPages(machine), false);
  yield* lowerCount();
  return Object.freeze({ ok: rc === RC_EXECUTED, issued: found, rc });
});

/** What there is at the end of a VM: the configurations, and every page if the address space has users. Source: docs/s390.md 3.3, 3.11. */
export const deinitAll = function* deinitAll(machine: MachineConfig, hasUsers: boolean): Task {
  if (machine.since('6.2')) yield* cleanUpAll(machine, hasUsers);
  else if ((yield* isProtected()) === 'protected') yield* deinitCurrent(machine, hasUsers);
};
