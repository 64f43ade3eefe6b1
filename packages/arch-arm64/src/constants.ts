import type { ProtocolConstant } from '@cvm-teardown/core/plugin';

/** Entries of a table relative to those with 4 KiB pages: 512, 2,048, 8,192. Source: docs/arm64.md 1.1. */
export const FANOUT_FACTOR = { '4K': 1, '16K': 4, '64K': 16 } as const;

export const constants: readonly ProtocolConstant[] = [
  {
    name: 'fanout',
    value: 512,
    checkValue: 2,
    least: 1,
    most: 512,
    powerOfTwo: true,
    unit: 'entries',
    summary:
      'Entries of a translation table with 4 KiB pages; four times as many with 16 KiB, sixteen times with 64 KiB.',
    source: 'arch/arm64/include/asm/kvm_pgtable.h; docs/arm64.md 1.1',
  },
  {
    name: 'lineBytes',
    value: 64,
    least: 1,
    most: 4096,
    powerOfTwo: true,
    unit: 'bytes',
    summary: 'Size of a data-cache line, as far as maintenance by address steps (CTR_EL0.DminLine).',
    source: 'Oliver Upton, 7 October 2022 (register dump); docs/arm64.md 0.3',
  },
];
