import {
  flag,
  type MachineConfig,
  oneOf,
  pages,
  range,
  record,
  type StateView,
  stepsOver,
  tablesOver,
} from '@cvm-teardown/core/plugin';
import { leafFields } from './secure-memory.js';
import type { Stage2, TableName } from './stage2.js';

/** A table page, root pages included. Source: docs/arm64.md 2. */
const tableFields = (fanout: number) =>
  ({
    /** `freed`: handed back to the allocator, so it may be anything by now. */
    page: oneOf('none', 'linked', 'freed'),
    /** Counted entries; the page's reference count is one more. */
    entries: range(0, fanout),
    /** A CPU may hold the way to this table in its walk cache. */
    walked: flag(),
  }) as const;

export const ALL_TABLES: readonly TableName[] = ['level3', 'level2', 'level1', 'root'];

/** Everything that is shared. Levels that a machine does not have are empty arrays. */
export function declare(stage2: Stage2) {
  const countOf = (name: TableName) => stage2.tables.find((level) => level.name === name)?.count ?? 0;
  const tables = (name: TableName) => pages(countOf(name), tableFields(stage2.fanout));
  return {
    vm: record({
      /** KVM has forgotten the page table (pointer and physical address). */
      detached: flag(),
      /** A vCPU runs, or could be loaded. */
      running: flag(),
      /** Who has the VMID. */
      vmid: oneOf('owned', 'released', 'reassigned'),
    }),
    page: pages(stage2.leaves, leafFields),
    level3: tables('level3'),
    level2: tables('level2'),
    level1: tables('level1'),
    root: tables('root'),
  };
}

export type S = StateView<ReturnType<typeof declare>>;
export type TableState = {
  readonly page: 'none' | 'linked' | 'freed';
  readonly entries: number;
  readonly walked: boolean;
};

export const step = stepsOver<S>();
export const table = tablesOver<S>();

/** A machine's shape, built once per machine. */
export type Stage2Of = (machine: MachineConfig) => Stage2;
