/** What is taken and given back: table pages of stage 2, and at exit the guest's memory. docs/arm64.md 2, 5.3. */
import { interval, type MachineConfig, type MemoryAccount, type PageRange } from '@cvm-teardown/core/plugin';
import { occasionOf } from './maintenance.js';
import { ownOf } from './policies/index.js';
import type { LeafState } from './secure-memory.js';
import { innerTables, leavesTouched, rootOf, type Stage2 } from './stage2.js';
import type { S, Stage2Of, TableState } from './state.js';

const isLinked = (found: TableState): boolean => found.page === 'linked';
const isNotLinked = (found: TableState): boolean => found.page !== 'linked';
const isEmptied = (found: TableState): boolean => found.page === 'linked' && found.entries === 0;
const isCounted = (leaf: LeafState): boolean => leaf.descriptor !== 'empty';
const isGuestRam = (leaf: LeafState): boolean => leaf.place === 'guest' && !leaf.device;

const closes = (machine: MachineConfig): boolean => occasionOf(machine) === 'close';

/** Tables that those above them count; nobody counts the root. */
function countedTables(s: Readonly<S>, stage2: Stage2): number {
  const root = rootOf(stage2).name;
  let counted = s[root].count(isLinked);
  for (const { name, count } of stage2.tables.slice(1)) {
    for (let table = 0; table < count; table++) {
      const { page, entries } = s[name].at(table);
      if (page === 'linked') counted += entries;
    }
  }
  return counted;
}

const tables = (s: Readonly<S>, stage2: Stage2, is: (found: TableState) => boolean): number =>
  stage2.tables.reduce((sum, { name }) => sum + s[name].count(is), 0);

/** A vCPU's initialisation that unmaps nothing. Source: docs/arm64.md 10. */
const leavesAlone = (stage2: Stage2): boolean =>
  occasionOf(stage2.machine) === 'vcpu-reinit' && ownOf(stage2.machine.policy).skipsReinit?.(stage2) === true;

/** The leaves that are to be unmapped, and their memory given back. */
const toUnmap = (stage2: Stage2): PageRange => {
  if (closes(stage2.machine)) return interval(0, stage2.leaves);
  return leavesAlone(stage2) ? interval(0, 0) : leavesTouched(stage2, stage2.layout.request);
};

/** A VM that KVM still knows, or that can still run, has its root. */
const rootIsMissing = (s: Readonly<S>, stage2: Stage2): boolean =>
  (s.vm.running || !s.vm.detached) && s[rootOf(stage2).name].count(isNotLinked) > 0;

export const accountsOf = (stage2Of: Stage2Of): readonly MemoryAccount<S>[] => [
  {
    name: 'table pages of stage 2',
    source: 'docs/arm64.md 2, 5.3, 16 (law 9)',
    total: (machine) => stage2Of(machine).tables.reduce((sum, { count }) => sum + count, 0),
    free: (s, machine) => tables(s, stage2Of(machine), isNotLinked),
    owned: (s, machine) => countedTables(s, stage2Of(machine)),
    // At a close all of them; of a VM that lives on, those whose last entry is gone.
    owed: (s, machine) => {
      const stage2 = stage2Of(machine);
      if (closes(machine)) return tables(s, stage2, isLinked);
      return innerTables(stage2).reduce((sum, { name }) => sum + s[name].count(isEmptied), 0);
    },
    missing: (s, machine) => (rootIsMissing(s, stage2Of(machine)) ? 1 : 0),
  },
  {
    name: 'mappings of stage 2',
    source: 'docs/arm64.md 2, 5.1',
    total: (machine) => stage2Of(machine).leaves,
    free: (s) => s.page.count((leaf) => !isCounted(leaf)),
    owned: (s) => s.page.count(isCounted),
    owed: (s, machine) => {
      const stage2 = stage2Of(machine);
      const { from, to } = toUnmap(stage2);
      return s.page.count(isCounted, from, to);
    },
  },
  {
    // The memory is the process's: the notifier's return gives it back, or the process when it exits, in a check after every close.
    name: 'memory of the guest',
    source: 'docs/arm64.md 4.1',
    total: (machine) => stage2Of(machine).leaves,
    free: (s) => s.page.count((leaf) => !isGuestRam(leaf)),
    owned: (s) => s.page.count(isGuestRam),
    owed: (s, machine) => {
      const stage2 = stage2Of(machine);
      const { from, to } = toUnmap(stage2);
      return s.page.count(isGuestRam, from, to);
    },
  },
];
