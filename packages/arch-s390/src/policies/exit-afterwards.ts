import {
  type FollowUp,
  type MachineConfig,
  milestone,
  sub,
  type Task,
  type TeardownPolicy,
} from '@cvm-teardown/core/plugin';
import { heldAtExit } from '../held.js';
import { exitProcess } from '../process.js';
import type { State } from '../state.js';

const exit = sub(function* exit(machine: MachineConfig): Task {
  yield* milestone('requested');
  yield* exitProcess(machine);
  yield* milestone('unblocked');
});

const followUp: FollowUp<State> = { actor: 'qemu', charged: 'process', task: exit, levels: heldAtExit };

/** QEMU may end or be killed behind a reboot, also while a thread still cleans: a fatal signal reaches it. docs/s390.md 7.1 */
export const exitAfterwards: NonNullable<TeardownPolicy<State>['followUps']> = { exit: followUp, kill: followUp };
