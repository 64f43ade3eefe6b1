import {
  type Actor,
  type MachineConfig,
  milestone,
  sub,
  type Task,
  type TeardownPolicy,
} from '@cvm-teardown/core/plugin';
import { exiting, helperKiller } from '../environment.js';
import { heldLevels } from '../held.js';
import { exitProcess, helper as helperProcess } from '../process.js';
import { kernels } from '../releases.js';
import type { State } from '../state.js';
import { beginWith } from './begin.js';

const exit = sub(function* exit(machine: MachineConfig): Task {
  yield* milestone('requested');
  yield* exitProcess(machine);
  yield* milestone('unblocked');
});

const actors = (machine: MachineConfig): readonly Actor[] => {
  const task = machine.purpose === 'run' ? exit : exiting;
  const pair: readonly Actor[] = [
    { name: 'qemu', task: () => task(machine), charged: 'process' },
    { name: 'helper', task: () => helperProcess(machine), charged: 'helper' },
  ];
  return machine.purpose === 'run' ? pair : [...pair, helperKiller()];
};

/** A process made with CLONE_VM outlives QEMU and is the last user of its memory. */
export const helper: TeardownPolicy<State> = {
  id: 'helper',
  title: 'helper process',
  summary: 'QEMU can be reaped at once; a helper that shares its memory cleans every page afterwards',
  source: 'docs/s390.md 7.2',
  triggers: ['exit', 'kill'],
  defaultRelease: '6.2',
  releases: kernels,
  begin: beginWith(2),
  levels: heldLevels,
  actors,
};
