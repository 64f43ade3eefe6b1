/**
 * The small world of a check: what guests do with their pages between the teardowns, and a signal at any moment. vCPUs and
 * QEMU's main thread are one actor, since QEMU stops its vCPUs while it tears down. Source: docs/s390.md 6.3, 6.4, 7.1.
 */
import {
  type Actor,
  fail,
  here,
  interval,
  type MachineConfig,
  NO_PAGE,
  names,
  page,
  pageSeen,
  pageWithFlag,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { enable } from './hypervisor.js';
import { flagsFollow } from './kvm/command.js';
import { importIsRefused } from './kvm/unpack.js';
import { mmu } from './mmu.js';
import { exitProcess, threadsOf, unprotect } from './process.js';
import { at, step } from './state.js';
import { tablesOf } from './tables/tables.js';

/** What may be done to a page between two teardowns. */
const DEEDS = ['plain-touch', 'touch', 'share', 'discard'] as const;
type Deed = (typeof DEEDS)[number];

const chooseDeed = step({
  name: 'choose',
  outcomes: pageWithFlag(...DEEDS),
  choices: ([pages, deeds]: [number, string]) => 1 + pages * deeds.split(' ').length,
  guard: (s, _args, choice) => choice === 0 || !s.process.exiting,
  apply: (_s, [pages, deeds], choice) => {
    if (choice === 0) return NO_PAGE;
    const deed = deeds.split(' ')[Math.floor((choice - 1) / pages)] as Deed;
    return pageSeen((choice - 1) % pages, DEEDS.indexOf(deed));
  },
  source: 'docs/s390.md 6.3, 6.4',
});

/** Any number of deeds, on any pages, in any order. */
const live = sub(function* live(machine: MachineConfig, deeds: string): Task {
  for (;;) {
    yield* here('live', deeds);
    const chosen = yield* chooseDeed(machine.pages, deeds);
    if (chosen.page < 0) return;
    yield* taskOf[DEEDS[chosen.flag] as Deed](machine, chosen.page);
  }
});

const one = (p: number) => interval(p, p + 1);

/** Brings one page under protection; waits while range loops hold references. Source: docs/s390.md 6.2. */
export const admit = sub(function* admit(machine: MachineConfig, how: 'touch' | 'unpack', p: number): Task {
  for (;;) {
    yield* here('admit', how, { page: p });
    const unlocked =
      how === 'touch' &&
      machine.has('make-secure-no-pte-lock') &&
      (yield* sweep(one(p), tablesOf(machine).lookUp)) === 'mapped';
    const end = yield* sweep(one(p), tablesOf(machine)[unlocked ? 'blindTouch' : how]);
    if (end === 'refused') yield* importIsRefused();
    if (end === 'finished') return;
  }
});

/** A protected guest touches a page: another configuration's secure page is destroyed first. Source: docs/s390.md 6.3. */
export const touch = sub(function* touch(machine: MachineConfig, p: number): Task {
  const end = yield* sweep(one(p), tablesOf(machine).violation);
  if (end === 'again') yield* faultRepeats();
  if (end === 'ended') return;
  yield* admit(machine, 'touch', p);
});

/** A guest that is not protected touches a page. False: that was its end. */
export const plainTouch = sub(function* plainTouch(machine: MachineConfig, p: number): Task<boolean> {
  const end = yield* sweep(one(p), tablesOf(machine).plainTouch);
  if (end === 'again') yield* faultRepeats();
  return end === 'finished';
});

/** The host touches a page: always an export. Source: docs/s390.md 6.3. */
export const hostTouch = sub(function* hostTouch(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).hostTouch);
});

/** The handler has changed nothing and returns: the same access faults again, and so on. */
const faultRepeats = step({
  name: 'fault-repeats',
  apply: () => fail('faults-end', 'an access faults again, and nothing has changed since'),
  source: 'docs/s390.md 10 (I10)',
});

/** The kernel reads storage that is donated: it cannot be exported, so the reader must get an error. Source: docs/s390.md 11 (B31). */
const readDonated = step({
  name: 'read-donated',
  outcomes: names('read', 'error', 'again'),
  apply: (s, [config, retries]: [number, boolean]) => {
    if (at(s.config, config).storage !== 'donated') return 'read';
    return retries ? 'again' : 'error';
  },
  source: 'docs/s390.md 11 (B31)',
});

export const kernelReadsStorage = sub(function* kernelReadsStorage(
  machine: MachineConfig,
  config: number,
): Task<string> {
  const end = yield* readDonated(config, machine.has('donated-fault-loop'));
  if (end === 'again') yield* faultRepeats();
  return end;
});

export const share = sub(function* share(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).share);
});

export const unshare = sub(function* unshare(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).unshare);
});

export const makeAccessible = sub(function* makeAccessible(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).makeAccessible);
});

