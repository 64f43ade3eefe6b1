import {
  type Actor,
  type MachineConfig,
  milestone,
  phase,
  sendFatalSignal,
  type Task,
  type TeardownPolicy,
} from '../../../src/plugin/index.js';
import { begin, type S } from './state.js';
import { reader, reaper, setAside, tearDown, worker } from './teardown.js';

const environment = (machine: MachineConfig): readonly Actor[] =>
  machine.option('reader') === 'one' ? [{ name: 'reader', task: reader(machine), daemon: true }] : [];

function* killer(): Task {
  yield* sendFatalSignal('worker');
}

export const now: TeardownPolicy<S> = {
  id: 'now',
  title: 'Tear down in the caller',
  summary: 'Whoever asks waits until all is done.',
  source: 'this test',
  triggers: ['reboot', 'exit'],
  defaultRelease: 'fixed',
  begin,
  actors: (machine) => [
    {
      name: 'caller',
      charged: 'caller',
      task: function* caller(): Task {
        yield* milestone('requested');
        yield* phase('teardown');
        yield* tearDown(machine, false);
        yield* milestone('unblocked');
        yield* milestone('memory-back');
      },
    },
    ...environment(machine),
  ],
};

export const later: TeardownPolicy<S> = {
  id: 'later',
  title: 'Set aside and tear down later',
  summary: 'Whoever asks goes on at once; a worker cleans up.',
  source: 'this test',
  triggers: ['reboot'],
  defaultRelease: 'fixed',
  begin,
  actors: (machine) => [
    {
      name: 'caller',
      charged: 'caller',
      task: function* caller(): Task {
        yield* milestone('requested');
        yield* phase('prepare');
        if ((yield* setAside()) === 'no record') yield* tearDown(machine, false);
        yield* milestone('unblocked');
      },
    },
    { name: 'worker', charged: 'kernel thread', task: worker(machine) },
    ...(machine.purpose === 'check'
      ? [
          { name: 'reaper', task: reaper(machine) },
          { name: 'killer', task: killer, daemon: true },
        ]
      : []),
    ...environment(machine),
  ],
};
