import type { MachineConfig } from '../plugin/machine-config.js';
import type { MemoryAccount } from '../plugin/memory-account.js';
import type { Property } from '../plugin/property.js';

const source = 'docs/model.md, core properties';

/** Judged through the model's memory accounts. */
export const givenBackOnce: Property = {
  id: 'given-back-once',
  kind: 'always',
  summary: 'all memory is free, or one owner’s, or given up on purpose: none is lost, none is given back twice',
  source,
};

/** Judged through the model's memory accounts, where they know who runs. */
export const keptWhileOwnerRuns: Property = {
  id: 'kept-while-owner-runs',
  kind: 'always',
  summary: 'nothing is destroyed or given away while its owner still runs',
  source,
};

/** Judged through the model's memory accounts, where somebody's end is modelled. */
export const memoryComesBack: Property = {
  id: 'memory-comes-back',
  kind: 'eventually',
  summary: 'once faults stop, all memory of those who are gone comes back, except what was given up on purpose',
  source,
};

type Judge = (s: object) => boolean;

export const addsUp =
  (accounts: readonly MemoryAccount[], machine: MachineConfig): Judge =>
  (s) =>
    accounts.every(
      ({ total, free, owned, leaked }) =>
        free(s, machine) + owned(s, machine) + (leaked?.(s, machine) ?? 0) === total(machine),
    );

export const nothingMissing =
  (accounts: readonly MemoryAccount[], machine: MachineConfig): Judge =>
  (s) =>
    accounts.every(({ missing }) => missing === undefined || missing(s, machine) === 0);

export const nothingOwed =
  (accounts: readonly MemoryAccount[], machine: MachineConfig): Judge =>
  (s) =>
    accounts.every(({ owed }) => owed === undefined || owed(s, machine) === 0);
