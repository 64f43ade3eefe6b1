import type { Property } from '../plugin/property.js';

/**
 * Judged move by move, where a fault strikes, in walks: they know what would have happened without it. Whether a task passes on what
 * it was told is not judged here; what comes of that is, by other properties.
 */
export const failuresAreTold: Property = {
  id: 'failures-are-told',
  kind: 'always',
  summary: 'a failure that makes a difference is told to its caller, or counted under a name',
  source: 'docs/model.md, core properties',
};
