import type { FollowUp, TeardownPolicy } from '@cvm-teardown/core/plugin';
import { heldAtExit } from '../held.js';
import type { State } from '../state.js';
import { endOf } from './exit.js';

type Held = FollowUp<State>['levels'];

const followUp = (trigger: 'exit' | 'kill', levels: Held): FollowUp<State> => ({
  actor: 'qemu',
  charged: 'process',
  task: endOf(trigger),
  levels,
});

/** QEMU may end or be killed behind a reboot, also while a thread still cleans: a fatal signal reaches it. docs/s390.md 7.1 */
export const exitAfterwards = (levels: Held = heldAtExit): NonNullable<TeardownPolicy<State>['followUps']> => ({
  exit: followUp('exit', levels),
  kill: followUp('kill', levels),
});
