/**
 * Whoever stops QEMU from outside and does not wait for ever: SIGTERM first, SIGKILL if it is still there, and then an error. Runs
 * only: in a check a signal may come at any moment (environment.ts). Source: docs/s390.md 7.3.
 */
import {
  type Actor,
  here,
  type MachineConfig,
  milestone,
  names,
  sleep,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { nanosecondsOf } from './constants.js';
import { step } from './state.js';

const isThere = step({
  name: 'is-qemu-there',
  outcomes: names('there', 'gone'),
  apply: (s) => (s.process.reaped || s.vm.gone ? 'gone' : 'there'),
  source: 'docs/s390.md 7.3',
});

/** QEMU may be on its way out, which ends here. One that is dying already is past the point where a signal matters. */
const kill = step({
  name: 'stopper-kills',
  apply: (s, [whom]: ['libvirt' | 'cgroup']) => {
    if (whom === 'cgroup') s.process.helperKilled = true;
  },
  signals: () => ['qemu'],
  source: 'docs/s390.md 7.2, 7.3',
});

const stop = sub(function* stop(machine: MachineConfig, whom: 'libvirt' | 'cgroup'): Task {
  const poll = nanosecondsOf(machine, 'stopperPoll');
  const [killsAt, endsAt] = [nanosecondsOf(machine, 'stopperKills'), nanosecondsOf(machine, 'stopperGivesUp')];
  let killed = false;
  for (let waited = 0; waited < endsAt; waited += poll) {
    yield* here('looks', waited, killed);
    if ((yield* isThere()) === 'gone') return;
    if (waited >= killsAt && !killed) {
      yield* kill(whom);
      yield* milestone('kills');
      killed = true;
    }
    yield* sleep(poll);
  }
  yield* milestone('gives-up');
});

export function stoppers(machine: MachineConfig): readonly Actor[] {
  const whom = machine.option('stopper');
  if (machine.trigger !== 'exit' || (whom !== 'libvirt' && whom !== 'cgroup')) return [];
  return [{ name: 'stopper', task: () => stop(machine, whom), charged: 'nobody', offCpu: true }];
}
