/** What the host does of its own accord in a check, at any moment or never. Source: docs/s390.md 3.11, 7.2. */
import {
  type Actor,
  fail,
  type MachineConfig,
  names,
  page,
  pageSeen,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { inFlight } from './calls-in-flight.js';
import { threadsOf } from './cleaners.js';
import { answer } from './kvm/command.js';
import { infoErrno } from './kvm/image-commands.js';
import { faultRepeats } from './kvm/import-failures.js';
import { one } from './kvm/range.js';
import { mmu } from './mmu.js';
import { at, step } from './state.js';
import { tablesOf } from './tables/tables.js';
import { hostTouch } from './touches.js';

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

const picks = (name: string) =>
  step({
    name,
    outcomes: page,
    choices: ([pages]: [number]) => pages,
    guard: (s) => !s.process.exiting,
    apply: (_s, _args, choice) => pageSeen(choice),
  });
const pickVictim = picks('memory-is-short');
const pickRead = picks('kernel-reads-page');

/** Actors that may act at any moment, or never. */
const anyTime = (name: string, task: () => Task<unknown>): Actor => ({ name, daemon: true, charged: 'nobody', task });

/** SIGKILL for the whole process. */
export const killer = (machine: MachineConfig): readonly Actor[] =>
  machine.option('kill') === 'never'
    ? []
    : [anyTime('killer', () => strike(threadsOf(machine).join(' '))[Symbol.iterator]())];

/** SIGKILL for the helper alone, before its parent ends. */
export const helperKiller = (): Actor => anyTime('killer', () => killHelper()[Symbol.iterator]());

const reclaim = sub(function* reclaim(machine: MachineConfig): Task {
  const victim = yield* pickVictim(machine.pages);
  yield* mmu.unmap(machine, one(victim.page), 'swap-out');
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

const sleepsInAtomic = step({
  name: 'sleeps-in-atomic',
  apply: () => fail('atomic-never-sleeps', 'a fault handler waits for a page in a section that must not sleep'),
  source: 'docs/s390.md 10 (I9), 11 (B30)',
});

/** Where it must not sleep, an access to a secure page ends with an error; then the page is touched where it may. */
const kernelReadsPage = sub(function* kernelReadsPage(machine: MachineConfig): Task {
  const { page: p } = yield* pickRead(machine.pages);
  if ((yield* sweep(one(p), tablesOf(machine).atomicTouch)) !== 'faults') return;
  if (machine.has('sleep-in-atomic')) yield* sleepsInAtomic();
  yield* hostTouch(machine, p);
});

const reader = (machine: MachineConfig): Task<unknown> =>
  machine.option('kernelReads') === 'storage' ? kernelReadsStorage(machine, 1) : kernelReadsPage(machine);

/** Nobody keeps another thread of QEMU from calling what it likes, while there is a QEMU. */
const meddle = sub(function* meddle(machine: MachineConfig): Task {
  const asks = machine.option('otherThread') === 'asks';
  yield* inFlight<unknown>(asks ? answer(machine, infoErrno('right')) : mmu.unmap(machine, one(0), 'unmap'));
});

/** By what a machine is asked for: the host takes one page away from the guest, the kernel reads storage, QEMU has another thread. */
export const host = (machine: MachineConfig): readonly Actor[] => [
  ...(machine.option('pressure') === 'none' ? [] : [anyTime('kswapd', () => reclaim(machine))]),
  ...(machine.option('kernelReads') === 'none' ? [] : [anyTime('reader', () => reader(machine))]),
  ...(machine.option('otherThread') === 'none' ? [] : [anyTime('other', () => meddle(machine))]),
];
