import { FIXED, type Release } from '@cvm-teardown/core/plugin';

const SINCE_510 = ['close-elides-shared'] as const;

export const releases: readonly Release[] = [
  {
    id: '5.4',
    title: 'Linux 5.4 and 5.5',
    defects: [],
    source: 'virt/kvm/arm/mmu.c at 005ba37cb89b; docs/arm64.md 5',
  },
  {
    id: '5.5+series',
    title: 'Linux 5.5 with the series as posted on 13 December 2019 (never merged)',
    defects: ['unmap-elides-shared', 'close-elides-shared'],
    source: '20191213182503.14460-1-maz@kernel.org; docs/arm64.md 7, 8',
  },
  {
    id: '5.10',
    title: 'Linux 5.10: generic page-table code',
    defects: SINCE_510,
    source: '20200911132529.19844-6-will@kernel.org; docs/arm64.md 9.1',
  },
  {
    id: '6.5',
    title: 'Linux 6.5: the last one without range invalidation',
    defects: SINCE_510,
    source: 'docs/arm64.md 9.2, 10',
  },
  {
    id: '6.6',
    title: 'Linux 6.6: range invalidation, deferral',
    defects: [...SINCE_510, 'table-flush-deferred'],
    source: '20230722022251.3446223-1-rananta; docs/arm64.md 13 (B01)',
  },
  {
    id: '6.9',
    title: 'Linux 6.9: tables invalidated at once again',
    defects: SINCE_510,
    source: 'f62d4c3eb687; docs/arm64.md 13 (B01)',
  },
  {
    id: '6.19',
    title: 'Linux 6.19: destroy in batches',
    defects: SINCE_510,
    source: '156f70afcfec, d68d66e57e2b, 4ddfab5436b6; docs/arm64.md 9.1',
  },
  {
    id: FIXED,
    title: 'no known defect: elision only for content that dies with the mapping (our proposal)',
    defects: [],
    source: 'docs/arm64.md 8, 12',
  },
];
