import type { Property } from '../plugin/property.js';

/** Judged through `Mmu.debts`, page by page. */
export const nothingStaleIsUsed: Property = {
  id: 'nothing-stale-is-used',
  kind: 'always',
  summary: 'no stale translation can be used and no stale line can be read after its page or table page is reused',
  source: 'docs/model.md, core properties',
};
