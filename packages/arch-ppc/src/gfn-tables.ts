import type { MachineConfig, PageTable } from '@cvm-teardown/core/plugin';
import { migrateTable, pageInTable, shareTable } from './page-in-tables.js';
import { abortDropTable, dropTable, freeTable, pageOutTable, unplugDropTable } from './page-out-tables.js';
import type { S } from './state.js';

/*
 * What the hypervisor's calls do to one GFN, as tables: GFN state -> operations, state afterwards. Every refusal ends the sweep
 * with the call's return code.
 */

/** The tables of one machine. */
export interface GfnTables {
  readonly pageIn: PageTable<S, 'gfn'>;
  readonly share: PageTable<S, 'gfn'>;
  readonly migrate: PageTable<S, 'gfn'>;
  readonly pageOut: PageTable<S, 'gfn'>;
  /** For a memslot that is still valid. */
  readonly drop: PageTable<S, 'gfn'>;
  /** For a memslot that is being deleted, hence marked invalid. */
  readonly unplugDrop: PageTable<S, 'gfn'>;
  readonly abortDrop: PageTable<S, 'gfn'>;
  /** What the host does with its own pages afterwards. */
  readonly free: PageTable<S, 'gfn'>;
}

export const gfnTables = (machine: MachineConfig): GfnTables =>
  Object.freeze({
    pageIn: pageInTable(machine),
    share: shareTable(machine),
    migrate: migrateTable(machine),
    pageOut: pageOutTable(machine),
    drop: dropTable(machine),
    unplugDrop: unplugDropTable(machine),
    abortDrop: abortDropTable(machine),
    free: freeTable(machine),
  });
