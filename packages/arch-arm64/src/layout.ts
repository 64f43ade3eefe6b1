import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { FANOUT_FACTOR } from './constants.js';
import { geometry, LEAF_LEVEL } from './geometry.js';
import { granuleOf, leafOf, type Part, type Population, partOf, populationOf } from './options.js';

/** A stretch of guest memory that is mapped, in bytes from the start of the guest's memory. */
export interface MappedRange {
  readonly from: number;
  readonly to: number;
  readonly kind: 'ram' | 'device';
}

/** Where a guest's memory lies, what of it is mapped, and what an unmap asks for. */
export interface GuestLayout {
  /** Guest physical address of the first byte. */
  readonly base: number;
  readonly mapped: readonly MappedRange[];
  /** What the trigger "unmap" asks for, in bytes from the start of the guest's memory; need not fall on leaves. */
  readonly request: { readonly from: number; readonly to: number };
}

/** How a machine's layout is found: from its options, or given by a test. */
export type LayoutOf = (machine: MachineConfig) => GuestLayout;

/** Where guests' memory begins: VMMs put devices and flash below 1 GiB (background). */
export const GUEST_BASE = 2 ** 30;

/** Memory from `GUEST_BASE` on; from 0 on where tables are scaled. The resident part is at its beginning. */
export const layoutFromOptions: LayoutOf = (machine) => {
  const bytes = machine.pages * machine.pageBytes;
  const present = Math.round(machine.pages * machine.guest.resident) * machine.pageBytes;
  return {
    base: machine.purpose === 'check' ? 0 : GUEST_BASE,
    mapped: MAPPED[populationOf(machine)](machine, present),
    request: REQUESTED[partOf(machine)](bytes, geometryOf(machine).pageBytes),
  };
};

const MAPPED: Readonly<Record<Population, (machine: MachineConfig, present: number) => readonly MappedRange[]>> = {
  all: (_, present) => [{ from: 0, to: present, kind: 'ram' }],
  'first-of-table': (machine, present) => {
    const leaf = leafBytes(machine);
    const table = leaf * entriesOf(machine);
    return Array.from({ length: Math.ceil(present / table) }, (_, i) => ({
      from: i * table,
      to: i * table + leaf,
      kind: 'ram',
    }));
  },
};

const REQUESTED: Readonly<Record<Part, (bytes: number, page: number) => GuestLayout['request']>> = {
  all: (bytes) => ({ from: 0, to: bytes }),
  'upper-half': (bytes) => ({ from: bytes / 2, to: bytes }),
  'first-page': (bytes, page) => ({ from: 0, to: Math.min(page, bytes) }),
  'uneven-middle': (bytes, page) => {
    const from = Math.floor(bytes / 4 / page) * page + page;
    return { from, to: Math.min(bytes, from + Math.max(page, bytes / 2 - 5 * page)) };
  },
};

const LEVEL_OF_LEAF = { page: LEAF_LEVEL, block2: 2, block1: 1 } as const;

/**
 * Level at which the machine's leaves stand.
 * @throws RangeError if KVM maps no block there: 1 GiB blocks exist with 4 KiB pages only
 */
export function leafLevelOf(machine: MachineConfig): number {
  const { granule, leafLevels, ipaBits } = geometryOf(machine);
  const level = LEVEL_OF_LEAF[leafOf(machine)];
  if (!leafLevels.includes(level))
    throw new RangeError(`a stage 2 of ${granule} pages and ${ipaBits} bits maps no block at level ${level}`);
  return level;
}

export const geometryOf = (machine: MachineConfig) => geometry(granuleOf(machine), Number(machine.option('ipaBits')));

/** Bytes of one leaf, which is one page of the machine's page array. */
export function leafBytes(machine: MachineConfig): number {
  const g = geometryOf(machine);
  return g.pageBytes * g.entriesPerTable ** (LEAF_LEVEL - leafLevelOf(machine));
}

/** Entries of one of the machine's tables, possibly scaled. */
export const entriesOf = (machine: MachineConfig): number =>
  machine.constant('fanout') * FANOUT_FACTOR[granuleOf(machine)];
