import { type MachineConfig, type Mmu, type PageDebts, type PageTable, sweep, use } from '@cvm-teardown/core/plugin';
import { GFN_BYTES } from './constants.js';
import { judgePageInval } from './firmware.js';
import { mapPage, uvPageInShared, uvPageInval } from './operations.js';
import { type Situation, situation, situationOf } from './situation.js';
import { type GfnState, type S, table } from './state.js';

/*
 * Two translations of a GFN (docs/ppc.md 3.4): the hypervisor's partition-scoped tree, which the hardware walks while the VM is
 * normal, and the Ultravisor's, which it walks for an SVM.
 */

type Gfn = Readonly<GfnState>;

/**
 * What the MMU notifier does when QEMU's page of a GFN goes away: before DONE the entry of the hypervisor's tree is cleared;
 * afterwards the Ultravisor is told, its answer is ignored, and in every release so far the entry stays (docs/ppc.md 8.3 A).
 */
export function notified(
  { tree, uv }: Gfn,
  { svm, done }: Situation,
  machine: MachineConfig,
): Pick<GfnState, 'tree' | 'uv'> {
  if (!done) return { tree: 'none', uv };
  const left = tree === 'none' || !machine.has('transient-share-stale-pte') ? 'none' : 'stale';
  if (machine.has('mutant-no-page-inval')) return { tree: left, uv: uv === 'shared' ? 'shared-stale' : uv };
  return { tree: left, uv: judgePageInval(svm, uv).uv };
}

/** The host moves or reclaims a normal page: compaction, swap, NUMA balancing. A page that is in flight cannot be isolated. */
export function movePageTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  return table({
    name: 'move-page',
    array: 'gfn',
    select: situation,
    source: 'arch/powerpc/kvm/book3s_64_mmu_radix.c, kvm_unmap_radix; docs/ppc.md 3.4, 8.3',
    rule: (gfn, selected) => {
      if (gfn.busy || gfn.host === 'hole' || gfn.host === 'device') return undefined;
      const now = situationOf(selected);
      return {
        ...(now.done && { uses: [use(uvPageInval)] }),
        after: notified(gfn, now, machine),
        outcome: 'moved',
      };
    },
  });
}

/** A normal guest touches a page: through the hypervisor's tree, or it faults and the page is entered there. */
export const normalAccess: PageTable<S, 'gfn'> = table({
  name: 'guest-access',
  array: 'gfn',
  source: 'arch/powerpc/kvm/book3s_64_mmu_radix.c; docs/ppc.md 3.4',
  rule: (gfn) => {
    if (gfn.busy) return { wait: true };
    if (gfn.tree !== 'none' || gfn.host === 'device') return undefined;
    return {
      uses: [use(mapPage)],
      during: { busy: true },
      after: { tree: 'current', host: gfn.host === 'hole' ? 'plain' : gfn.host },
      outcome: 'mapped',
    };
  },
});

/** An SVM touches a page: `request` when the Ultravisor must first ask for it by H_SVM_PAGE_IN. docs/ppc.md 7.8 */
export const secureAccess: PageTable<S, 'gfn'> = table({
  name: 'svm-access',
  array: 'gfn',
  source: 'arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), kvmppc_send_page_to_uv; docs/ppc.md 7.8, 11.1',
  rule: (gfn) => {
    if (gfn.busy) return { wait: true };
    if (gfn.uv === 'paged-out') return { stop: 'request' };
    return gfn.uv === 'shared-inv'
      ? { uses: [use(uvPageInShared)], during: { busy: true }, after: { uv: 'shared' }, outcome: 'mapped again' }
      : undefined;
  },
});

/**
 * Somebody can use a translation to a page that is not the GFN's any more (docs/ppc.md 13, I6 and I5). The hypervisor's tree is
 * used by a normal guest only: nobody runs on it while an svm is being built or taken down.
 */
const debts = ({ vm, gfn }: Readonly<S>, page: number): PageDebts => {
  const { tree, uv } = gfn.at(page);
  const runsAsNormal = vm.root === 'hv' && vm.flags === 'none';
  return { staleTranslation: (runsAsNormal && tree === 'stale') || uv === 'shared-stale', staleLine: false };
};

export const mmu: Mmu<S> = {
  plan: () => ({
    pageBytes: GFN_BYTES,
    description: '64 KiB GFNs in a radix partition-scoped tree; the Ultravisor backs slots by 2 MiB frames',
  }),
  fulfil: () => ({ says: '64 KiB GFNs one by one, however they are to be mapped and wherever they lie' }),
  // The reason makes no difference here: KVM is told of each of them by the same notifier.
  unmap: function* (machine, range) {
    return yield* sweep(range, movePageTable(machine));
  },
  debts,
};
