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
    'docs/s390.md 11 (B33); up to 6.19, fixed by 850103b0ce6d',
  ),
  historical(
    'make-secure-no-pte-lock',
    'no-secret-leaves',
    'an import looks up the mapping without holding it, so that a frame that was freed meanwhile becomes secure',
    'docs/s390.md 11 (B26); since 5cbe24350b7d, fixed by d8dfda5af0be before 6.14 was out',
  ),
  historical(
    'sida-double-free',
    'given-back-once',
    'when a vCPU cannot be created, its SIDA page is freed twice',
    'docs/s390.md 11 (B18); up to 5.15',
  ),
  historical(
    'cpu-create-leak',
    'given-back-once',
    'when a vCPU cannot be created, its SIDA page is not freed',
    'docs/s390.md 11 (B19); since 5.16, fixed by feadc5e84dcb in 7.2',
  ),
  historical(
    'perform-locked',
    'sweeps-unlocked',
    'PERFORM keeps the VM lock while it sweeps',
    'docs/s390.md 11 (B15); posting v10, fixed in v11',
  ),
  historical(
    'rc-not-propagated',
    'failure-reported',
    'the code of a leftover that could not be destroyed is lost',
    'docs/s390.md 11 (B16); posting v10',
  ),
  historical(
    'warn-0x104',
    'kernel-does-not-warn',
    'Destroy Configuration Fast that finds bound queues is taken for impossible',
    'docs/s390.md 11 (B12); 6.2 to 6.5, fixed by b1e428615f15',
  ),
  historical(
    'fast-not-installed',
    'only-installed-calls',
    'the notifier issues Destroy Configuration Fast without looking whether it is installed',
    'docs/s390.md 11 (B13b); posting v9, fixed in v10',
  ),
  historical(
    'asce-index',
    'prefix-announced',
    'the new top table has an index that is not 0, so that KVM is told of wrong addresses when pages are unmapped',
    'docs/s390.md 11 (B10); 6.2 to 6.4, fixed by c2fceb59bbda',
  ),
  historical(
    'count-race-nonprotected',
    'calls-need-ultravisor',
    'the end of a VM that was never protected raises protected_count, while others unmap pages',
    'docs/s390.md 11 (B11); 6.2 to 6.4, fixed by 5ff92181577a',
  ),
  historical(
    'notifier-never-unregistered',
    'callbacks-find-their-vm',
    'the notifier outlives its VM',
    'docs/s390.md 11 (B17); posting v7, fixed in v8',
  ),
  historical(
    'retry-hoping',
    'faults-end',
    'where a page can neither be destroyed nor exported, the handler returns and hopes for another exception',
    'docs/s390.md 11 (B13d); posting v2, fixed in v3',
  ),
  historical(
    'donated-fault-loop',
    'faults-end',
    'when the kernel reads donated storage, its fault handler tries to export it for ever',
    'docs/s390.md 11 (B31); up to 6.19, fixed by b00be77302d7',
  ),
  historical(
    'dump-outlives-configuration',
    'dump-ends-with-configuration',
    'a teardown leaves the vCPUs blocked, and since 6.2 the mark of the dump too, so that the VM cannot run again',
    'docs/s390.md 11 (B44); since 6.0, fixed by 6b1130e1b471 in 2026-08',
  ),
  historical(
    'dump-cpu-code-lost',
    'failure-reported',
    'the code of a Dump CPU that failed is copied over the number of the command',
    'docs/s390.md 11 (B45); since 6.0, fixed by 1e3c8e7b3465 in 2026-08',
  ),
  historical(
    'v1-no-return',
    'destroyed-once',
    'with lazy_destroy off, the synchronous way is followed by the deferred one',
    'docs/s390.md 11 (B1); posting v1, fixed in v2',
  ),
  historical(
    'v1-mm-uaf',
    'mm-alive',
    'the thread changes the count of the mm after it has given up its last reference',
    'docs/s390.md 11 (B2); posting v1',
  ),
  historical(
    'v1-ref-leak-on-fallback',
    'memory-comes-back',
    'where there is no table or no thread, the references on the mm are never dropped',
    'docs/s390.md 11 (B3), inferred; posting v1',
  ),
  historical(
    'v1-orphan-list',
    'memory-comes-back',
    'pages are set aside although the VM is a normal one already and no thread will look at the list again',
    'docs/s390.md 11 (B4), inferred; posting v1',
  ),
  mutant(
    'helper-keeps-fds',
    'files-closed-at-end',
    'the helper does not close the files that it got from QEMU, so that whoever waits for their end hangs',
    'docs/s390.md 11 (B42)',
  ),
  mutant(
    'helper-sigkill-pdeath',
    'helper-is-last',
    'the helper is killed when its parent begins to exit, instead of looking until that is gone',
    'docs/s390.md 11 (B43)',
  ),
  mutant(
    'mask-not-cleared',
    'mask-follows-protection',
    'DISABLE leaves the service interrupt mask bit set',
    'docs/s390.md 3.6, 11 (X6)',
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
    'destroy-with-cpus',
    'living-keep-content',
    'the Ultravisor destroys a page although its owner has CPUs',
    'docs/s390.md 2.3, 11 (X7)',
  ),
  mutant(
    'unmap-forgets-shared',
    'no-owned-page-leaves',
    'a shared page is freed without being exported',
    'docs/s390.md 3.11, 11 (X5)',
  ),
];
