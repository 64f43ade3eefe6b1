/** The kernel threads of the 2021 postings. Source: docs/s390.md 8. */
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
import { KTHREADS } from '../constants.js';
import { destroyConfiguration, pagesOf } from '../firmware.js';
import { freeStorage, mustBeRegistered } from '../kvm/configuration.js';
import { freeLeftover } from '../kvm/leftovers.js';
import { allPages, inBatches } from '../kvm/range.js';
import { freeTable } from '../mmu.js';
import * as operation from '../operations.js';
import { at, type State, step } from '../state.js';
import { tablesOf } from '../tables/tables.js';
import { workOffList } from './list.js';
import { dropMmReference, endMm, putMm, refuseToSetAside } from './mm.js';

const awaitWork = step({
  name: 'await-work',
  outcomes: names('reboot', 'shutdown', 'never'),
  guard: (s, [thread]: [number]) => at(s.kthread, thread).phase !== 'none' || s.vm.gone,
  apply: (s, [thread]) => {
    const { phase: what } = at(s.kthread, thread);
    return what === 'reboot' || what === 'shutdown' ? what : 'never';
  },
  source: 'docs/s390.md 8',
});

const looksAround = step({
  name: 'has-company',
  outcomes: names('others', 'alone'),
  apply: (s) => (s.process.mmUsers === 1 ? 'alone' : 'others'),
  source: 'docs/s390.md 8',
});

/** Every page of the address space, as long as others use it; what is left then is left to its end. */
const cleanWhileUsed = sub(function* cleanWhileUsed(machine: MachineConfig): Task {
  if ((yield* looksAround()) === 'others')
    yield* sweep(allPages(machine), tablesOf(machine).whileUsed, inBatches(machine, false));
});

const cleanUp = step({
  name: 'clean-by-configuration',
  operation: operation.cleanByConfiguration,
  units: (s, [thread]: [number]) => pagesOf(s, recordOf(s, thread).config),
  reschedules: 'unit',
  source: 'docs/s390.md 2, 2.1',
});

const destroyTaken = step({
  name: 'destroy-taken-over',
  operation: operation.destroyConfiguration,
  outcomes: names('executed', 'refused'),
  faults: ['leftover-destroy-fails'],
  recounts: true,
  apply: (s, [thread]: [number], _choice, fault) => {
    const { config } = recordOf(s, thread);
    mustBeRegistered(s, config);
    return destroyConfiguration(s, config, fault !== undefined) ? 'executed' : 'refused';
  },
  source: 'docs/s390.md 8',
});

/** All is freed, or all is lost. */
const forgetTaken = step({
  name: 'forget-taken-over',
  apply: (s, [thread, isDestroyed]: [number, boolean]) => {
    const { config, table } = recordOf(s, thread);
    if (isDestroyed) {
      freeStorage(s, config);
      freeTable(s, table);
    } else at(s.table, table).holder = 'leaked';
    freeLeftover(s, at(s.kthread, thread).leftover);
    Object.assign(at(s.kthread, thread), { leftover: 0, phase: 'ended' });
  },
  source: 'docs/s390.md 8',
});

const recordOf = (s: Readonly<State>, thread: number): State['leftover'][number] =>
  at(s.leftover, at(s.kthread, thread).leftover);

const lowerCount = step({
  name: 'lower-count',
  apply: (s) => {
    if (s.process.mmRefs === 0) fail('mm-alive', 'the count of an mm is changed that was freed');
    s.vm.count -= 1;
  },
  source: 'docs/s390.md 8, 11 (B2)',
});

/** As its last user it ends the address space, and sets nothing aside: for whom? */
const putLast = sub(function* putLast(machine: MachineConfig): Task {
  const looksFirst = machine.has('v1-orphan-list');
  if (looksFirst) yield* refuseToSetAside();
  if ((yield* putMm(!looksFirst)) === 'last user') yield* endMm(machine);
});

const work = sub(function* work(machine: MachineConfig, number: number, what: 'reboot' | 'shutdown'): Task {
  yield* phase('kthread');
  yield* workOffList(machine);
  if (what === 'reboot') {
    yield* cleanWhileUsed(machine);
    yield* putLast(machine);
  }
  if (machine.has('v1-mm-uaf')) yield* dropMmReference(number);
  yield* cleanUp(number);
  const isDestroyed = (yield* destroyTaken(number)) === 'executed';
  if (isDestroyed) yield* lowerCount();
  yield* forgetTaken(number, isDestroyed);
  if (!machine.has('v1-mm-uaf')) yield* dropMmReference(number);
  yield* milestone('scrubbed');
});

export const thread = sub(function* thread(machine: MachineConfig, number: number): Task {
  const what = yield* awaitWork(number);
  if (what !== 'never') yield* work(machine, number, what);
});

/** How many there may be at a time: one per guest that was protected. */
const threadsOf = (machine: MachineConfig): number =>
  machine.purpose === 'check' && machine.option('nextGuest') === 'protected' ? KTHREADS : 1;

/** In a run nothing may be left to do for one. */
export const kthreads = (machine: MachineConfig): readonly Actor[] =>
  Array.from({ length: threadsOf(machine) }, (_, i) => ({
    name: i === 0 ? 'kthread' : `kthread-${i + 1}`,
    task: () => thread(machine, i + 1),
    charged: 'kernel thread',
    daemon: machine.purpose === 'run',
  }));
