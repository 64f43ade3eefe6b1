import type { Architecture } from '../machine/architecture.js';
import type { MeasuredCount, MeasuredMachine } from '../plugin/measured-count.js';
import { simulate } from '../run/simulate.js';

/** A sum that the model counts otherwise than it was measured. */
export interface CountMissed {
  readonly name: string;
  readonly measured: number;
  readonly modelled: number;
}

/** One measured row against a run of its machine: `missed` is empty where all sums agree; or why there is no such run. */
export type ValidatedCount = Pick<MeasuredCount, 'id' | 'system' | 'source'> &
  ({ readonly machine: MeasuredMachine; readonly missed: readonly CountMissed[] } | { readonly because: string });

/** Holds each measured count against a run; nothing has a price, and nothing is rounded. One at a time: there may be hundreds. */
export function* validateCounts(architecture: Architecture): Generator<ValidatedCount> {
  for (const { id, system, source, taken } of architecture.measured) {
    if (typeof taken === 'string') {
      yield { id, system, source, because: taken };
      continue;
    }
    const run = simulate(architecture, taken.machine, { profiles: [] });
    const missed = taken.counts
      .map(({ name, operations, count: measured }) => ({
        name,
        measured,
        modelled: operations.reduce((sum, operation) => sum + run.count(operation), 0),
      }))
      .filter(({ measured, modelled }) => measured !== modelled);
    yield { id, system, source, machine: taken.machine, missed };
  }
}
