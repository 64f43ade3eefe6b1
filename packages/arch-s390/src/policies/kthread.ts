import {
  type Actor,
  type MachineConfig,
  milestone,
  sub,
  type Task,
  type TeardownPolicy,
} from '@cvm-teardown/core/plugin';
import { exiting, rebooting, rebootingOnce } from '../environment.js';
import { heldAndListed, heldAndListedAtExit } from '../held.js';
import { host, killer } from '../host.js';
import { oomNotifier } from '../kthread/oom-notifier.js';
import { kthreads } from '../kthread/thread.js';
import { presumptionsOfExit } from '../presumptions.js';
import { unprotect } from '../process.js';
import type { State } from '../state.js';
import { stoppers } from '../stopper.js';
import { beginWith } from './begin.js';
import { endOf } from './exit.js';
import { exitAfterwards } from './exit-afterwards.js';

const reboot = sub(function* reboot(machine: MachineConfig): Task {
  yield* milestone('requested');
  yield* unprotect(machine);
  yield* milestone('unblocked');
});

const actors = (machine: MachineConfig): readonly Actor[] => {
  const reboots = machine.trigger === 'reboot';
  const goesOn = reboots && machine.option('nextGuest') === 'protected';
  const [runs, checks] = reboots ? [reboot, goesOn ? rebooting : rebootingOnce] : [endOf(machine.trigger), exiting];
  const task = machine.purpose === 'run' ? runs : checks;
  const qemu: Actor = { name: 'qemu', task: () => task(machine), charged: reboots ? 'caller' : 'process' };
  return [
    qemu,
    ...kthreads(machine),
    ...(machine.purpose === 'run' ? stoppers(machine) : [...(goesOn ? killer(machine) : []), ...host(machine)]),
  ];
};

/** The postings of 2021: one kernel thread per dying VM, and a list of pages that were set aside. */
export const kthread: TeardownPolicy<State> = {
  id: 'kthread',
  title: 'kernel thread (2021)',
  summary:
    'DISABLE and the end of a VM hand the configuration to a kernel thread; an exiting process sets its pages aside for it',
  source: 'docs/s390.md 8',
  triggers: ['reboot', 'exit', 'kill'],
  defaultRelease: 'v1',
  releases: ['v1', 'v2', 'v3', 'fixed'],
  begin: beginWith(1),
  levels: heldAndListed,
  actors,
  followUps: exitAfterwards(heldAndListedAtExit),
  presumes: presumptionsOfExit,
  lastResort: oomNotifier,
};
