import { freeStage2WithOneFlush } from '../hypervisor.js';
import { rootPagesFreed } from '../stage2.js';
import type { Stage2Policy } from './stage2-policy.js';

/** "KVM: arm/arm64: Help VMs dying quicker", as posted. Source: docs/arm64.md 7. */
export const series: Stage2Policy = {
  id: 'series',
  title: 'the series of December 2019',
  summary:
    'Close: no cache maintenance, one invalidation of the whole VMID. Unmap: no cache maintenance for the event UNMAP.',
  source: '20191213182503.14460-1-maz@kernel.org; docs/arm64.md 7',
  defaultRelease: '5.5+series',
  releases: ['5.5+series', 'fixed'],
  stretch: (stage2) => stage2.rootEntryLeaves,
  close: (planned, stage2) =>
    freeStage2WithOneFlush(planned, rootPagesFreed(stage2), stage2.machine.has('vmid-released-before-flush')),
};
