import type { CostProfile } from '../cost/index.js';
import type { RunResult } from '../run/run-result.js';
import type { UnpricedOperation } from './run-entry-schema.js';

/**
 * The operations that a run performed without a price, and the assumption that would give them one: about the operation
 * itself, or about the one that its row is stated relative to, which prices both.
 */
export function unpricedOperations(result: RunResult, profiles: readonly CostProfile[]): readonly UnpricedOperation[] {
  const targets = new Map(
    profiles.flatMap(({ rows }) =>
      rows.map(({ operation, relativeTo }) => [operation, relativeTo?.operation] as const),
    ),
  );
  const rootOf = (operation: string): string => {
    const target = targets.get(operation);
    return target === undefined ? operation : rootOf(target);
  };
  const performed = result.operations();
  return result.engine.unpriced.map((operation) => {
    const assume = rootOf(operation);
    return {
      operation,
      unit: performed.get(operation)?.operation.unit ?? '',
      blocked: result.countBlocked(operation),
      total: result.count(operation),
      assume,
      flag: `--assume ${assume}=<time>`,
    };
  });
}
