import type { Price } from '../cost/index.js';
import type { BlockedPath } from './blocked-path.js';
import type { Sensitivity } from './run-entry-schema.js';
import { pricesOf } from './used-prices.js';

/**
 * How the blocked time moves when one assumed price doubles or halves. What is stated relative to it moves along, so that
 * ratios hold. First order: the time on the blocked path is added up anew from its counts, nothing is run again; so there is
 * no answer where the blocked actor waits for others, whose times would move too.
 */
export function sensitivityOfRun(
  blockedNs: number | undefined,
  { operations, waitedNs }: BlockedPath,
  prices: readonly Price[],
): Sensitivity {
  const assumed = pricesOf(operations.keys(), prices)
    .filter(({ confidence, picoseconds }) => confidence === 'assumed' && picoseconds > 0n)
    .sort((a, b) => (a.operation < b.operation ? -1 : 1));
  if (blockedNs === undefined || assumed.length === 0) return { order: 'first', rows: [] };
  if (waitedNs !== 0) return { order: 'first', rows: [], because: 'the blocked actor waits for others on its way' };
  const rows = assumed.map(({ operation }) => {
    const moves = [...operations.keys()].filter((used) => reaches(used, operation, prices)).sort();
    const ns = moves.map((used) => operations.get(used)?.ns ?? 0);
    return {
      operation,
      moves,
      half_ns: ns.reduce((sum, part) => sum - part + Math.round(part / 2), blockedNs),
      double_ns: ns.reduce((sum, part) => sum + part, blockedNs),
    };
  });
  return { order: 'first', rows };
}

/** Whether the price of `operation` is that of `target`, or relative to it. */
function reaches(operation: string, target: string, prices: readonly Price[]): boolean {
  return pricesOf([operation], prices).some((price) => price.operation === target);
}
