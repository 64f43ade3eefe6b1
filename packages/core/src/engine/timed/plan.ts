import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';

/**
 * Further units of an actor behind the one in flight, on the pages that follow it, all under one rule. Plans are settled
 * lazily: nobody else looks at or writes a planned page without settling and cutting the plan first.
 */
export interface Plan {
  readonly rule: CompiledRule;
  readonly array: PageArray;
  /** End of the unit in flight. */
  firstEnd: number;
  /** Units behind it. */
  count: number;
  /** What `select` said when the plan was made. */
  readonly selected: number;
  /** The table page whose entries the units change. */
  readonly parent: { readonly array: PageArray; readonly page: number } | undefined;
}

/** How many of the plan's boundaries (ends of units; the first one is that of the unit in flight) lie before now, or at now if `atNow`. */
export function boundariesPassed({ firstEnd, rule: { ns }, count }: Plan, now: number, atNow: boolean): number {
  const since = now - firstEnd;
  if (since < 0 || (since === 0 && !atNow)) return 0;
  const passed = Math.floor(since / ns) + (since % ns === 0 && !atNow ? 0 : 1);
  return Math.min(passed, count);
}

/** How many units may follow so that a real event comes at the first boundary that is not before `instant`. */
export function unitsUntil({ firstEnd, rule: { ns } }: Pick<Plan, 'firstEnd' | 'rule'>, instant: number): number {
  return Math.max(0, Math.ceil((instant - firstEnd) / ns));
}
