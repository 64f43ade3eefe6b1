import { type Defect, withScenes } from '@cvm-teardown/core/plugin';
import { scenes } from './scenes.js';

/** Core's property; what is owed for a page is `debtsOf` in firmware.ts. */
const NOTHING_STALE = 'nothing-stale-is-used';

const known: readonly Defect[] = [
  {
    id: 'unmap-elides-shared',
    kind: 'historical',
    summary:
      'The event UNMAP elides cache maintenance also for memory of files or shared memory, whose content lives on.',
    violates: NOTHING_STALE,
    source: 'James Morse on patch 7, 18 and 19 December 2019; docs/arm64.md 8, 13 (B18)',
    mark: 'stated',
  },
  {
    id: 'close-elides-shared',
    kind: 'present',
    summary: 'Close elides cache maintenance also for memory of files or shared memory, whose content lives on.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 8 (case 2), 12: concluded from arch/arm64/kvm/hyp/pgtable.c',
    mark: 'inferred',
  },
  {
    id: 'table-flush-deferred',
    kind: 'historical',
    summary:
      'With deferral, emptied tables are freed before anything is invalidated: walk caches lead into freed memory.',
    violates: NOTHING_STALE,
    source: 'f62d4c3eb687, Fixes 7657ea920c54; docs/arm64.md 13 (B01)',
    mark: 'stated',
  },
  {
    id: 'vmid-released-before-flush',
    kind: 'mutant',
    summary: 'The series’ close frees the tables and lets the VMID be reassigned before it invalidates.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 7.4, 13: a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'vmid-reused-at-once',
    kind: 'mutant',
    summary: 'The dead guest’s VMID is given out again without the invalidation of a roll-over.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 11.2 (I5), 12, 13: a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'closed-with-running-vcpu',
    kind: 'mutant',
    summary: 'Stage 2 is freed while a vCPU of the guest can still run.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 7.4, 11.2 (I5 b): a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'range-flush-after-return',
    kind: 'mutant',
    summary: 'The deferred flush by range comes after the pages have been given back.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 11.2 (I2): a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'clear-taken-for-unmap',
    kind: 'mutant',
    summary: 'The event CLEAR (swap-out) elides cache maintenance as UNMAP does.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 7.3, 12, 13: a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'deferred-without-fwb',
    kind: 'mutant',
    summary:
      'Leaves are invalidated with the batch on a host without FWB: lines are cleaned before the translation is gone.',
    violates: NOTHING_STALE,
    source: 'docs/arm64.md 9.2, 11.2 (I6), 13: a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'reference-not-dropped',
    kind: 'mutant',
    summary: 'Clearing a leaf does not drop the reference of its table.',
    violates: 'exact-counts',
    source: 'docs/arm64.md 11.2 (I8), 13 (after B07): a mutant of ours',
    mark: 'inferred',
  },
  {
    id: 'root-not-freed',
    kind: 'mutant',
    summary: 'Close forgets the root pages.',
    violates: 'memory-comes-back',
    source: 'docs/arm64.md 13 (after B11): a mutant of ours',
    mark: 'inferred',
  },
];

export const defects: readonly Defect[] = withScenes(known, scenes);