const taskOf: Readonly<Record<Deed, (machine: MachineConfig, p: number) => Task<unknown>>> = {
  'plain-touch': plainTouch,
  touch,
  share,
  discard: (machine, p) => mmu.unmap(machine, one(p), 'swap-out'),
};

/** A page of the new image: the loader has written it, then it is unpacked. */
const unpackSome = sub(function* unpackSome(machine: MachineConfig): Task {
  const chosen = yield* chooseDeed(machine.pages, 'plain-touch');
  if (chosen.page < 0) return;
  if (yield* plainTouch(machine, chosen.page)) yield* admit(machine, 'unpack', chosen.page);
});

const dying = step({
  name: 'dying?',
  outcomes: names('alive', 'dying'),
  apply: (s) => {
    // A guest has lived: it hears of its service calls only if the mask bit is right.
    flagsFollow(s);
    return s.process.exiting ? 'dying' : 'alive';
  },
  source: 'docs/s390.md 3.11, 10 (I14)',
});

/** A protected vCPU is entered: its address space must be the one that the Ultravisor knows. */
export const enterGuest = step({
  name: 'enter-guest',
  apply: (s) => {
    if (s.vm.handle !== 0 && at(s.config, s.vm.handle).table !== s.vm.asce) {
      fail('asce-belongs-to-one', `a vCPU of configuration ${s.vm.handle} runs on table ${s.vm.asce}`);
    }
    if (s.vm.prefixLost)
      fail('prefix-announced', 'a vCPU is entered whose prefix area was unmapped without KVM knowing');
  },
  source: 'docs/s390.md 1.7',
});

/** One life after the other: protected, torn down, boot loader over the old pages, protected again, torn down; false: over. */
const lives = sub(function* lives(machine: MachineConfig): Task<boolean> {
  yield* live(machine, 'share discard');
  if ((yield* dying()) === 'dying') return false;
  if ((yield* unprotect(machine)).errno !== 0) return false;
  yield* live(machine, 'plain-touch');
  if ((yield* dying()) === 'dying') return false;
  if ((yield* enable(machine)).errno !== 0) return false;
  yield* unpackSome(machine);
  yield* enterGuest();
  yield* live(machine, 'touch share discard');
  if ((yield* dying()) === 'dying') return false;
  return (yield* unprotect(machine)).errno === 0;
});

/** QEMU with its guests, in a check of reboots. */
export const rebooting = sub(function* rebooting(machine: MachineConfig): Task {
  yield* lives(machine);
  yield* exitProcess(machine);
});

/** QEMU with one reboot, whose guest is a normal one until the process ends. */
export const rebootingOnce = sub(function* rebootingOnce(machine: MachineConfig): Task {
  yield* live(machine, 'share discard');
  if ((yield* unprotect(machine)).errno === 0) {
    yield* live(machine, 'plain-touch');
    yield* dying();
  }
  yield* exitProcess(machine);
});

/** QEMU with one guest, in a check of exits. */
export const exiting = sub(function* exiting(machine: MachineConfig): Task {
  yield* live(machine, 'share discard');
  yield* exitProcess(machine);
});

const strike = step({
  name: 'sigkill',
  guard: (s) => !s.process.exiting,
  apply: (s, [_threads]: [string]) => {
    s.process.exiting = true;
  },
  signals: ([threads]) => threads.split(' ').filter((name) => name !== ''),
  source: 'docs/s390.md 3.11',
});

const killHelper = step({
  name: 'kill-helper',
  guard: (s) => !s.process.exiting,
  apply: (s) => {
    s.process.helperKilled = true;
  },
  source: 'docs/s390.md 7.2',
});

const pickVictim = step({
  name: 'memory-is-short',
  outcomes: page,
  choices: ([pages]: [number]) => pages,
  guard: (s) => !s.process.exiting,
  apply: (_s, _args, choice) => pageSeen(choice),
});

/** Actors that may act at any moment, or never. */
const anyTime = (name: string, task: () => Task<unknown>): Actor => ({ name, daemon: true, charged: 'nobody', task });

/** SIGKILL for the whole process. */
export const killer = (machine: MachineConfig): Actor =>
  anyTime('killer', () => strike(threadsOf(machine).join(' '))[Symbol.iterator]());

/** SIGKILL for the helper alone, before its parent ends. */
export const helperKiller = (): Actor => anyTime('killer', () => killHelper()[Symbol.iterator]());

const reclaim = sub(function* reclaim(machine: MachineConfig): Task {
  const victim = yield* pickVictim(machine.pages);
  yield* mmu.unmap(machine, one(victim.page), 'swap-out');
});

/** The host takes one page away from the guest, if the machine is short of memory. */
export const memoryPressure = (machine: MachineConfig): readonly Actor[] =>
  machine.option('pressure') === 'none' ? [] : [anyTime('kswapd', () => reclaim(machine))];
