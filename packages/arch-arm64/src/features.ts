import type { Feature } from '@cvm-teardown/core/plugin';

export const features: readonly Feature[] = [
  {
    name: 'FWB',
    default: false,
    summary: 'Stage 2 forces write-back for guest memory (FEAT_S2FWB): no cache maintenance is owed.',
    source: 'arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 6.3, 10',
  },
  {
    name: 'TLBIRANGE',
    default: false,
    summary:
      'Invalidation by range (FEAT_TLBIRANGE): from 6.6 on, together with FWB, leaves are invalidated once per batch.',
    source: 'Raghavendra Rao Ananta, 20230722022251.3446223-1-rananta; docs/arm64.md 9.2, 10',
  },
  {
    name: 'LPA2',
    default: false,
    summary: 'Range invalidation must start at a multiple of 64 KiB; pages before it are invalidated singly.',
    source: 'arch/arm64/include/asm/tlbflush.h; docs/arm64.md 6.2, 17 (measured)',
  },
];
