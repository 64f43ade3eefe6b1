import type { CostProfile, CostRow } from '../cost/cost-profile.js';
import type { Calibration } from './calibrate.js';

export interface ProfileNames {
  readonly id: string;
  readonly arch: string;
  /** What the times were measured on. */
  readonly machine: string;
  /** Where the times are from: a file's name and digest. */
  readonly source: string;
}

/**
 * The fitted prices as a profile, with the rows of those that they were fitted beside; a later profile's row takes the place of
 * an earlier one's. Its fitted rows name the measured times, which prove nothing about the model any more.
 */
export function calibratedProfile(
  { prices, rows, exact }: Calibration,
  beside: readonly CostProfile[],
  { id, arch, machine, source }: ProfileNames,
): CostProfile {
  const kept = new Map(beside.flatMap((profile) => profile.rows.map((row) => [row.operation, row] as const)));
  for (const { operation } of prices) kept.delete(operation);
  const worst = Math.max(...rows.map(({ error }) => Math.abs(error)));
  const derivation = `non-negative least squares of relative errors over ${rows.length} rows, at most ${(worst * 100).toFixed(1)} % off${exact ? '; as many prices as rows' : ''}`;
  const fitted = prices.map(
    ({ operation, unit, ns }): CostRow => ({
      operation,
      unit,
      ns,
      source,
      confidence: 'fitted',
      fits: rows.map((row) => row.id),
      derivation,
    }),
  );
  return {
    schemaVersion: 1,
    id,
    arch,
    machine,
    summary: `Fitted to ${rows.length} measured times: ${prices.map(({ operation }) => operation).join(', ')}.`,
    rows: [...fitted, ...kept.values()],
  };
}
