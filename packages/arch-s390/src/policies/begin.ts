import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { beginProtected } from '../firmware.js';
import { at, type State } from '../state.js';

/** A protected guest runs: configuration 1 on top table 1. `mmUsers`: processes that share its memory. */
export const beginWith =
  (mmUsers: number) =>
  (s: State, machine: MachineConfig): void => {
    beginProtected(s, machine);
    at(s.table, 1).holder = 'gmap';
    const { vcpus } = machine.guest;
    Object.assign(s.vm, { handle: 1, vcpus, cpus: vcpus, sidas: vcpus, asce: 1, reverse: 1, count: 1 });
    Object.assign(s.vm, { mask: true, userCpuState: true, notifier: true });
    // References on its structure are followed in the 2021 design, whose thread takes some.
    const mmRefs = machine.policy === 'kthread' ? 1 : 0;
    Object.assign(s.process, { mmUsers, mmRefs, helperHasFiles: machine.has('helper-keeps-fds') });
  };
