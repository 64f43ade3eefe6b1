import type { Assumption, CostProfile } from '../cost/index.js';
import type { OperationTotal } from '../engine/counts.js';
import type { Architecture } from '../machine/architecture.js';
import type { RunResult } from '../run/run-result.js';
import { type BlockedPath, blockedPath, onTheWay } from './blocked-path.js';
import { finalPages } from './final-pages.js';
import { matchPublished, type PublishedMatch } from './match-published.js';
import type { PhaseSpan } from './record-phases.js';
import type { PublishedFigure, ReportedPrice, RunEntry, RunMetrics } from './run-entry-schema.js';
import { runInputs } from './run-inputs.js';
import { actors, blockedByCause, levels, locks, milestones, operationCounts, phases } from './run-tables.js';
import { sensitivityOfRun } from './sensitivity-of-run.js';
import { sideEffects } from './side-effects.js';
import { timeOfMetric } from './time-of-metric.js';
import { unpricedOperations } from './unpriced-operations.js';
import { pricesOf } from './used-prices.js';
import { warningsOf } from './warnings-of.js';

/** A run, and what it was run with. */
export interface RunSubject {
  readonly architecture: Architecture;
  readonly result: RunResult;
  /** Default: the architecture's first, as `simulate` has it. */
  readonly profiles?: readonly CostProfile[] | undefined;
  readonly assumptions?: readonly Assumption[] | undefined;
  /** From `recordPhases`; without them phases have counts but no beginning and end. */
  readonly phases?: readonly PhaseSpan[] | undefined;
}

/** One run as plain data. */
export function runEntry(subject: RunSubject): RunEntry {
  const { architecture, result } = subject;
  const profiles = subject.profiles ?? architecture.profiles.slice(0, 1);
  const path = blockedPath(result);
  const published = matchPublished(architecture, result.machine);
  const metrics = metricsOf(result, path, published);
  return {
    inputs: runInputs(result.machine, profiles, subject.assumptions ?? []),
    ...(result.engine.cancelled && { incomplete: true as const }),
    confidential: architecture.capabilities.confidential,
    metrics,
    side_effects: sideEffects(result),
    operations: operationCounts(result),
    blocked_by_cause: blockedByCause(result, path),
    actors: actors(result),
    phases: phases(result, subject.phases ?? []),
    locks: locks(result),
    levels: levels(result),
    milestones: milestones(result),
    prices: pricesUsed(result),
    unpriced: unpricedOperations(result, profiles),
    published: published.map((match) => figure(match, result, path)),
    sensitivity: sensitivityOfRun(result.blockedNs, path, result.prices),
    presumed: presumptionsOf(architecture, result),
    final_pages: finalPages(result.state, architecture.model.memory),
    properties: 'not checked (use check)',
    warnings: warningsOf(result),
  };
}

function metricsOf(result: RunResult, path: BlockedPath, published: readonly PublishedMatch[]): RunMetrics {
  const everything = result.operations();
  const timeOf = (milestone: string, performed: ReadonlyMap<string, OperationTotal>, beside: readonly string[]) =>
    timeOfMetric(result.sinceRequested(milestone), {
      used: pricesOf(dearestFirst(performed), result.prices),
      missing: result.milestone(milestone)?.unpriced ?? [],
      beside,
    });
  // Published times are about the blocked time.
  const later = (milestone: string) =>
    result.milestone(milestone) === undefined ? undefined : timeOf(milestone, everything, []);
  const [secureAgain, scrubbed, memoryBack] = [later('secure-again'), later('scrubbed'), later('memory-back')];
  return {
    blocked_ns: timeOf(
      'unblocked',
      onTheWay(result, path),
      published.filter(({ side }) => side.seconds !== undefined).map(({ time }) => time.id),
    ),
    ...(secureAgain && { secure_again_ns: secureAgain }),
    ...(scrubbed && { scrubbed_ns: scrubbed }),
    ...(memoryBack && { memory_back_ns: memoryBack }),
  };
}

const presumptionsOf = ({ policies }: Architecture, { machine }: RunResult): readonly string[] =>
  policies.find(({ id }) => id === machine.policy)?.presumes?.(machine) ?? [];

const dearestFirst = (totals: ReadonlyMap<string, OperationTotal>): readonly string[] =>
  [...totals].sort(([a, x], [b, y]) => (y.ns ?? 0) - (x.ns ?? 0) || (a < b ? -1 : 1)).map(([name]) => name);

function figure({ time, side }: PublishedMatch, result: RunResult, path: BlockedPath): PublishedFigure {
  const used = pricesOf(onTheWay(result, path).keys(), result.prices);
  return {
    id: time.id,
    seconds: side.seconds ?? null,
    kind: side.kind,
    ...(side.release !== undefined && { release: side.release }),
    machine: time.machine,
    ...(time.memoryNote !== undefined && { memory_note: time.memoryNote }),
    source: time.source,
    fitted: side.seconds !== undefined && used.some(({ fits }) => fits.includes(time.id)),
  };
}

function pricesUsed({ prices }: RunResult): readonly ReportedPrice[] {
  return prices.map(
    ({ operation, unit, picoseconds, confidence, source, profile, derivation, derivedFrom, ...rest }) => ({
      operation,
      unit,
      ns: Number(picoseconds) / 1000,
      confidence,
      source,
      ...(profile !== undefined && { profile }),
      ...(derivation !== undefined && { derivation }),
      ...(derivedFrom !== undefined && { relative_to: derivedFrom }),
      fits: rest.fits,
      assumed_by_user: rest.assumed === true,
    }),
  );
}
