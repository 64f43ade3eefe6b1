import {
  type Actor,
  type MachineConfig,
  milestone,
  sub,
  type Task,
  type TeardownPolicy,
} from '@cvm-teardown/core/plugin';
import { exiting, rebooting } from '../environment.js';
import { heldLevels } from '../held.js';
import { host } from '../host.js';
import { presumptionsOfExit } from '../presumptions.js';
import { unprotect } from '../process.js';
import { kernels } from '../releases.js';
import type { State } from '../state.js';
import { stoppers } from '../stopper.js';
import { beginWith } from './begin.js';
import { endOf } from './exit.js';
import { exitAfterwards } from './exit-afterwards.js';

const reboot = sub(function* reboot(machine: MachineConfig): Task {
  yield* milestone('requested');
  yield* unprotect(machine);
  yield* milestone('scrubbed');
  yield* milestone('unblocked');
});

const actors = (machine: MachineConfig): readonly Actor[] => {
  const reboots = machine.trigger === 'reboot';
  const [runs, checks] = reboots ? [reboot, rebooting] : [endOf(machine.trigger), exiting];
  const task = machine.purpose === 'run' ? runs : checks;
  const qemu: Actor = { name: 'qemu', task: () => task(machine), charged: reboots ? 'caller' : 'process' };
  return [qemu, ...(machine.purpose === 'run' ? stoppers(machine) : host(machine))];
};

/** KVM_PV_DISABLE, and a process that cleans its memory while it exits. */
export const sync: TeardownPolicy<State> = {
  id: 'sync',
  title: 'synchronous',
  summary:
    'DISABLE cleans every page before the guest boots again; an exiting process cleans every page before it is gone',
  source: 'docs/s390.md 3.6, 3.11',
  triggers: ['reboot', 'exit', 'kill'],
  defaultRelease: '5.19',
  releases: kernels,
  begin: beginWith(1),
  levels: heldLevels,
  actors,
  presumes: presumptionsOfExit,
  followUps: exitAfterwards(),
};
