/**
 * The small world of a check: what guests do with their pages between the teardowns. vCPUs and QEMU's main thread are one
 * actor, since QEMU stops its vCPUs while it tears down. Source: docs/s390.md 6.3, 6.4, 7.1.
 */
import {
  fail,
  here,
  type MachineConfig,
  NO_PAGE,
  names,
  pageSeen,
  pageWithFlag,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { admit } from './admit.js';
import { enable } from './hypervisor.js';
import { flagsFollow } from './kvm/command.js';
import { dump, dumpCpu } from './kvm/dump.js';
import { one } from './kvm/range.js';
import { mmu } from './mmu.js';
import { exitProcess, unprotect } from './process.js';
import { at, step } from './state.js';
import { plainTouch, share, touch } from './touches.js';

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

const taskOf: Readonly<Record<Deed, (machine: MachineConfig, p: number) => Task<unknown>>> = {
  'plain-touch': plainTouch,
  touch,
  share,
  discard: (machine, p) => mmu.unmap(machine, one(p), 'swap-out'),
};

/** QEMU begins a dump and gives it up, as it did where the disk was full. Source: docs/s390.md 7.4. */
const giveUpDump = sub(function* giveUpDump(machine: MachineConfig): Task {
  if (machine.option('dump') === 'none' || !machine.since('6.0')) return;
  const begun = yield* dump(machine, 'INIT', 'right', 'right');
  if (begun.errno === 0) yield* dumpCpu(machine, 'CPU', 'right', 'right');
});

/** The life of a protected guest. */
const liveProtected = sub(function* liveProtected(machine: MachineConfig, deeds: string): Task {
  yield* live(machine, deeds);
  yield* giveUpDump(machine);
});

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
    if (s.vm.cpus > 0 && at(s.config, s.vm.handle).table !== s.vm.asce) {
      fail('asce-belongs-to-one', `a vCPU of configuration ${s.vm.handle} runs on table ${s.vm.asce}`);
    }
    if (s.vm.prefixLost)
      fail('prefix-announced', 'a vCPU is entered whose prefix area was unmapped without KVM knowing');
  },
  source: 'docs/s390.md 1.7',
});

/** One life after the other: protected, torn down, boot loader over the old pages, protected again, torn down; false: over. */
const lives = sub(function* lives(machine: MachineConfig): Task<boolean> {
  yield* liveProtected(machine, 'share discard');
  if ((yield* dying()) === 'dying') return false;
  if ((yield* unprotect(machine)).errno !== 0) return false;
  yield* live(machine, 'plain-touch');
  if ((yield* dying()) === 'dying') return false;
  if ((yield* enable(machine)).errno !== 0) return false;
  yield* unpackSome(machine);
  yield* enterGuest();
  yield* liveProtected(machine, 'touch share discard');
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
  yield* liveProtected(machine, 'share discard');
  if ((yield* unprotect(machine)).errno === 0) {
    yield* live(machine, 'plain-touch');
    yield* dying();
  }
  yield* exitProcess(machine);
});

/** QEMU with one guest, in a check of exits. */
export const exiting = sub(function* exiting(machine: MachineConfig): Task {
  yield* liveProtected(machine, 'share discard');
  yield* exitProcess(machine);
});
