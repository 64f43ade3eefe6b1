import type { Equivalent, MutationScore } from '@cvm-teardown/core/testing';

const ONE_WALKER = 'nobody else walks stage 2 in a check, so the lock keeps nobody out';
const NOBODY_LOOKS =
  'nobody finds the table through KVM while it is torn down, so that forgetting it later shows nothing';
const INDEPENDENT =
  'the VMID, the root and the guest’s memory depend on each other in nothing: the roll-over invalidates first';
const ROLLS_OVER =
  'the roll-over invalidates before the VMID is used again; mainline relies on just that (docs/arm64.md 9.1)';

const AFTER_CLOSE: Equivalent = {
  'swap: free-root / release-vmid': INDEPENDENT,
  'swap: release-vmid / sweep free memory': INDEPENDENT,
};

/** By policy: mutants that nothing can show, and how many there are of both kinds. */
export const EQUIVALENT: Readonly<Record<string, Equivalent>> = {
  'pre-series': {
    ...AFTER_CLOSE,
    'swap: acquire mmu_lock / sweep unmap leaves, invalidated with the leaf': ONE_WALKER,
    'swap: sweep unmap leaves, invalidated with the leaf / detach-page-table': NOBODY_LOOKS,
  },
  series: {
    ...AFTER_CLOSE,
    'swap: acquire mmu_lock / sweep unmap leaves, invalidated not at all': ONE_WALKER,
    'swap: acquire mmu_lock / sweep unmap leaves, invalidated with the leaf': ONE_WALKER,
    'swap: sweep unmap leaves, invalidated not at all / detach-page-table': NOBODY_LOOKS,
    'swap: detach-page-table / flush-by-vmid': NOBODY_LOOKS,
    'effect: flush-by-vmid': ROLLS_OVER,
  },
  mainline: {
    ...AFTER_CLOSE,
    'swap: detach-page-table-under-lock / sweep unmap leaves, invalidated not at all': NOBODY_LOOKS,
    'swap: acquire mmu_lock / sweep unmap leaves, invalidated with the leaf': ONE_WALKER,
    'swap: acquire mmu_lock / sweep unmap leaves, invalidated with the batch': ONE_WALKER,
  },
};

/** As SPECIFICATION.md has it. */
export const SCORES: Readonly<Record<string, MutationScore>> = {
  'pre-series': { killed: 13, equivalent: 4 },
  series: { killed: 17, equivalent: 7 },
  mainline: { killed: 20, equivalent: 5 },
};
