import { type Defect, withScenes } from '@cvm-teardown/core/plugin';
import { scenes } from './scenes.js';

const known: readonly Defect[] = [
  {
    id: 'uv-optimised-no-hv-fix',
    kind: 'historical',
    summary: 'H_SVM_INIT_DONE only sets a flag: GFNs that the Ultravisor did not request stay Normal.',
    violates: 'secure-gfns-known',
    source: 'Ram Pai, [PATCH v3 0/4] Migrate non-migrated pages of a SVM, 2020-06-20; docs/ppc.md 8.3',
    mark: 'stated',
  },
  {
    id: 'hotplug-not-migrated',
    kind: 'historical',
    summary: 'A memslot that is plugged into a secure VM is registered, and its GFNs stay Normal.',
    violates: 'secure-gfns-known',
    source: 'Ram Pai, [PATCH v3 0/4], 2020-06-20; docs/ppc.md 10',
    mark: 'stated',
  },
  {
    id: 'v1-remigrate-pagedout',
    kind: 'historical',
    summary:
      'A page that was paged in and out again carries no flag, and the sweep migrates it: its ciphertext is lost.',
    violates: 'paged-out-content-kept',
    source: 'review of v1 by Bharata B Rao, June 2020; changelog of v2; docs/ppc.md 9',
    mark: 'stated',
  },
  {
    id: 'v2-flush-keeps-state',
    kind: 'historical',
    summary: 'Dropping the pages of a memslot leaves the words of paged-out and shared GFNs as they were.',
    violates: 'gfn-words-true',
    source: 'review of v2 by Laurent Dufour, June 2020; changelog of v3; docs/ppc.md 9',
    mark: 'stated',
  },
  {
    id: 'drop-by-fault',
    kind: 'historical',
    summary:
      'The device pages of a memslot are dropped by faulting them in, which does not reach a slot that is being deleted.',
    violates: 'gfn-words-true',
    source: 'Laurent Dufour, "Rework secure memslot dropping", July 2020; docs/ppc.md 11.3',
    mark: 'stated',
  },
  {
    id: 'transient-share-stale-pte',
    kind: 'present',
    summary:
      'Once DONE is set the notifier leaves the entry of the hypervisor’s tree, which is in use again after KVM_PPC_SVM_OFF.',
    violates: 'nothing-stale-is-used',
    source: 'read in arch/powerpc/kvm/book3s_64_mmu_radix.c; docs/ppc.md 8.3',
    mark: 'inferred',
  },
  {
    id: 'hotplug-error-ignored',
    kind: 'present',
    summary: 'The result of making a new memslot secure is dropped: the ioctl succeeds with part of the slot Normal.',
    violates: 'secure-gfns-known',
    source: 'to-do in arch/powerpc/kvm/book3s_hv.c (v5.9); docs/ppc.md 10',
    mark: 'stated',
  },
  {
    id: 'pagein-fail-leak',
    kind: 'present',
    summary: 'When UV_PAGE_IN is refused, the device page stays taken and the word stays UVMEM.',
    violates: 'device-page-in-place',
    source: 'read in arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9); docs/ppc.md 7.5',
    mark: 'inferred',
  },
  {
    id: 'silent-nonmigratable',
    kind: 'present',
    summary: 'A device page that cannot be isolated is skipped, and the drop says nothing.',
    violates: 'failures-are-told',
    source: 'read in arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), commit 5e587fb8ac in the series’ tree; docs/ppc.md 7.7',
    mark: 'inferred',
  },
  {
    id: 'drop-unzeroed',
    kind: 'present',
    summary: 'The page that takes a dropped device page’s place is neither filled nor cleared.',
    violates: 'no-old-data-mapped',
    source: 'read in arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9); docs/ppc.md 11.3',
    mark: 'inferred',
  },
  {
    id: 'mutant-pool-bit-kept',
    kind: 'mutant',
    summary: 'A device page that is freed by a page-out stays marked as taken.',
    violates: 'given-back-once',
    source: 'made for the property; docs/ppc.md 11.2',
    mark: 'inferred',
  },
  {
    id: 'mutant-no-page-inval',
    kind: 'mutant',
    summary: 'The notifier does not tell the Ultravisor that a shared page goes away.',
    violates: 'nothing-stale-is-used',
    source: 'made for the property; docs/ppc.md 3.4',
    mark: 'inferred',
  },
  {
    id: 'mutant-terminate-forgotten',
    kind: 'mutant',
    summary: 'KVM_PPC_SVM_OFF leaves out UV_SVM_TERMINATE.',
    violates: 'normal-vm-owns-nothing',
    source: 'made for the property; docs/ppc.md 11.5',
    mark: 'inferred',
  },
  {
    id: 'mutant-abort-forgotten',
    kind: 'mutant',
    summary: 'The Ultravisor gives a secure entry up without H_SVM_INIT_ABORT.',
    violates: 'settles',
    source: 'made for the property; docs/ppc.md 7.4',
    mark: 'inferred',
  },
];

/** Deviations by name; docs/ppc.md 14 has their scenarios, and those that are only documented. */
export const defects: readonly Defect[] = withScenes(known, scenes);
