import type { PublishedSide, PublishedTime } from '@cvm-teardown/core/plugin';

const GIB = 2 ** 30;
const after: PublishedSide = { policy: 'init-done', release: 'v6', kind: 'unknown' };

/** Published times. docs/ppc.md 12 */
export const published: readonly PublishedTime[] = [
  {
    id: 'ppc-secure-entry-100g',
    trigger: 'secure-entry',
    memoryBytes: 100 * GIB,
    memoryNote: 'the source says 100GB, read as GiB',
    sides: [{ policy: 'uv-all', release: '5.8', seconds: 420, kind: 'about' }, after],
    machine: 'POWER9',
    source: 'Ram Pai, [PATCH v3 0/4], 2020-06-20 (1592606622-29884-1): about 7 minutes; no figure for after',
  },
  {
    id: 'ppc-secure-entry-100g-alt',
    contradicts: 'ppc-secure-entry-100g',
    trigger: 'secure-entry',
    memoryBytes: 100 * GIB,
    memoryNote: 'the source says 100G, read as GiB',
    sides: [{ policy: 'uv-all', release: '5.8', seconds: 1200, kind: 'at least' }, after],
    machine: 'POWER9',
    source: 'Ram Pai, reply to v1 3/4 of 2020-06-01: above 20min, afterwards a few seconds; contradicts the 7 minutes',
  },
];
