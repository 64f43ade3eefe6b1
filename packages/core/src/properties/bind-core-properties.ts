import type { MachineConfig } from '../plugin/machine-config.js';
import type { MemoryAccount } from '../plugin/memory-account.js';
import type { Mmu } from '../plugin/mmu.js';
import type { SecureMemory } from '../plugin/secure-memory.js';
import type { BoundProperty } from './bound-property.js';
import { failuresAreTold } from './failures-are-told.js';
import {
  addsUp,
  givenBackOnce,
  keptWhileOwnerRuns,
  memoryComesBack,
  nothingMissing,
  nothingOwed,
} from './memory-properties.js';
import { noSecretLeaves } from './no-secret-leaves.js';
import { nothingStaleIsUsed } from './nothing-stale-is-used.js';

/** The core properties that an architecture's answers allow to judge, on one machine with `pages` pages of guest memory. */
export function bindCoreProperties(
  machine: MachineConfig,
  mmu: Mmu,
  secureMemory: SecureMemory | undefined,
  pages: number,
  accounts: readonly MemoryAccount[] = [],
): BoundProperty[] {
  const bound: BoundProperty[] = [];
  if (secureMemory !== undefined) {
    bound.push({
      ...noSecretLeaves,
      holds: everyPage(pages, (s, page) => {
        const { place, content } = secureMemory.custody(s, page, machine);
        return content !== 'secret' || place === 'guest' || place === 'leaked';
      }),
    });
  }
  const { debts } = mmu;
  if (debts !== undefined) {
    bound.push({
      ...nothingStaleIsUsed,
      holds: everyPage(pages, (s, page) => {
        const { staleTranslation, staleLine } = debts(s, page, machine);
        return !staleTranslation && !staleLine;
      }),
    });
  }
  if (accounts.length > 0) bound.push({ ...givenBackOnce, holds: addsUp(accounts, machine) });
  if (accounts.some(({ missing }) => missing !== undefined))
    bound.push({ ...keptWhileOwnerRuns, holds: nothingMissing(accounts, machine) });
  const { id, kind, summary, source } = failuresAreTold;
  bound.push({ id, kind, summary, source });
  if (accounts.some(({ owed }) => owed !== undefined))
    bound.push({ ...memoryComesBack, holds: nothingOwed(accounts, machine) });
  return bound;
}

function everyPage(pages: number, holds: (s: object, page: number) => boolean): (s: object) => boolean {
  return (s) => {
    for (let page = 0; page < pages; page++) if (!holds(s, page)) return false;
    return true;
  };
}
