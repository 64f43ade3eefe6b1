/**
 * The hardware: TLBs, walk caches and data caches. It knows what CPUs may hold, forgets it when it is told to, and judges
 * nothing by what KVM meant. Source: docs/arm64.md 6, 11.1.
 */
import { type MachineConfig, type OperationUse, type PageDebts, type PageMap, use } from '@cvm-teardown/core/plugin';
import { cachesAreInTheWay, contentIsNeeded, occasionOf } from './maintenance.js';
import { flushAllVmids, flushByRange, flushByVmid, invalidateRange, invalidateSingle } from './operations.js';
import { rangeFlush } from './range-flush.js';
import type { LeafState, leafFields } from './secure-memory.js';
import { innerTables, rootOf, type Stage2, type TableLevel, tableOf } from './stage2.js';
import { ALL_TABLES, type S, type Stage2Of, step, type TableState } from './state.js';

/** What an invalidation leaves of a leaf: no CPU holds a translation of it. */
export const forgetTranslation: PageMap<typeof leafFields> = (leaf) =>
  leaf.translation === 'none' ? undefined : { translation: 'none' };

const forgetWalk = (found: Readonly<{ walked: boolean }>) => (found.walked ? { walked: false } : undefined);

function forgetEverything(s: S): void {
  s.page.map(forgetTranslation);
  for (const name of ALL_TABLES) s[name].map(forgetWalk);
}

/** VMALLS12E1IS with the guest's VMID. */
export const flushVmid = step({
  name: 'flush-by-vmid',
  operation: flushByVmid,
  apply: (s) => forgetEverything(s),
  source: 'arch/arm64/kvm/hyp/tlb.c (v5.5); docs/arm64.md 6.1',
});

/** The VMIDs roll over: ALLE1IS, and the dead guest's VMID is somebody else's. */
export const rollOverAndTakeVmid = step({
  name: 'roll-over-and-take-vmid',
  operation: flushAllVmids,
  guard: (s) => s.vm.vmid === 'released',
  apply: (s) => {
    forgetEverything(s);
    s.vm.vmid = 'reassigned';
  },
  source: 'arch/arm64/kvm/vmid.c; docs/arm64.md 3',
});

/** Mutant: the VMID is somebody else's at once, as if it belonged to a slot that is used again. */
export const takeVmid = step({
  name: 'take-vmid',
  guard: (s) => s.vm.vmid === 'released',
  apply: (s) => {
    s.vm.vmid = 'reassigned';
  },
  source: 'docs/arm64.md 12, 13',
});

/** The operations of one flush by range. Source: docs/arm64.md 6.2. */
export function usesOfRangeFlush(stage2: Stage2, fromByte: number, toByte: number): readonly OperationUse[] {
  const { pageBytes } = stage2.geometry;
  const first = Math.floor((stage2.layout.base + fromByte) / pageBytes);
  const pages = Math.ceil((stage2.layout.base + toByte) / pageBytes) - first;
  const align = stage2.machine.feature('LPA2') ? Math.max(1, 2 ** 16 / pageBytes) : 1;
  const { singles, ranges, stage1 } = rangeFlush(first, pages, align);
  return [use(flushByRange, stage1), use(invalidateRange, ranges), use(invalidateSingle, singles)];
}

/**
 * A vCPU uses a page. It walks if the entry is valid, and its CPU may keep all that it learned; else it goes by what a CPU
 * kept. The root is found by register, not by an entry that could be kept. A write around the caches leaves a stale line behind.
 *
 * While a flush of the page is in flight the vCPU does nothing here: a write that squeezes in before the flush ends has the
 * effect of one before it began.
 */
function touchBy(stage2: Stage2) {
  const aroundCaches = cachesAreInTheWay(stage2.machine);
  const levels = innerTables(stage2);
  return step<[page: number]>({
    name: aroundCaches ? 'write-around-caches' : 'touch',
    apply: (s, [page]) => {
      const leaf = s.page.at(page);
      if (!s.vm.running || leaf.descriptor === 'clearing') return;
      if (leaf.descriptor === 'valid') {
        leaf.translation = 'cached';
        for (const level of levels) s[level.name].at(tableOf(stage2, level, page)).walked = true;
      }
      if (leaf.translation === 'cached' && aroundCaches) leaf.line = 'stale';
    },
    source: 'docs/arm64.md 6.3, 11.1',
  });
}

const touches = new WeakMap<Stage2, ReturnType<typeof touchBy>>();

/** The step by which a vCPU of a machine uses a page: one definition for each machine. */
export function touchOf(stage2: Stage2): ReturnType<typeof touchBy> {
  const made = touches.get(stage2) ?? touchBy(stage2);
  touches.set(stage2, made);
  return made;
}

/** What is owed for a page now. Source: docs/arm64.md 11.2: I1, I2, I4, I5 (translations), I6, I7 (lines). */
export function debtsOf(stage2Of: Stage2Of) {
  return (s: Readonly<S>, page: number, machine: MachineConfig): PageDebts => {
    const stage2 = stage2Of(machine);
    const leaf: LeafState = s.page.at(page);
    const freedAbove = (level: TableLevel): TableState | undefined => {
      const found: TableState = s[level.name].at(tableOf(stage2, level, page));
      return found.page === 'freed' ? found : undefined;
    };
    // I5: nobody walks with the VMID of a dead guest until it is somebody else's.
    const usable = s.vm.running || s.vm.vmid === 'reassigned';
    const ofPage = leaf.place === 'host' && leaf.translation === 'cached';
    const ofTable = innerTables(stage2).some((level) => freedAbove(level)?.walked);
    const ofRoot = s.vm.running && freedAbove(rootOf(stage2)) !== undefined;
    return {
      staleTranslation: ofRoot || (usable && (ofPage || ofTable)),
      staleLine: leaf.place === 'host' && leaf.line === 'stale' && contentIsNeeded(machine, occasionOf(machine)),
    };
  };
}
