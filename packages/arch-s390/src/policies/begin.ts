import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { beginNormal, beginProtected } from '../firmware.js';
import { hasNotifier } from '../kvm/configuration.js';
import { at, type State } from '../state.js';

/**
 * A guest runs: a protected one, of configuration 1 on top table 1, or an ordinary one where nothing can be protected.
 * `mmUsers`: processes that share its memory.
 */
export const beginWith =
  (mmUsers: number) =>
  (s: State, machine: MachineConfig): void => {
    at(s.table, 1).holder = 'gmap';
    const { vcpus } = machine.guest;
    if (machine.option('folios') !== 'small') s.largeFolios = 1;
    Object.assign(s.vm, { vcpus, asce: 1, reverse: 1 });
    if (machine.option('protVirt') === 1) {
      beginProtected(s, machine);
      Object.assign(s.vm, { handle: 1, cpus: vcpus, sidas: vcpus, count: 1, header: !machine.since('6.0') });
      Object.assign(s.vm, { mask: true, userCpuState: true, notifier: hasNotifier(machine) });
    } else beginNormal(s, machine);
    // References on its structure are followed in the 2021 design, whose threads take some: those of its users and of the VM.
    const mmRefs = machine.policy === 'kthread' ? 2 : 0;
    Object.assign(s.process, { mmUsers, mmRefs, helperHasFiles: machine.has('helper-keeps-fds') });
  };
