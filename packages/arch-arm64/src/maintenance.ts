/** The elision predicate: what each policy owes for what occasion. Source: docs/arm64.md 7.2, 9. */
import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { contentOf, eventOf, type UnmapEvent } from './options.js';

export type Occasion = 'close' | UnmapEvent;

/** What the machine's trigger is to stage 2: the end of all of it, or an unmap of a range. Source: docs/arm64.md 4. */
export const occasionOf = (machine: MachineConfig): Occasion =>
  machine.trigger === 'unmap' ? eventOf(machine) : 'close';

/** When a leaf's translation is invalidated: with the leaf, once for the whole batch, or not at all. */
export type LeafFlush = 'with the leaf' | 'with the batch' | 'none';

export interface Maintenance {
  readonly leafFlush: LeafFlush;
  /** Whether each emptied table is invalidated before it is freed. */
  readonly tableFlush: boolean;
  /** Whether a leaf's lines are cleaned. */
  readonly cleans: (device: boolean) => boolean;
}

export type MaintenanceOf = (machine: MachineConfig, occasion: Occasion) => Maintenance;

const never = (): boolean => false;

/** v5.5: a pair for everything, lines for everything but pages of devices. Source: docs/arm64.md 5.1. */
export const preSeriesMaintenance: MaintenanceOf = (machine) => ({
  leafFlush: 'with the leaf',
  tableFlush: true,
  cleans: cachesAreInTheWay(machine) ? (device) => !(device && machine.option('leaf') === 'page') : never,
});

/** v5.5 with the seven patches. Source: docs/arm64.md 7.2. */
export const seriesMaintenance: MaintenanceOf = (machine, occasion) => {
  const { cleans } = preSeriesMaintenance(machine, occasion);
  if (occasion === 'close')
    return { leafFlush: 'none', tableFlush: false, cleans: elidedAtClose(machine) ? never : cleans };
  return { leafFlush: 'with the leaf', tableFlush: true, cleans: elidedOnUnmap(machine, occasion) ? never : cleans };
};

/** Mainline, 5.10 and later. Source: docs/arm64.md 9. */
export const mainlineMaintenance: MaintenanceOf = (machine, occasion) => {
  const cleans = cachesAreInTheWay(machine) ? (device: boolean) => !device : never;
  if (occasion === 'close')
    return { leafFlush: 'none', tableFlush: false, cleans: elidedAtClose(machine) ? never : cleans };
  const deferred = defersLeaves(machine);
  return {
    leafFlush: deferred ? 'with the batch' : 'with the leaf',
    tableFlush: !(deferred && machine.has('table-flush-deferred')),
    cleans,
  };
};

/** Deferral demands FWB: else a line would be cleaned while the guest can still write it. Source: docs/arm64.md 9.2. */
function defersLeaves(machine: MachineConfig): boolean {
  if (!machine.since('6.6') || !machine.feature('TLBIRANGE')) return false;
  return machine.feature('FWB') || machine.has('deferred-without-fwb');
}

/** Patch 7, and what its review asks for: elided for memory whose content dies with the mapping. Source: docs/arm64.md 7.2, 8. */
function elidedOnUnmap(machine: MachineConfig, event: UnmapEvent): boolean {
  const takenForUnmap = event === 'UNMAP' || (event === 'CLEAR' && machine.has('clear-taken-for-unmap'));
  return takenForUnmap && (contentOf(machine) === 'anonymous' || machine.has('unmap-elides-shared'));
}

/** Content of files and of memory shared with others outlives the guest. Source: docs/arm64.md 11.2 (I7), 12. */
const elidedAtClose = (machine: MachineConfig): boolean =>
  contentOf(machine) === 'anonymous' || machine.has('close-elides-shared');

/** Whether the guest can write around the host's caches at all. Source: docs/arm64.md 6.3. */
export const cachesAreInTheWay = (machine: MachineConfig): boolean => !machine.feature('FWB');

/**
 * Whether somebody reads the content after the mapping is gone: a file's page cache, another guest, swap, the VMM. Anonymous
 * memory that is unmapped for good, or whose guest dies, is overwritten before anybody reads it. Source: docs/arm64.md 11.2 (I7).
 */
export function contentIsNeeded(machine: MachineConfig, occasion: Occasion): boolean {
  if (contentOf(machine) !== 'anonymous') return true;
  return occasion !== 'close' && occasion !== 'UNMAP';
}

const BY_POLICY: Readonly<Record<string, MaintenanceOf>> = {
  'pre-series': preSeriesMaintenance,
  series: seriesMaintenance,
  mainline: mainlineMaintenance,
};

/** What the machine's policy owes for an occasion. */
export function maintenanceOf(machine: MachineConfig, occasion: Occasion): Maintenance {
  const of = BY_POLICY[machine.policy];
  if (of === undefined) throw new RangeError(`no maintenance is known for policy "${machine.policy}"`);
  return of(machine, occasion);
}
