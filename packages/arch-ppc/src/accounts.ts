/** What is taken and given back: device pages of the hypervisor, frames of the Ultravisor. docs/ppc.md 3.2, 7.9, 7.10. */
import type { MachineConfig, MemoryAccount, PageClass } from '@cvm-teardown/core/plugin';
import { layoutOf } from './layout.js';
import type { gfnFields, S } from './state.js';

type Gfns = PageClass<typeof gfnFields>;

const hasDevicePage: Gfns = ({ word }) => word === 'uvmem';
const hasFrame: Gfns = ({ uv }) => uv !== 'none';
const hasNoFrame: Gfns = ({ uv }) => uv === 'none';

/** What a VM that is normal, and a slot that is gone, must not have. */
function owed(s: Readonly<S>, machine: MachineConfig, has: Gfns): number {
  const { all, boot, dimm } = layoutOf(machine);
  if (s.vm.flags === 'none') return s.gfn.count(has, all.from, all.to);
  return dimm !== undefined && s.vm.dimm === 'absent' ? s.gfn.count(has, boot.to, dimm.to) : 0;
}

/** Frames that an SVM runs without. Whether its vCPUs are stopped for a reset no state shows, so a reboot is not judged. */
function missingFrames({ vm, gfn }: Readonly<S>, machine: MachineConfig): number {
  if (vm.svm !== 'secure' || machine.trigger === 'reboot') return 0;
  const { boot, dimm } = layoutOf(machine);
  const plugged = dimm !== undefined && (vm.dimm === 'present' || vm.dimm === 'offline');
  return gfn.count(hasNoFrame, boot.from, boot.to) + (plugged ? gfn.count(hasNoFrame, dimm.from, dimm.to) : 0);
}

export const accounts: readonly MemoryAccount<S>[] = [
  {
    name: 'device pages',
    source: 'docs/ppc.md 13, I8',
    total: (machine) => layoutOf(machine).pool,
    free: (s) => s.poolFree,
    owned: (s) => s.gfn.count(hasDevicePage),
    owed: (s, machine) => owed(s, machine, hasDevicePage),
  },
  {
    name: 'frames of secure memory',
    source: 'docs/ppc.md 7.9, 7.10',
    total: (machine) => machine.pages,
    free: (s) => s.gfn.count(hasNoFrame),
    owned: (s) => s.gfn.count(hasFrame),
    owed: (s, machine) => owed(s, machine, hasFrame),
    missing: missingFrames,
  },
];
