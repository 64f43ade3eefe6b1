import type { AgainstBaseline, ComparisonGroup, GroupVerdict } from './comparison-schema.js';
import type { OperationCount, RunEntry } from './run-entry-schema.js';

/** A run beside its baseline. Ratios are this run divided by the baseline. */
export function againstBaseline(run: RunEntry, baseline: RunEntry, label: string): AgainstBaseline {
  const [ns, baselineNs] = [run.metrics.blocked_ns.ns, baseline.metrics.blocked_ns.ns];
  return {
    baseline: label,
    operations: blockedNames([run, baseline]).map((operation) => {
      const { unit } = (find(run, operation) ?? find(baseline, operation)) as OperationCount;
      const [blocked, before] = [blockedCount(run, operation), blockedCount(baseline, operation)];
      return { operation, unit, baseline_blocked: before, blocked, ratio: ratioOf(blocked, before) };
    }),
    baseline_blocked_ns: baselineNs,
    blocked_ns: ns,
    blocked_time_ratio: ns === null || baselineNs === null ? null : ratioOf(ns, baselineNs),
  };
}

/**
 * The operation whose count on the blocked path differs most; null where none does. Of equals the one that the first run, the
 * baseline, performs most; then the first by name.
 */
export function tellingOperation(runs: readonly RunEntry[]): ComparisonGroup['telling_operation'] {
  const [most] = blockedNames(runs)
    .map((operation) => {
      const counts = runs.map((run) => blockedCount(run, operation));
      return { operation, by: Math.max(...counts) - Math.min(...counts), first: counts[0] ?? 0 };
    })
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by || b.first - a.first);
  const found = runs.map((run) => most && find(run, most.operation)).find((count) => count !== undefined);
  return found === undefined ? null : { operation: found.operation, unit: found.unit };
}

/**
 * Whether the rows differ on the blocked path. `sameBecause` is why they are expected not to; the counts decide, and an
 * expectation that they disprove is a warning.
 */
export function verdictOf(
  runs: readonly RunEntry[],
  sameBecause?: string,
): { readonly verdict: GroupVerdict; readonly warnings: readonly string[] } {
  if (runs.length < 2)
    return {
      verdict: {
        kind: 'not comparable',
        because: runs.length === 1 ? 'only one row could be run' : 'no row could be run',
      },
      warnings: [],
    };
  const [first, ...others] = runs as [RunEntry, ...RunEntry[]];
  const differing = blockedNames(runs).filter((operation) =>
    others.some((run) => blockedCount(run, operation) !== blockedCount(first, operation)),
  );
  const timesDiffer = others.some((run) => run.metrics.blocked_ns.ns !== first.metrics.blocked_ns.ns);
  if (differing.length === 0 && !timesDiffer) {
    return {
      verdict: { kind: 'no difference', because: sameBecause ?? 'each does the same while somebody waits' },
      warnings: [],
    };
  }
  const what = differing.length > 0 ? `the counts of ${differing.join(', ')} differ` : 'the times differ';
  const warnings = sameBecause === undefined ? [] : [`no difference was expected, because ${sameBecause}; but ${what}`];
  return { verdict: { kind: 'difference' }, warnings };
}

const find = (run: RunEntry, operation: string): OperationCount | undefined =>
  run.operations.find((count) => count.operation === operation);

const blockedCount = (run: RunEntry, operation: string): number => find(run, operation)?.blocked ?? 0;

const blockedNames = (runs: readonly RunEntry[]): string[] =>
  [
    ...new Set(
      runs.flatMap(({ operations }) =>
        operations.filter(({ blocked }) => blocked > 0).map(({ operation }) => operation),
      ),
    ),
  ].sort();

const ratioOf = (value: number, baseline: number): number | null => (baseline === 0 ? null : value / baseline);
