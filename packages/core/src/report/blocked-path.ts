import type { OperationTotal } from '../engine/counts.js';
import type { RunResult } from '../run/run-result.js';

/** What the actor that somebody waits for did between `requested` and `unblocked`. */
export interface BlockedPath {
  readonly operations: ReadonlyMap<string, OperationTotal>;
  /** The part of the blocked time in which it waited for others; undefined while the blocked time is unknown. */
  readonly waitedNs: number | undefined;
}

export function blockedPath(result: RunResult): BlockedPath {
  const operations = result.blockedOperations();
  const { blockedNs } = result;
  const workNs = sumOfNs(operations.values());
  return { operations, waitedNs: blockedNs === undefined || workNs === undefined ? undefined : blockedNs - workNs };
}

/** Everything that the blocked time depends on: who waits is slowed down by what others do. */
export const onTheWay = (result: RunResult, { operations, waitedNs }: BlockedPath): BlockedPath['operations'] =>
  waitedNs === 0 ? operations : result.operations();

/** Undefined when one of them is unpriced. */
export function sumOfNs(totals: Iterable<OperationTotal>): number | undefined {
  let sum = 0;
  for (const { ns } of totals) {
    if (ns === undefined) return undefined;
    sum += ns;
  }
  return sum;
}
