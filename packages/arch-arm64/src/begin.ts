import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { cachesAreInTheWay } from './maintenance.js';
import type { LeafState } from './secure-memory.js';
import { leavesOf, type Stage2, tableOf } from './stage2.js';
import type { S, TableState } from './state.js';

const isMapped = (leaf: LeafState): boolean => leaf.descriptor !== 'empty';
const isLinked = (found: TableState): boolean => found.page === 'linked';

/** Whether a guest acts in the machine, so that what CPUs hold comes from what it does. Else the worst is taken: it used everything. */
export const hasLivingGuest = (machine: MachineConfig): boolean =>
  machine.purpose === 'check' && (machine.trigger === 'unmap' || machine.has('closed-with-running-vcpu'));

/** Maps the guest's memory: leaves, the tables above them, their entry counts. */
export function begin(s: S, stage2: Stage2): void {
  const { machine, layout, leafBytes } = stage2;
  const lived = !hasLivingGuest(machine);
  s.vm.running = machine.trigger === 'unmap' || machine.has('closed-with-running-vcpu');
  for (const { from, to, kind } of layout.mapped) {
    const device = kind === 'device';
    s.page.fill(
      {
        descriptor: 'valid',
        translation: lived ? 'cached' : 'none',
        line: lived && !device && cachesAreInTheWay(machine) ? 'stale' : 'current',
        place: 'guest',
        device,
      },
      from / leafBytes,
      to / leafBytes,
    );
  }
  linkTables(s, stage2, () => lived);
}

/** The tables above the leaves that are mapped, with their entry counts; `walked` says whether a CPU may know the way to one. */
export function linkTables(s: S, stage2: Stage2, walked: (from: number, to: number) => boolean): void {
  const { tables } = stage2;
  tables.forEach((level, i) => {
    const inner = tables[i - 1];
    const isRoot = i === tables.length - 1;
    for (let table = 0; table < level.count; table++) {
      const { from, to } = leavesOf(stage2, level, table);
      const entries =
        inner === undefined
          ? s.page.count(isMapped, from, to)
          : s[inner.name].count(isLinked, tableOf(stage2, inner, from), tableOf(stage2, inner, to - 1) + 1);
      const used = entries > 0 || isRoot;
      if (used) s[level.name].fill({ page: 'linked', entries, walked: !isRoot && walked(from, to) }, table, table + 1);
    }
  });
}
