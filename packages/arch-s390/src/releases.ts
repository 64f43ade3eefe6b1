import type { Release } from '@cvm-teardown/core/plugin';

const LINUX: readonly (readonly [id: string, what: string])[] = [
  ['5.10', 'DISABLE destroys pages, exit exports them'],
  ['5.16', 'a SIDA page is freed once, or not at all'],
  ['5.19', 'the last synchronous one'],
  ['6.0', 'configuration before pages, exit destroys'],
  ['6.2', 'PREPARE and PERFORM'],
  ['6.4', 'segment type refused'],
  ['6.5', 'count raised only if protected'],
  ['6.6', 'a bound queue is no warning'],
  ['6.10', 'a page is held while its writeback is waited for'],
  ['6.13', 'old pages are destroyed when touched'],
  ['6.14', 'imports by KVM itself'],
  ['6.16', 'large folios are split, also those of files'],
  ['7.0', 'range loops walk the guest address space'],
];
const IDS = LINUX.map(([id]) => id);

/** The first and the last of these releases that have a defect. Source: docs/s390.md 11. */
const SPANS: readonly (readonly [defect: string, first: string, last: string])[] = [
  ['teardown-export', '5.10', '5.19'],
  ['asce-freed-after-failed-destroy', '5.10', '5.19'],
  ['sida-double-free', '5.10', '5.10'],
  ['make-secure-lock-no-ref', '5.10', '6.2'],
  ['writeback-no-ref', '5.10', '6.6'],
  ['export-fail-free', '5.10', '6.16'],
  ['donated-fault-loop', '5.10', '6.16'],
  ['sleep-in-atomic', '5.10', '6.14'],
  ['large-folio-livelock', '5.10', '6.14'],
  ['cpu-create-leak', '5.16', '7.0'],
  ['dump-outlives-configuration', '6.0', '7.0'],
  ['dump-cpu-code-lost', '6.0', '7.0'],
  ['segment-asce-uaf', '6.2', '6.2'],
  ['asce-index', '6.2', '6.4'],
  ['count-race-nonprotected', '6.2', '6.4'],
  ['warn-0x104', '6.2', '6.5'],
  ['asce-unlisted-then-fail', '6.2', '6.16'],
  ['split-returns-0', '6.14', '6.14'],
];

const isWithin = (id: string, first: string, last: string): boolean =>
  IDS.indexOf(first) <= IDS.indexOf(id) && IDS.indexOf(id) <= IDS.indexOf(last);

const kernel = ([id, what]: readonly [string, string]): Release => ({
  id,
  title: `Linux ${id}: ${what}`,
  defects: SPANS.filter(([, first, last]) => isWithin(id, first, last)).map(([defect]) => defect),
  source: 'docs/s390.md 5',
});

/** A posting of 2021 on its base, for policy `kthread`. Which of v1's defects v2 and v3 still had, but the first, was not found. */
const posting = (id: string): Release => ({
  id,
  title: `posting ${id} of 2021: a kernel thread per dying VM`,
  defects:
    id === 'v1'
      ? ['v1-no-return', 'v1-mm-uaf', 'v1-ref-leak-on-fallback', 'v1-rollback-deferred', 'v1-orphan-list']
      : [],
  source: 'docs/s390.md 5, 8',
});

/** Postings that no kernel ever was: only policy `kthread` has them. */
const POSTINGS = ['v1', 'v2', 'v3'];

/** In order of time; what lies between two of them behaves as the earlier one. Source: docs/s390.md 5, 11. */
export const releases: readonly Release[] = [
  ...LINUX.slice(0, 1).map(kernel),
  ...POSTINGS.map(posting),
  ...LINUX.slice(1).map(kernel),
  {
    id: 'fixed',
    title: 'all known defects off; behaves as Linux 7.0',
    defects: [],
    source: 'docs/s390.md 11: what nobody has fixed is kept as a quirk, see there',
  },
];

/** Linux, and `fixed`. */
export const kernels: readonly string[] = [...IDS, 'fixed'];
