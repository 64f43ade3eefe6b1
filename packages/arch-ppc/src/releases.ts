import { FIXED, type Release } from '@cvm-teardown/core/plugin';

/** Read in the source in every form that we looked at, and in 2026. */
const SINCE_THE_BEGINNING = ['transient-share-stale-pte', 'silent-nonmigratable', 'drop-unzeroed'];

const series = (version: string, date: string, messageId: string): string =>
  `Ram Pai, "Migrate non-migrated pages of a SVM", ${version}, ${date}, ${messageId}; docs/ppc.md 9`;

/**
 * Those whose difference the model shows: v3 to v5 differ in VMAs, KSM and lock scopes only (docs/ppc.md 9). Whether the two
 * errors that were read in v6 were in v1 and v2 as well was not looked at.
 */
export const releases: readonly Release[] = [
  {
    id: '5.8',
    title: 'Linux v5.8, before the series',
    defects: ['uv-optimised-no-hv-fix', 'hotplug-not-migrated', 'drop-by-fault', ...SINCE_THE_BEGINNING],
    source: 'arch/powerpc/kvm/book3s_hv_uvmem.c (v5.8); docs/ppc.md 8.3',
  },
  {
    id: 'v1',
    title: 'the series, v1',
    defects: ['v1-remigrate-pagedout', 'v2-flush-keeps-state', 'drop-by-fault', ...SINCE_THE_BEGINNING],
    source: series('v1', '2020-05-31', '1590892071-25549'),
  },
  {
    id: 'v2',
    title: 'the series, v2',
    defects: ['v2-flush-keeps-state', 'drop-by-fault', ...SINCE_THE_BEGINNING],
    source: series('v2', '2020-06-18', '1592471945-24786'),
  },
  {
    id: 'v6',
    title: 'the series, v6, merged for Linux v5.9',
    defects: ['hotplug-error-ignored', 'pagein-fail-leak', ...SINCE_THE_BEGINNING],
    source: series('v6', '2020-07-27', '1595873238-26184'),
  },
  {
    id: FIXED,
    title: 'all known defects off',
    defects: [],
    source: 'our proposals where nobody has fixed them: docs/ppc.md 17.2',
  },
];
