import { destroyStage2 } from '../hypervisor.js';
import { rootPagesFreed } from '../stage2.js';
import type { Stage2Policy } from './stage2-policy.js';

/** What was merged instead: the page-table code of 5.10 and later. Source: docs/arm64.md 9. */
export const mainline: Stage2Policy = {
  id: 'mainline',
  title: 'mainline (5.10 and later)',
  summary:
    'Close: no maintenance at all, the VMID is not used again before an invalidation. Unmap: from 6.6 on one flush by range ' +
    'per batch on hosts with FWB and TLBIRANGE.',
  source: 'arch/arm64/kvm/hyp/pgtable.c, arch/arm64/kvm/mmu.c; docs/arm64.md 9',
  defaultRelease: '6.19',
  releases: ['5.10', '6.5', '6.6', '6.9', '6.19', 'fixed'],
  stretch: (stage2) => stage2.batchLeaves,
  close: (planned, stage2) => destroyStage2(planned, rootPagesFreed(stage2), stage2.machine.since('6.19')),
  skipsReinit: ({ machine }) => machine.feature('FWB'),
};
