/**
 * What a dying VM holds until it is freed: the tables of its stage 2, which are the kernel's and cannot be swapped out; at exit the
 * guest's memory as well, which is the process's own and can be until it is unmapped (inferred for a process whose exit has begun).
 * At a close without an exit the memory stays the process's, who can use it. An unmap of a living guest is not measured.
 */
import { HELD_SWAPPABLE, HELD_UNSWAPPABLE, type Levels, type MachineConfig } from '@cvm-teardown/core/plugin';
import { occasionOf } from './maintenance.js';
import type { LeafState } from './secure-memory.js';
import { innerTables, rootOf, type Stage2 } from './stage2.js';
import type { S, TableState } from './state.js';

const isLinked = (found: TableState): boolean => found.page === 'linked';

/** RAM that the guest has; a device's pages are nobody's to free. */
const isGuestRam = (leaf: LeafState): boolean => leaf.place === 'guest' && !leaf.device;

const closes = (machine: MachineConfig): boolean => occasionOf(machine) === 'close';

/** How much is held in a state. */
export function heldLevels(s: Readonly<S>, stage2: Stage2): Levels {
  const { machine, geometry, leafBytes } = stage2;
  if (!closes(machine)) return {};
  const tables = innerTables(stage2).reduce((sum, { name }) => sum + s[name].count(isLinked), 0);
  const rootIsThere = s[rootOf(stage2).name].count(isLinked) > 0;
  const memory = machine.trigger === 'exit' ? s.page.count(isGuestRam) * leafBytes : 0;
  return {
    [HELD_SWAPPABLE]: memory,
    [HELD_UNSWAPPABLE]: (tables + (rootIsThere ? geometry.rootPages : 0)) * geometry.pageBytes,
  };
}

/** What freeing a table page changes. */
export const tableFreed = ({ machine, geometry }: Stage2): { readonly levels?: Levels } =>
  closes(machine) ? { levels: { [HELD_UNSWAPPABLE]: -geometry.pageBytes } } : {};

/** What freeing a leaf of the guest's memory changes. */
export const leafFreed = ({ machine, leafBytes }: Stage2): { readonly levels?: Levels } =>
  closes(machine) && machine.trigger === 'exit' ? { levels: { [HELD_SWAPPABLE]: -leafBytes } } : {};
