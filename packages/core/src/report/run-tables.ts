import type { OperationTotal } from '../engine/counts.js';
import type { RunResult } from '../run/run-result.js';
import { type BlockedPath, sumOfNs } from './blocked-path.js';
import type { PhaseSpan } from './record-phases.js';
import type { OperationCount, PhaseEntry, RunEntry } from './run-entry-schema.js';

/** What depends on times is not reported while something in the run has no price: the engine's times are lower bounds then. */
const known = (result: RunResult, value: number): number | null => (result.engine.unpriced.length > 0 ? null : value);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

export function operationCounts(result: RunResult): readonly OperationCount[] {
  const blocked = result.blockedOperations();
  return [...result.operations()].sort(byName).map(([name, { operation, units, ns }]) => {
    const part = blocked.get(name);
    return {
      operation: name,
      unit: operation.unit,
      cause: operation.cause,
      blocked: part?.units ?? 0,
      deferred: units - (part?.units ?? 0),
      total: units,
      blocked_ns: part === undefined ? 0 : (part.ns ?? null),
      total_ns: ns ?? null,
    };
  });
}

/** What the blocked time is spent on; `waiting` holds what the blocked actor waits for others. */
export function blockedByCause(result: RunResult, { waitedNs }: BlockedPath): RunEntry['blocked_by_cause'] {
  const causes = new Map<string, number | undefined>(result.blockedByCause());
  if (waitedNs !== undefined && waitedNs > 0) causes.set('waiting', (causes.get('waiting') ?? 0) + waitedNs);
  return [...causes].sort(byName).map(([cause, ns]) => ({ cause, blocked_ns: ns ?? null }));
}

export function actors(result: RunResult): RunEntry['actors'] {
  return result.engine.actors.map((actor) => ({
    actor: actor.name,
    charged_to: actor.charged,
    end: actor.end,
    end_ns: known(result, actor.endNs),
    // Its own work is known when all of it is priced, whatever else in the run is not.
    cpu_ns:
      actor.spinNs === 0 && sumOfNs(totalsOf(actor.phases)) !== undefined ? actor.cpuNs : known(result, actor.cpuNs),
    longest_unrescheduled_ns: known(result, actor.longestUnrescheduledNs),
    spin_ns: known(result, actor.spinNs),
    lock_wait_ns: known(result, actor.lockWaitNs),
    guard_wait_ns: known(result, actor.guardWaitNs),
    queue_wait_ns: known(result, actor.queueWaitNs),
  }));
}

const totalsOf = (parts: readonly { readonly operations: ReadonlyMap<string, OperationTotal> }[]): OperationTotal[] =>
  parts.flatMap(({ operations }) => [...operations.values()]);

export function phases(result: RunResult, spans: readonly PhaseSpan[]): readonly PhaseEntry[] {
  return result.engine.actors.flatMap(({ name, phases }) =>
    phases.flatMap(({ phase, operations, outcomes }) => {
      if (phase === '' && operations.size + outcomes.size === 0) return [];
      const span = spans.find((candidate) => candidate.actor === name && candidate.phase === phase);
      return {
        actor: name,
        phase,
        from_ns: span === undefined ? null : known(result, span.fromNs),
        to_ns: span === undefined ? null : known(result, span.toNs),
        work_ns: sumOfNs(operations.values()) ?? null,
        operations: [...operations]
          .sort(byName)
          .map(([operation, { units, ns }]) => ({ operation, units, ns: ns ?? null })),
        outcomes: [...outcomes].sort(byName).map(([outcome, units]) => ({ outcome, units })),
      };
    }),
  );
}

export function locks(result: RunResult): RunEntry['locks'] {
  return result.engine.locks.map(({ lock, acquisitions, heldNs, longestNs }) => ({
    lock,
    acquisitions,
    lock_held_ns: known(result, heldNs),
    longest_lock_held_ns: known(result, longestNs),
  }));
}

export function levels(result: RunResult): RunEntry['levels'] {
  return result.engine.levels.map(({ level, start, now, max, integral, oneWay }) => ({
    level,
    at_start: start,
    at_end: now,
    peak: oneWay ? max : known(result, max),
    integral: result.engine.unpriced.length > 0 ? null : String(integral),
  }));
}

export function milestones(result: RunResult): RunEntry['milestones'] {
  return result.engine.milestones.map(({ name, actor, atNs, unpriced }) => ({
    milestone: name,
    actor,
    at_ns: unpriced.length > 0 ? null : atNs,
  }));
}
