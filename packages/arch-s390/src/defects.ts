import type { Defect } from '@cvm-teardown/core/plugin';

const historical = (id: string, violates: string, summary: string, source: string): Defect => ({
  id,
  kind: 'historical',
  violates,
  summary,
  source,
  mark: 'stated',
});

const mutant = (id: string, violates: string, summary: string, source: string): Defect => ({
  id,
  kind: 'mutant',
  violates,
  summary,
  source,
  mark: 'inferred',
});

/** Source: docs/s390.md 11, which has the commits. */
export const defects: readonly Defect[] = [
  historical(
    'asce-freed-after-failed-destroy',
    'freed-only-when-released',
    'when Destroy Configuration fails, the top table that the Ultravisor still marks goes back to the host',
    'docs/s390.md 11 (B7); up to 5.19, fixed by faa2f72cb356',
  ),
  historical(
    'asce-unlisted-then-fail',
    'given-back-once',
    'PREPARE takes the old top table off its list before it knows whether there is memory for a new one',
    'docs/s390.md 11 (B8); 6.2 to 6.19',
  ),
  historical(
    'segment-asce-uaf',
    'reverse-map-alive',
    'with a guest of at most 2 GiB, addresses still point into the old top table when PERFORM frees it',
    'docs/s390.md 11 (B9); 6.2 and 6.3, fixed by 292a7d6fca33',
  ),
  historical(
    'fast-with-handle-0',
    'destroyed-once',
    'the notifier issues Destroy Configuration Fast for a VM that has no configuration any more',
    'docs/s390.md 11 (B13); posting v15, fixed in v16',
  ),
  historical(
    'small-leak-fast-fail',
    'memory-comes-back',
    'PREPARE does not free its record when Destroy Configuration Fast fails',
    'docs/s390.md 11 (B14); posting v11, fixed in v12',
  ),
  historical(
    'export-fail-free',
    'no-secret-leaves',
    'a page that cannot be exported when its mapping is removed is freed all the same',
    'docs/s390.md 11 (B33); up to 6.19',
  ),
  historical(
    'make-secure-no-pte-lock',
    'no-secret-leaves',
    'an import looks up the mapping without holding it, so that a frame that was freed meanwhile becomes secure',
    'docs/s390.md 11 (B26); up to 6.13, fixed by d8dfda5af0be',
  ),
  mutant(
    'no-export-before-import',
    'import-not-refused',
    'a shared page of the old guest is imported for the new one without being exported before',
    'docs/s390.md 11 (B5), rationale of 72b1daff2671',
  ),
  mutant(
    'no-lower-2g',
    'low-pages-usable',
    'PREPARE leaves the lowest 2 GiB to PERFORM',
    'docs/s390.md 11 (B6), rationale in every posting',
  ),
  mutant(
    'destroy-on-live-unmap',
    'no-secret-leaves',
    'removing a mapping of a running guest destroys the page instead of exporting it',
    'docs/s390.md 11 (B23)',
  ),
  mutant(
    'second-set-aside',
    'destroyed-once',
    'PREPARE does not look whether something is set aside already',
    'docs/s390.md 3.7, 11 (X1)',
  ),
  mutant(
    'asce-not-replaced',
    'asce-belongs-to-one',
    'PREPARE leaves the marked top table to the VM that goes on',
    'docs/s390.md 3.7, 11 (X2)',
  ),
  mutant(
    'count-lowered-early',
    'count-covers-pages',
    'PREPARE counts the configuration as gone',
    'docs/s390.md 1.6, 11 (X3)',
  ),
  mutant(
    'prepare-keeps-cpus',
    'only-newest-has-cpus',
    'PREPARE sets a configuration aside that still has CPUs',
    'docs/s390.md 3.7, 11 (X4)',
  ),
  mutant(
    'unmap-forgets-shared',
    'no-owned-page-leaves',
    'a shared page is freed without being exported',
    'docs/s390.md 3.11, 11 (X5)',
  ),
];
