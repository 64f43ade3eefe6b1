import {
  type Actor,
  type MachineConfig,
  milestone,
  sub,
  type Task,
  type TeardownPolicy,
} from '@cvm-teardown/core/plugin';
import { cleaners } from '../cleaners.js';
import { rebooting } from '../environment.js';
import { heldLevels } from '../held.js';
import { host, killer } from '../host.js';
import { unprotect } from '../process.js';
import { RRC_MARKER } from '../results.js';
import type { State } from '../state.js';
import { beginWith } from './begin.js';
import { exitAfterwards } from './exit-afterwards.js';

const reboot = sub(function* reboot(machine: MachineConfig): Task {
  yield* milestone('requested');
  const { errno, rrc } = yield* unprotect(machine);
  // DISABLE, where QEMU did not ask for PREPARE or was refused, has left nothing.
  if (errno === 0 && rrc !== RRC_MARKER) yield* milestone('scrubbed');
  yield* milestone('unblocked');
});

const actors = (machine: MachineConfig): readonly Actor[] => {
  const task = machine.purpose === 'run' ? reboot : rebooting;
  const qemu: Actor = { name: 'qemu', task: () => task(machine), charged: 'caller' };
  const world = machine.purpose === 'run' ? [] : [...killer(machine), ...host(machine)];
  return [qemu, ...cleaners(machine), ...world];
};

/** KVM_PV_ASYNC_CLEANUP_PREPARE in the caller, KVM_PV_ASYNC_CLEANUP_PERFORM in a thread of its own. */
export const async: TeardownPolicy<State> = {
  id: 'async',
  title: 'asynchronous',
  summary:
    'PREPARE sets the configuration aside and cleans the lowest 2 GiB, a thread cleans the rest while the guest boots again',
  source: 'docs/s390.md 3.7, 3.8, 7.1',
  triggers: ['reboot'],
  defaultRelease: '6.2',
  releases: ['6.2', '6.4', '6.5', '6.6', '6.10', '6.13', '6.14', '6.16', '7.0', 'fixed'],
  begin: beginWith(1),
  levels: heldLevels,
  actors,
  followUps: exitAfterwards(),
};
