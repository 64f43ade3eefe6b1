import type { PublishedTime } from '@cvm-teardown/core/plugin';

const GiB = 2 ** 30;
const RANANTA =
  'Raghavendra Rao Ananta, Add support for FEAT_TLBIRANGE, 20230722022251.3446223-1-rananta (July 2023; v7 to v9 carry the same table)';

/** One row of the FEAT_TLBIRANGE table: before (6.5) and after (6.6), seconds. Source: docs/arm64.md 14.1 (C8, C9). */
const rangeRow = (leaf: 'page' | 'block2', gib: number, before: number, after: number): PublishedTime => ({
  id: `arm64-unmap-${leaf === 'page' ? '4k' : '2m'}-${gib}g`,
  trigger: 'unmap',
  memoryBytes: gib * GiB,
  options: { granule: '4K', leaf, event: 'UNMAP' },
  sides: [
    { policy: 'mainline', release: '6.5', features: ['FWB'], seconds: before, kind: 'value' },
    { policy: 'mainline', release: '6.6', features: ['FWB', 'TLBIRANGE'], seconds: after, kind: 'value' },
  ],
  machine: 'not named',
  profile: 'tlbirange-vhe',
  source: RANANTA,
});

export const published: readonly PublishedTime[] = [
  {
    id: 'arm64-close-64g',
    trigger: 'close',
    memoryBytes: 64 * GiB,
    memoryNote: 'the source says 64GB, read as GiB; mapped in 2 MiB blocks by our conclusion (docs/arm64.md 14.2)',
    options: { granule: '4K', leaf: 'block2' },
    sides: [
      { policy: 'pre-series', release: '5.4', seconds: 12, kind: 'at most' },
      { policy: 'series', release: '5.5+series', seconds: 1, kind: 'at most' },
    ],
    machine: 'HiSilicon D05',
    source: 'Marc Zyngier, 20191213182503.14460-1-maz@kernel.org: several seconds, up to 12s; less than a second after',
  },
  rangeRow('page', 1, 0.54, 0.13),
  rangeRow('page', 4, 2.1, 0.47),
  rangeRow('page', 16, 8.35, 1.92),
  rangeRow('page', 64, 32.36, 7.62),
  rangeRow('page', 128, 64.65, 14.39),
  rangeRow('block2', 8, 0.027, 0.011),
  rangeRow('block2', 32, 0.087, 0.03),
  rangeRow('block2', 128, 0.28, 0.1),
];
