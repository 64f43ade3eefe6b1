import { defineOperation } from '@cvm-teardown/core/plugin';

// `broadcasts`: instructions for the inner shareable domain (IS), which every CPU of the host hears. Source: docs/arm64.md 6.1.

/** Clean and invalidate one data-cache line to the point of coherency (DC CIVAC). */
export const cleanLine = defineOperation({
  name: 'clean-line',
  unit: 'line',
  cause: 'cache maintenance',
  duration: 'end',
  summary: 'Cleans and invalidates one data-cache line to the point of coherency (DC CIVAC).',
  source: 'virt/kvm/arm/mmu.c (v5.5); docs/arm64.md 5.1, 5.2',
});

/** The pair: IPAS2E1IS, then VMALLE1IS, with their barriers. */
export const flushByIpa = defineOperation({
  name: 'flush-by-ipa',
  unit: 'pair',
  cause: 'invalidation',
  duration: 'end',
  broadcasts: 2,
  summary: 'One pair: TLBI IPAS2E1IS, then TLBI VMALLE1IS, with their barriers.',
  source: 'arch/arm64/kvm/hyp/tlb.c (v5.5); docs/arm64.md 6.1',
});

/** One chunk of a flush by range: its range operations are counted on their own. */
export const flushByRange = defineOperation({
  name: 'flush-by-range',
  unit: 'chunk',
  cause: 'invalidation',
  duration: 'end',
  broadcasts: 1,
  summary: 'One chunk of a flush by range: its invalidations by address, then TLBI VMALLE1IS, with their barriers.',
  source: 'arch/arm64/include/asm/tlbflush.h; docs/arm64.md 6.1, 6.2',
});

export const invalidateRange = defineOperation({
  name: 'invalidate-range',
  unit: 'instruction',
  cause: 'invalidation',
  duration: 'end',
  broadcasts: 1,
  summary: 'TLBI RIPAS2E1IS, a part of flush-by-range.',
  source: 'arch/arm64/include/asm/tlbflush.h; docs/arm64.md 6.2',
});

export const invalidateSingle = defineOperation({
  name: 'invalidate-single',
  unit: 'instruction',
  cause: 'invalidation',
  duration: 'end',
  broadcasts: 1,
  summary: 'TLBI IPAS2E1IS for what range operations cannot name, a part of flush-by-range.',
  source: 'arch/arm64/include/asm/tlbflush.h; docs/arm64.md 6.2',
});

/** VMALLS12E1IS: all translations of one VMID. */
export const flushByVmid = defineOperation({
  name: 'flush-by-vmid',
  unit: 'call',
  cause: 'invalidation',
  duration: 'atomic',
  broadcasts: 1,
  summary: 'TLBI VMALLS12E1IS: all translations of the guest’s VMID, on all CPUs.',
  source: 'arch/arm64/kvm/hyp/tlb.c (v5.5); docs/arm64.md 6.1',
});

/** ALLE1IS: all translations of all guests, at VMID roll-over. */
export const flushAllVmids = defineOperation({
  name: 'flush-all-vmids',
  unit: 'call',
  cause: 'invalidation',
  duration: 'atomic',
  broadcasts: 1,
  summary: 'TLBI ALLE1IS: all translations of all guests, when the VMIDs roll over.',
  source: 'arch/arm64/kvm/vmid.c; docs/arm64.md 3',
});

export const invalidateInstructions = defineOperation({
  name: 'invalidate-instructions',
  unit: 'call',
  cause: 'cache maintenance',
  duration: 'atomic',
  broadcasts: 1,
  summary: 'IC IALLUIS: the whole instruction cache, what a vCPU’s initialisation does instead of unmapping with FWB.',
  source: 'docs/arm64.md 10, 15.4 (E08)',
});

export const clearPage = defineOperation({
  name: 'clear-page',
  unit: 'leaf',
  cause: 'page walk',
  duration: 'atomic',
  summary:
    'Takes a page out of its table and drops the table’s reference (at close mainline drops the reference only).',
  source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 5.1, 9.1',
});

export const clearBlock = defineOperation({
  name: 'clear-block',
  unit: 'leaf',
  cause: 'page walk',
  duration: 'atomic',
  summary:
    'Takes a block out of its table and drops the table’s reference (at close mainline drops the reference only).',
  source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 5.1, 9.1',
});

export const freeTable = defineOperation({
  name: 'free-table',
  unit: 'table',
  cause: 'freeing',
  duration: 'atomic',
  summary: 'Unlinks an emptied table page from its parent and frees it.',
  source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 2, 5.1',
});

export const freeRootPage = defineOperation({
  name: 'free-root-page',
  unit: 'page',
  cause: 'freeing',
  duration: 'atomic',
  summary: 'Frees one of the concatenated root pages.',
  source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 1.2, 5.3',
});

export const freePage = defineOperation({
  name: 'free-page',
  unit: 'page',
  cause: 'freeing',
  duration: 'end',
  summary: 'The exiting process frees one page of the guest’s memory.',
  source: 'docs/arm64.md 4.1',
});

export const freeBlock = defineOperation({
  name: 'free-block',
  unit: 'block',
  cause: 'freeing',
  duration: 'end',
  summary: 'The exiting process frees one huge page of the guest’s memory.',
  source: 'docs/arm64.md 4.1',
});

export const operations = [
  cleanLine,
  flushByIpa,
  flushByRange,
  invalidateRange,
  invalidateSingle,
  flushByVmid,
  flushAllVmids,
  invalidateInstructions,
  clearPage,
  clearBlock,
  freeTable,
  freeRootPage,
  freePage,
  freeBlock,
] as const;
