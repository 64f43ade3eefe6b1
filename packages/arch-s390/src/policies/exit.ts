import { type MachineConfig, milestone, phase, sleep, sub, type Task } from '@cvm-teardown/core/plugin';
import { nanosecondsOf } from '../constants.js';
import { exitProcess } from '../process.js';

/** The process is gone when this is over. */
export const kill = sub(function* kill(machine: MachineConfig): Task {
  yield* milestone('requested');
  yield* exitProcess(machine);
  yield* milestone('unblocked');
});

/** SIGTERM: QEMU finds its way out first, unless SIGKILL ends that. Source: docs/s390.md 7.3. */
const terminate = sub(function* terminate(machine: MachineConfig): Task {
  yield* milestone('requested');
  const wayOut = nanosecondsOf(machine, 'wayOut');
  if (wayOut > 0) {
    yield* phase('way-out');
    yield* sleep(wayOut);
  }
  yield* exitProcess(machine);
  yield* milestone('unblocked');
});

/** What ends QEMU in a run. */
export const endOf = (trigger: string) => (trigger === 'exit' ? terminate : kill);
