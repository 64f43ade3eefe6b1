import type { Architecture } from '../machine/architecture.js';
import type { Property } from '../plugin/property.js';
import { failuresAreTold } from './failures-are-told.js';
import { givenBackOnce, keptWhileOwnerRuns, memoryComesBack } from './memory-properties.js';
import { noSecretLeaves } from './no-secret-leaves.js';
import { nothingStaleIsUsed } from './nothing-stale-is-used.js';

/** Neutral properties; which of them are judged depends on what an architecture answers. */
export const CORE_PROPERTIES: readonly Property[] = [
  noSecretLeaves,
  nothingStaleIsUsed,
  givenBackOnce,
  keptWhileOwnerRuns,
  failuresAreTold,
  memoryComesBack,
];

/** Those of core's properties that this architecture lets core judge. */
export function corePropertiesOf({ secureMemory, mmu, model }: Pick<Architecture, 'secureMemory' | 'mmu' | 'model'>) {
  const accounts = model.accounts ?? [];
  const answered = new Map<Property, boolean>([
    [noSecretLeaves, secureMemory !== undefined],
    [nothingStaleIsUsed, mmu.debts !== undefined],
    [givenBackOnce, accounts.length > 0],
    [keptWhileOwnerRuns, accounts.some(({ missing }) => missing !== undefined)],
    [failuresAreTold, true],
    [memoryComesBack, accounts.some(({ owed }) => owed !== undefined)],
  ]);
  return CORE_PROPERTIES.filter((property) => answered.get(property));
}

export { bindCoreProperties } from './bind-core-properties.js';
export type { BoundProperty } from './bound-property.js';
export {
  ENGINE_PROPERTIES,
  EVERYBODY_CAN_END,
  LOCKS_BALANCED,
  NO_DEADLOCK,
} from './engine-properties.js';
export { failuresAreTold };
