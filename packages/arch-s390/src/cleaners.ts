/** QEMU's threads for PERFORM: one per reboot. Source: docs/s390.md 7.1. */
import {
  type Actor,
  fail,
  type MachineConfig,
  milestone,
  names,
  phase,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { perform } from './hypervisor.js';
import { RRC_MARKER } from './results.js';
import { type State, step } from './state.js';
import { wantsAsync } from './wants-async.js';

export const startCleaner = step({
  name: 'start-cleaner',
  apply: (s) => {
    s.process.cleaners += 1;
  },
  source: 'docs/s390.md 7.1',
});

/** How many threads for PERFORM QEMU may need: one per reboot. */
const cleanersOf = (machine: MachineConfig): number => {
  if (!wantsAsync(machine)) return 0;
  return machine.purpose === 'run' ? 1 : Number(machine.option('cleaners'));
};

export const threadsOf = (machine: MachineConfig): readonly string[] =>
  Array.from({ length: cleanersOf(machine) }, (_, i) => `cleaner-${i + 1}`);

const isStarted = (s: Readonly<State>, number: number): boolean => s.process.cleaners >= number;

const awaitStart = step({
  name: 'await-start',
  outcomes: names('perform', 'end'),
  guard: (s, [number]: [number]) => isStarted(s, number) || s.process.exiting,
  apply: (s, [number]) => (isStarted(s, number) && !s.process.exiting ? 'perform' : 'end'),
  source: 'docs/s390.md 7.1',
});

/** A mutant does not wait. */
const startAtOnce = step({
  name: 'start-at-once',
  outcomes: names('perform', 'end'),
  apply: (s, [number]: [number]) => (isStarted(s, number) ? 'perform' : 'end'),
});

/** An error of PERFORM ends QEMU. */
const exitOnError = step({
  name: 'exit-on-error',
  apply: (s) => {
    s.process.exiting = true;
  },
  source: 'docs/s390.md 7.1',
});

/** It ends behind PERFORM, or with its process. An error ends QEMU, so nothing that failed may end without one. */
const cleanerEnds = step({
  name: 'cleaner-ends',
  apply: (s, [number, how, errno]: [number, 'perform' | 'end', number]) => {
    const { exiting, unheard } = s.process;
    if (how === 'end' && !exiting)
      fail('set-aside-is-performed', `thread ${number} ends without having called PERFORM, and QEMU goes on`);
    const failed = (unheard & (1 << number)) !== 0;
    if (failed && errno === 0) fail('failure-reported', `a call failed in PERFORM, which says ${errno}`);
    if (errno !== 0 && !exiting) fail('failure-reported', `PERFORM says ${errno}, and QEMU goes on`);
    if (failed) s.process.unheard -= 1 << number;
    s.process.ended += 1;
    s.sweptAfterKill = 0;
  },
  source: 'docs/s390.md 7.1, 10 (I11)',
});

/** The thread that calls PERFORM after the VM's `number`-th reboot. */
const cleaner = sub(function* cleaner(machine: MachineConfig, number: number): Task {
  const how = machine.has('cleaner-not-awaited') ? yield* startAtOnce(number) : yield* awaitStart(number);
  let errno = 0;
  if (how === 'perform') {
    yield* phase('perform');
    const result = yield* perform(machine, number);
    errno = result.errno;
    if (errno !== 0) yield* exitOnError();
    // Interrupted, it leaves the rest to the exit of the process.
    if (result.rrc !== RRC_MARKER) yield* milestone('scrubbed');
  }
  yield* cleanerEnds(number, how, errno);
});

/** In a run a thread may never be needed: PREPARE can fail. */
export const cleaners = (machine: MachineConfig): readonly Actor[] =>
  threadsOf(machine).map((name, i) => ({
    name,
    task: () => cleaner(machine, i + 1),
    charged: 'process',
    daemon: machine.purpose === 'run',
  }));

export const joinCleaners = step({
  name: 'join-cleaners',
  guard: (s, [all]: [number]) => s.process.ended === all && s.process.inCall === 0,
  source: 'docs/s390.md 3.11',
});
