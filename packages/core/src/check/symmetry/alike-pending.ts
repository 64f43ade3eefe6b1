import { SweepRun } from '../../engine/sweep-run.js';
import { type LockUse, lockLabel } from '../../protocol/lock.js';
import type { Step } from '../../protocol/step.js';
import type { Batch, PageRange, Sweep } from '../../protocol/sweep.js';
import type { Permutation } from './page-group.js';

/** Whether two steps are one with other arguments: they take and give the same locks and signal the same actors. */
export const alikeSteps = (a: Step, b: Step): boolean =>
  a === b || (a.definition === b.definition && sayUses(a) === sayUses(b));

const sayUses = ({ definition, args }: Step): string =>
  JSON.stringify([
    sayLock(definition.acquires?.(args)),
    sayLock(definition.releases?.(args)),
    [...(definition.signals?.(args) ?? [])].sort(),
  ]);

const sayLock = (use: LockUse | undefined): string => (use === undefined ? '' : `${lockLabel(use)} ${use.mode}`);

/**
 * Why one sweep is not the other with pages renamed; undefined if it is.
 * @param to page -> page, where the sweep's array is renamed
 */
export function unlikeSweeps(a: Sweep, b: Sweep, to: Permutation | undefined): string | undefined {
  const { table, range, options } = a;
  if (table !== b.table || !alikeOptions(a, b)) return 'another sweep follows';
  if ((options.tails ?? []).length > 0) return 'it has tables above its pages';
  if (to === undefined) return sameRange(range, b.range) ? undefined : 'another range follows';
  const pages = pagesOf(range).map((page) => to[page] ?? page);
  if (!SweepRun.orderIsFree(a) && pages.length > 1 && pages.some((page, i) => page !== range.from + i))
    return 'it has pages visited in ascending order';
  if (pagesOf(b.range).join() !== pages.sort((one, other) => one - other).join()) return 'it does not sweep them alike';
  return undefined;
}

const pagesOf = ({ from, to }: PageRange): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const sameRange = (a: PageRange, b: PageRange): boolean => a.from === b.from && a.to === b.to;

function alikeOptions({ options: a }: Sweep, { options: b }: Sweep): boolean {
  if (a === b) return true;
  const sameTails = (a.tails ?? []).every((tail, i) => tail === b.tails?.[i]) && a.tails?.length === b.tails?.length;
  return a.signals === b.signals && sameTails && alikeBatches(a.batch, b.batch);
}

const alikeBatches = (a: Batch | undefined, b: Batch | undefined): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && a.size === b.size && a.mark === b.mark && sayLock(a.lock) === sayLock(b.lock));
