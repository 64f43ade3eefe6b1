import { freeStage2 } from '../hypervisor.js';
import { rootPagesFreed } from '../stage2.js';
import type { Stage2Policy } from './stage2-policy.js';

/** KVM as it was before the series, v5.4 and v5.5. Source: docs/arm64.md 5. */
export const preSeries: Stage2Policy = {
  id: 'pre-series',
  title: 'before the series (v5.5)',
  summary:
    'Every leaf and every emptied table is invalidated on its own, and every leaf’s lines are cleaned, also at close.',
  source: 'virt/kvm/arm/mmu.c at 005ba37cb89b (v5.5); docs/arm64.md 5',
  defaultRelease: '5.4',
  releases: ['5.4', 'fixed'],
  stretch: (stage2) => stage2.rootEntryLeaves,
  close: (planned, stage2) => freeStage2(planned, rootPagesFreed(stage2)),
};
