import type { Release } from '@cvm-teardown/core/plugin';

const linux = (id: string, what: string, defects: readonly string[]): Release => ({
  id,
  title: `Linux ${id}: ${what}`,
  defects,
  source: 'docs/s390.md 5',
});

/** A posting of 2021 on its base, for policy `kthread`. Which of v1's defects v2 and v3 still had, but the first, was not found. */
const posting = (id: string): Release => ({
  id,
  title: `posting ${id} of 2021: a kernel thread per dying VM`,
  defects: id === 'v1' ? ['v1-no-return', 'v1-mm-uaf', 'v1-ref-leak-on-fallback', 'v1-orphan-list'] : [],
  source: 'docs/s390.md 5, 8',
});

const FREES_UNEXPORTED = 'export-fail-free';
const UNLISTS_FIRST = 'asce-unlisted-then-fail';
const EXPORTS = 'teardown-export';
const FREES_ASCE = 'asce-freed-after-failed-destroy';
const LEAKS_CPU = 'cpu-create-leak';
const LOOPS = 'donated-fault-loop';
const DUMPS = ['dump-outlives-configuration', 'dump-cpu-code-lost'];

/** Postings that no kernel ever was: only policy `kthread` has them. */
const POSTINGS = ['v1', 'v2', 'v3'];

/** In order of time; what lies between two of them behaves as the earlier one. Source: docs/s390.md 5, 11. */
export const releases: readonly Release[] = [
  linux('5.10', 'DISABLE destroys pages, exit exports them', [
    EXPORTS,
    FREES_ASCE,
    FREES_UNEXPORTED,
    'sida-double-free',
    LOOPS,
  ]),
  ...POSTINGS.map(posting),
  linux('5.16', 'a SIDA page is freed once, or not at all', [EXPORTS, FREES_ASCE, FREES_UNEXPORTED, LEAKS_CPU, LOOPS]),
  linux('5.19', 'the last synchronous one', [EXPORTS, FREES_ASCE, FREES_UNEXPORTED, LEAKS_CPU, LOOPS]),
  linux('6.0', 'configuration before pages, exit destroys', [FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS]),
  linux('6.2', 'PREPARE and PERFORM', [
    ...[UNLISTS_FIRST, 'segment-asce-uaf', 'asce-index', 'count-race-nonprotected', 'warn-0x104'],
    ...[FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS],
  ]),
  linux('6.4', 'segment type refused', [
    ...[UNLISTS_FIRST, 'asce-index', 'count-race-nonprotected', 'warn-0x104'],
    ...[FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS],
  ]),
  linux('6.5', 'count raised only if protected', [
    UNLISTS_FIRST,
    'warn-0x104',
    FREES_UNEXPORTED,
    LEAKS_CPU,
    LOOPS,
    ...DUMPS,
  ]),
  linux('6.6', 'a bound queue is no warning', [UNLISTS_FIRST, FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS]),
  linux('6.13', 'old pages are destroyed when touched', [UNLISTS_FIRST, FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS]),
  linux('6.14', 'imports by KVM itself', [UNLISTS_FIRST, FREES_UNEXPORTED, LEAKS_CPU, LOOPS, ...DUMPS]),
  linux('7.0', 'range loops walk the guest address space', [LEAKS_CPU, ...DUMPS]),
  {
    id: 'fixed',
    title: 'all known defects off; behaves as Linux 7.0',
    defects: [],
    source: 'docs/s390.md 11: what nobody has fixed is kept as a quirk, see there',
  },
];

/** Linux, and `fixed`. */
export const kernels: readonly string[] = releases.map(({ id }) => id).filter((id) => !POSTINGS.includes(id));
