import type { MachineConfig, Property } from '@cvm-teardown/core/plugin';
import { cachesAreInTheWay, maintenanceOf, occasionOf } from './maintenance.js';
import type { LeafState } from './secure-memory.js';
import { innerTables, leavesOf, type Stage2, tableOf } from './stage2.js';
import type { S, Stage2Of, TableState } from './state.js';

const isCounted = (leaf: LeafState): boolean => leaf.descriptor !== 'empty';
const isLinked = (found: TableState): boolean => found.page === 'linked';
const isStale = (leaf: LeafState): boolean => leaf.line === 'stale';
const isUnmappedButCached = (leaf: LeafState): boolean => leaf.descriptor === 'empty' && leaf.translation === 'cached';
const isUsableAfterAll = (found: TableState): boolean => found.page === 'freed' && found.walked;

const closes = (machine: MachineConfig): boolean => occasionOf(machine) === 'close';

/** Entries that a table should count: leaves or tables below it. */
function below(s: Readonly<S>, stage2: Stage2, depth: number, table: number): number {
  const level = stage2.tables[depth] as Stage2['tables'][number];
  const { from, to } = leavesOf(stage2, level, table);
  const child = stage2.tables[depth - 1];
  if (child === undefined) return s.page.count(isCounted, from, to);
  return s[child.name].count(isLinked, tableOf(stage2, child, from), tableOf(stage2, child, to - 1) + 1);
}

export function properties(stage2Of: Stage2Of): readonly Property<S>[] {
  return [
    {
      id: 'exact-counts',
      kind: 'always',
      summary: 'every table counts exactly the entries that it has',
      source: 'docs/arm64.md 2, 11.2 (I8)',
      holds: (s, machine) => {
        const stage2 = stage2Of(machine);
        return stage2.tables.every((level, depth) =>
          Array.from({ length: level.count }, (_, table) => table).every(
            (table) => s[level.name].at(table).entries === below(s, stage2, depth, table),
          ),
        );
      },
    },
    {
      id: 'tables-freed-before-flush',
      kind: 'sometimes',
      summary: 'a table page is free while walk caches still lead to it, and nobody can use them',
      source: 'docs/arm64.md 7.4, 9.1',
      applies: (machine) =>
        closes(machine) && !maintenanceOf(machine, 'close').tableFlush && innerTables(stage2Of(machine)).length > 0,
      holds: (s, machine) => innerTables(stage2Of(machine)).some(({ name }) => s[name].count(isUsableAfterAll) > 0),
    },
    {
      id: 'vmid-given-out-again',
      kind: 'sometimes',
      summary: 'the dead guest’s VMID belongs to the next guest',
      source: 'docs/arm64.md 3',
      applies: closes,
      holds: (s) => s.vm.vmid === 'reassigned',
    },
    {
      id: 'stale-until-batch-ends',
      kind: 'sometimes',
      summary: 'a page is unmapped and its translation still cached, until the batch is flushed',
      source: 'docs/arm64.md 9.2',
      applies: (machine) =>
        !closes(machine) && maintenanceOf(machine, occasionOf(machine)).leafFlush === 'with the batch',
      holds: (s) => s.page.count(isUnmappedButCached) > 0,
    },
    {
      id: 'guest-writes-around-caches',
      kind: 'sometimes',
      summary: 'the host’s caches hold a line that is older than memory',
      source: 'docs/arm64.md 6.3',
      applies: cachesAreInTheWay,
      holds: (s) => s.page.count(isStale) > 0,
    },
  ];
}
