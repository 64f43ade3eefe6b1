import {
  acquire,
  fail,
  interval,
  type MachineConfig,
  type PageRange,
  release,
  type SweepEnd,
  type SweepOptions,
  sub,
  sweep,
  type Task,
  use,
} from '@cvm-teardown/core/plugin';
import { walkBatch } from '../operations.js';
import { MMAP_READ, step } from '../state.js';
import { gatherMark } from '../tables/range-tables.js';
import { tablesOf } from '../tables/tables.js';

export const allPages = (machine: MachineConfig): PageRange => interval(0, machine.pages);
export const one = (page: number): PageRange => interval(page, page + 1);

/**
 * Destroys every present page of a range, ascending. Up to 5.19 under one long lock, without a reschedule (mm/pagewalk.c has
 * none); up to 6.19 in batches of 32 that are gathered under the lock, a fatal signal seen behind each batch, a reschedule
 * behind each walk and each page (arch/s390/mm/gmap.c, s390_uv_destroy_pfns); 7.0 page by page. Source: docs/s390.md 3.3, 3.4.
 */
export const destroyRange = sub(function* destroyRange(
  machine: MachineConfig,
  range: PageRange,
  interruptible: boolean,
): Task<SweepEnd> {
  const end = yield* sweepRange(machine, range, interruptible);
  if (end === 'unknown code') yield* kernelWarns();
  return end;
});

/** __s390_reset_acc() of arch/s390/mm/gmap.c (5.10) warns of a page that cannot be destroyed. Source: docs/s390.md 11 (B32). */
const kernelWarns = step({
  name: 'kernel-warns',
  apply: () => fail('kernel-does-not-warn', 'rc 0x107: a page that is not secure is taken for one that stays'),
  source: 'docs/s390.md 11 (B32)',
});

const sweepRange = sub(function* sweepRange(
  machine: MachineConfig,
  range: PageRange,
  interruptible: boolean,
): Task<SweepEnd> {
  const table = tableFor(machine, interruptible);
  if (machine.since('7.0')) {
    const listens = interruptible && !machine.has('perform-ignores-signals');
    return yield* sweep(range, table, { reschedules: 'unit', ...(listens && { signals: 'page' }) });
  }
  if (machine.since('6.0')) return yield* destroyInBatches(machine, range, interruptible);
  yield* acquire(MMAP_READ);
  const end = yield* sweep(range, table);
  yield* release(MMAP_READ);
  return end;
});

/** Only PERFORM can be interrupted. */
const tableFor = (machine: MachineConfig, interruptible: boolean) =>
  interruptible ? tablesOf(machine).perform : tablesOf(machine).destroyRange;

/** In batches that are gathered under the lock of the address space. */
export const destroyInBatches = sub(function* destroyInBatches(
  machine: MachineConfig,
  range: PageRange,
  interruptible: boolean,
): Task<SweepEnd> {
  const listens = interruptible && !machine.has('perform-ignores-signals');
  return yield* sweep(range, tableFor(machine, interruptible), inBatches(machine, listens));
});

export const inBatches = (machine: MachineConfig, listens: boolean): SweepOptions => ({
  batch: { size: machine.constant('sweepBatch'), lock: MMAP_READ, mark: gatherMark, fixed: use(walkBatch) },
  reschedules: 'unit',
  ...(listens ? { signals: 'batch' } : {}),
});
