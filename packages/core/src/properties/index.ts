import type { Property } from '../plugin/property.js';
import { noSecretLeaves } from './no-secret-leaves.js';
import { nothingStaleIsUsed } from './nothing-stale-is-used.js';

/** Neutral properties that hold on every architecture which says who has its pages and what is owed for them. */
export const CORE_PROPERTIES: readonly Property[] = [noSecretLeaves, nothingStaleIsUsed];

export { bindCoreProperties } from './bind-core-properties.js';
export type { BoundProperty } from './bound-property.js';
export { ENGINE_PROPERTIES, LOCKS_BALANCED, NO_DEADLOCK } from './engine-properties.js';
