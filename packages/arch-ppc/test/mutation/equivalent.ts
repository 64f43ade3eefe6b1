import type { Equivalent, MutationScore } from '@cvm-teardown/core/testing';

const NOBODY_LOOKS = 'nobody looks in between: the guest’s only vCPU is in this call, and the host asks neither';
const PAGES_LOCKED =
  'a page in flight is locked and whoever comes waits, so that the lock around sweeps of one slot adds nothing';
const ORDER_FREE = 'what the two change has nothing in common';
const NO_CONTENT =
  'content is not modelled: a GFN that was requested in vain is migrated by H_SVM_INIT_DONE as zeroes (docs/ppc.md 8.4)';
const ASKED_AGAIN = 'the guest faults, and asks again at its next touch';

/** Mutants of both policies that nothing which is modelled can show. */
export const EQUIVALENT: Equivalent = {
  'swap: UV_ESM / H_SVM_INIT_START': NOBODY_LOOKS,
  'swap: H_SVM_INIT_START / UV_REGISTER_MEM_SLOT': NOBODY_LOOKS,
  'rule: H_SVM_PAGE_IN: h-svm-page-in + migrate-page + uv-page-in + free-page: tree=none word=uvmem host=device, poolFree=-1':
    NO_CONTENT,
  'rule: H_SVM_PAGE_IN: h-svm-page-in + migrate-page + uv-page-in + free-page: word=uvmem host=device, poolFree=-1':
    NO_CONTENT,
  'effect: give-up':
    'an svm that is not given up answers page-outs with ciphertext instead of nothing; content is not modelled',
  'swap: acquire uvmem_lock / sweep migrate-remaining': PAGES_LOCKED,
  'swap: acquire uvmem_lock / sweep H_SVM_PAGE_IN (shared)': PAGES_LOCKED,
  'swap: acquire uvmem_lock / sweep H_SVM_PAGE_IN': PAGES_LOCKED,
  'swap: clear-secure-guest / UV_SVM_TERMINATE': NOBODY_LOOKS,
  'rule: H_SVM_PAGE_IN: h-svm-page-in + migrate-page + uv-page-in + uv-page-inval + free-page: uv=secure word=uvmem host=device, poolFree=-1':
    ASKED_AGAIN,
  'rule: H_SVM_PAGE_IN (shared): h-svm-page-in-shared + uv-page-in-shared: uv=shared': ASKED_AGAIN,
  'swap: UV_UNREGISTER_MEM_SLOT / UV_SVM_TERMINATE': 'UV_SVM_TERMINATE unregisters what is left (docs/ppc.md 7.15)',
  'swap: UV_WRITE_PATE / clear-secure-guest': NOBODY_LOOKS,
  'swap: sweep H_SVM_PAGE_IN (shared) / sweep H_SVM_PAGE_IN': ORDER_FREE,
  'effect: create-memslot': 'the words of a slot that was flushed are normal already',
  'swap: create-memslot / UV_REGISTER_MEM_SLOT': ORDER_FREE,
  'swap: UV_UNREGISTER_MEM_SLOT / memslot-ioctl-returns': NOBODY_LOOKS,
  'swap: UV_UNREGISTER_MEM_SLOT / free-memslot': NOBODY_LOOKS,
  'swap: free-memslot / sweep free-memory': ORDER_FREE,
  'swap: sweep H_SVM_PAGE_IN / check-integrity': 'the check of digests looks at nothing that is modelled',
};

/** As SPECIFICATION.md has it. */
export const SCORES: Readonly<Record<string, MutationScore>> = {
  'uv-all': { killed: 27, equivalent: 20 },
  'init-done': { killed: 29, equivalent: 20 },
};
