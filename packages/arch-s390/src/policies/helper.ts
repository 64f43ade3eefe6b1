import type { Actor, MachineConfig, TeardownPolicy } from '@cvm-teardown/core/plugin';
import { exiting } from '../environment.js';
import { heldLevels } from '../held.js';
import { helperKiller, host } from '../host.js';
import { presumptionsOfHelper } from '../presumptions.js';
import { helper as helperProcess } from '../process.js';
import { kernels } from '../releases.js';
import type { State } from '../state.js';
import { stoppers } from '../stopper.js';
import { beginWith } from './begin.js';
import { endOf } from './exit.js';

const actors = (machine: MachineConfig): readonly Actor[] => {
  const task = machine.purpose === 'run' ? endOf(machine.trigger) : exiting;
  const pair: readonly Actor[] = [
    { name: 'qemu', task: () => task(machine), charged: 'process' },
    { name: 'helper', task: () => helperProcess(machine), charged: 'helper' },
  ];
  return [...pair, ...(machine.purpose === 'run' ? stoppers(machine) : [helperKiller(), ...host(machine)])];
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
  presumes: presumptionsOfHelper,
};
