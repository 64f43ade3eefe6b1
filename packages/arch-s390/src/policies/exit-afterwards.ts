import type { FollowUp, TeardownPolicy } from '@cvm-teardown/core/plugin';
import { heldAtExit } from '../held.js';
import type { State } from '../state.js';
import { endOf } from './exit.js';

const followUp = (trigger: 'exit' | 'kill'): FollowUp<State> => ({
  actor: 'qemu',
  charged: 'process',
  task: endOf(trigger),
  levels: heldAtExit,
});

/** QEMU may end or be killed behind a reboot, also while a thread still cleans: a fatal signal reaches it. docs/s390.md 7.1 */
export const exitAfterwards: NonNullable<TeardownPolicy<State>['followUps']> = {
  exit: followUp('exit'),
  kill: followUp('kill'),
};
