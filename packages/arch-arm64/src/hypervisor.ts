/** KVM's side: walks under the lock, the whole stage 2, a range. Source: docs/arm64.md 5, 7, 9. */
import {
  acquire,
  here,
  lock,
  type PageRange,
  release,
  reschedule,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { flushVmid, forgetTranslation } from './firmware.js';
import { flushByRange, freeRootPage, invalidateInstructions } from './operations.js';
import type { LeafState } from './secure-memory.js';
import { step } from './state.js';
import type { PlannedWalk } from './walk.js';

const mmuLock = lock('mmu_lock');

export const LOCKS = [{ name: mmuLock.name, instances: 1 }] as const;

/** KVM forgets the page table: from here on nobody finds it through KVM. */
const detach = step({
  name: 'detach-page-table',
  apply: (s) => {
    s.vm.detached = true;
  },
  source: 'virt/kvm/arm/mmu.c (v5.5); docs/arm64.md 5.3',
});

/** The same, as a critical section of its own. */
const detachUnderLock = step({
  name: 'detach-page-table-under-lock',
  acquires: () => mmuLock,
  apply: (s) => {
    s.vm.detached = true;
  },
  releases: () => mmuLock,
  source: 'arch/arm64/kvm/mmu.c; docs/arm64.md 9.1',
});

/** The root pages go back to the allocator, after the lock is dropped. */
const freeRoot = step<[rootPages: number]>({
  name: 'free-root',
  operation: freeRootPage,
  units: (_s, [rootPages]) => rootPages,
  recounts: true,
  apply: (s, [rootPages]) => {
    if (rootPages > 0) s.root.map(toFreed);
  },
  source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/mmu.c; docs/arm64.md 5.3, 9.1',
});

const toFreed = () => ({ page: 'freed' }) as const;

/** The VM is gone, and with it its claim to the VMID. */
const releaseVmid = step({
  name: 'release-vmid',
  apply: (s) => {
    s.vm.vmid = 'released';
  },
  source: 'arch/arm64/kvm/vmid.c; docs/arm64.md 3',
});

/** The notifier has returned: the pages are the host's from here on. */
const giveBack = step<[from: number, to: number]>({
  name: 'give-back-pages',
  apply: (s, [from, to]) => {
    s.page.map(toHost, from, to);
  },
  source: 'include/linux/mmu_notifier.h; docs/arm64.md 4.1, 11.1',
});

const toHost = ({ place }: LeafState) => (place === 'guest' ? ({ place: 'host' } as const) : undefined);

/** Mutant: the flush by range that was due before the pages were given back (I2). */
const flushRangeLate = step<[from: number, to: number]>({
  name: 'flush-range-late',
  operation: flushByRange,
  apply: (s, [from, to]) => {
    s.page.map(forgetTranslation, from, to);
  },
  source: 'docs/arm64.md 11.2 (I2), 13',
});

/** With FWB a vCPU's initialisation leaves stage 2 alone. Source: docs/arm64.md 10, 15.4 (E08). */
const invalidateInstructionCache = step({
  name: 'invalidate-instruction-cache',
  operation: invalidateInstructions,
  source: 'arch/arm64/kvm/arm.c (v5.8); docs/arm64.md 10',
});

/** Between two stretches of a walk: `lock`: the lock, which the caller holds, is dropped for a reschedule; `cpu`: a reschedule. */
type Between = 'lock' | 'cpu' | 'nothing';

/** Walks stretch by stretch. */
const walkThrough = sub(function* walkThrough({ walk, stretches }: PlannedWalk, between: Between): Task {
  for (const [i, stretch] of stretches.entries()) {
    yield* here('stretch', i);
    if (between === 'lock' && i > 0) yield* release(mmuLock);
    if (between !== 'nothing' && i > 0) yield* reschedule();
    if (between === 'lock' && i > 0) yield* acquire(mmuLock);
    yield* sweep(stretch, walk.leaves, { tails: walk.tails });
  }
});

/** kvm_free_stage2_pgd of v5.5: everything under the lock, root entry by root entry. Source: docs/arm64.md 5.3. */
export const freeStage2 = sub(function* freeStage2(planned: PlannedWalk, rootPages: number): Task {
  yield* acquire(mmuLock);
  yield* walkThrough(planned, 'lock');
  yield* detach();
  yield* release(mmuLock);
  yield* freeRoot(rootPages);
  yield* releaseVmid();
});

/**
 * kvm_free_stage2_pgd of the series: the walk frees tables without invalidating them, one flush by VMID follows, still under
 * the lock. Source: docs/arm64.md 7.1 (patch 5), 7.4.
 */
export const freeStage2WithOneFlush = sub(function* freeStage2WithOneFlush(
  planned: PlannedWalk,
  rootPages: number,
  vmidFirst: boolean,
): Task {
  yield* acquire(mmuLock);
  yield* walkThrough(planned, 'lock');
  yield* detach();
  if (vmidFirst) yield* releaseVmid();
  yield* flushVmid();
  yield* release(mmuLock);
  yield* freeRoot(rootPages);
  if (!vmidFirst) yield* releaseVmid();
});

/**
 * kvm_free_stage2_pgd of mainline: forgotten under the lock, destroyed outside of it, no flush at all.
 * @param reschedules between batches: 6.19 on. Source: docs/arm64.md 9.1.
 */
export const destroyStage2 = sub(function* destroyStage2(
  planned: PlannedWalk,
  rootPages: number,
  reschedules: boolean,
): Task {
  yield* detachUnderLock();
  yield* walkThrough(planned, reschedules ? 'cpu' : 'nothing');
  yield* freeRoot(rootPages);
  yield* releaseVmid();
});

/** Unmaps a range of a living guest; when it returns the pages are the host's. Source: docs/arm64.md 5.1, 9.2. */
export const unmapRange = sub(function* unmapRange(planned: PlannedWalk, pages: PageRange, flushLate: boolean): Task {
  yield* acquire(mmuLock);
  yield* walkThrough(planned, 'lock');
  yield* release(mmuLock);
  yield* giveBack(pages.from, pages.to);
  if (flushLate) yield* flushRangeLate(pages.from, pages.to);
});

/** A vCPU's initialisation on a host with FWB, 5.8 on: nothing is unmapped. */
export const skipUnmap = sub(function* skipUnmap(): Task {
  yield* invalidateInstructionCache();
});
