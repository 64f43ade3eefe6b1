import type { Property } from '../plugin/property.js';

/** Judged through `SecureMemory.custody`, page by page. */
export const noSecretLeaves: Property = {
  id: 'no-secret-leaves',
  kind: 'always',
  summary: 'no page of a guest reaches the host, another guest or swap unscrubbed and unencrypted',
  source: 'docs/model.md, core properties',
};
