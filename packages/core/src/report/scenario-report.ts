import type { EngineResult } from '../engine/run-result.js';
import type { Architecture } from '../machine/architecture.js';
import { heldBytes, overheadBytes } from '../run/held-bytes.js';
import { describeScenario } from '../scenario/describe-scenario.js';
import type { JudgedThreshold } from '../scenario/judge-thresholds.js';
import type { Stalls } from '../scenario/last-resort.js';
import type { ScenarioPlan } from '../scenario/plan-scenario.js';
import type { EventResult, ScenarioResult } from '../scenario/run-scenario.js';
import type { Scenario, Threshold } from '../scenario/scenario.js';
import type { PhaseSpan } from './record-phases.js';
import { reportSchemaId, reportVersion } from './report-head.js';
import { runEntry } from './run-entry.js';
import { type ReportMaker, reportPlugin } from './run-report.js';
import type { ScenarioReport, ScenarioReportEvent, ScenarioRun } from './scenario-schema.js';
import { reportedBytes, reportedHeld } from './side-effects.js';

/** A scenario on one architecture: what came of it, or why nothing can. */
export type ScenarioOutcome =
  | {
      readonly result: ScenarioResult;
      readonly thresholds: readonly JudgedThreshold[];
      readonly phases: readonly PhaseSpan[];
    }
  | { readonly architecture: Architecture; readonly notComparable: string };

/** Makes the report. `digest` gives the digest of a text. */
export function scenarioReport(
  scenario: Scenario,
  plans: readonly ScenarioPlan[],
  outcomes: readonly ScenarioOutcome[],
  {
    tool,
    environment,
    incomplete = false,
    digest,
  }: ReportMaker & {
    readonly incomplete?: boolean;
    readonly digest: (text: string) => string;
  },
): ScenarioReport {
  const { name, about, file, expect } = scenario;
  const inputs = describeScenario(scenario, plans);
  const runs = outcomes.map(runOf);
  const isMissed = runs.some((run) => run.comparable && run.thresholds.some(({ met }) => !met));
  return {
    $schema: reportSchemaId('scenario'),
    schemaVersion: reportVersion,
    kind: 'scenario',
    tool,
    plugins: outcomes.map((outcome) => reportPlugin(architectureOf(outcome))),
    ...(environment && { environment }),
    ...(incomplete && { incomplete: true as const }),
    name,
    ...(about !== undefined && { about }),
    ...(file !== undefined && { file }),
    inputs_digest: digest(JSON.stringify(inputs)),
    inputs,
    runs,
    verdict: expect.length === 0 ? 'none' : isMissed ? 'missed' : 'met',
  };
}

const architectureOf = (outcome: ScenarioOutcome): Architecture =>
  'result' in outcome ? outcome.result.plan.architecture : outcome.architecture;

function runOf(outcome: ScenarioOutcome): ScenarioReport['runs'][number] {
  if (!('result' in outcome))
    return { arch: outcome.architecture.manifest.id, comparable: false, because: outcome.notComparable };
  const { result, thresholds, phases } = outcome;
  const { plan, engine, events, oomKills, stalls } = result;
  return {
    arch: plan.architecture.manifest.id,
    comparable: true,
    ...(engine.cancelled && { incomplete: true as const }),
    confidential: plan.architecture.capabilities.confidential,
    made: plan.made,
    events: events.map((event) => eventOf(event, result, phases)),
    host: {
      ends_ns: engine.unpriced.length > 0 ? null : engine.endNs,
      oom_kills: oomKills,
      oom_stalls: reportedStalls(stalls, engine),
      ...heldOf(result),
    },
    thresholds: thresholds.map(({ threshold, actual, met }) => ({
      measure: threshold.text,
      expected: threshold.said,
      unit: TIMES.includes(threshold.measure.kind) ? ('ns' as const) : ('count' as const),
      actual,
      met,
    })),
    unpriced: engine.unpriced,
    properties: 'not checked (use check)',
    warnings: events.flatMap(warningsAbout),
  };
}

const TIMES: readonly string[] = ['time', 'oom stalled'] satisfies Threshold['measure']['kind'][];

const reportedStalls = ({ count, longestNs, totalNs }: Stalls, { unpriced }: EngineResult) => ({
  count,
  longest_ns: unpriced.length > 0 ? null : longestNs,
  total_ns: unpriced.length > 0 ? null : totalNs,
});

/** Memory of guests that die, neither free nor usable; not where one teardown follows on another, which counts otherwise. */
function heldOf({ plan, engine }: ScenarioResult): Pick<ScenarioRun['host'], 'held_bytes' | 'overhead_bytes'> {
  const held = plan.events.some(({ kind }) => kind === 'follow-up') ? undefined : heldBytes(engine);
  const overhead = overheadBytes(engine);
  return {
    ...(held && { held_bytes: reportedHeld(held) }),
    ...(overhead && { overhead_bytes: reportedBytes(overhead) }),
  };
}

function eventOf(
  event: EventResult,
  { plan, engine }: ScenarioResult,
  phases: readonly PhaseSpan[],
): ScenarioReportEvent {
  const { planned, beginsNs, doneNs, beginsUnpriced, unpriced, end, stalls, run } = event;
  const { id, do: kind, guest } = planned.event;
  const prefix = `${id}.`;
  const own = phases
    .filter(({ actor }) => actor.startsWith(prefix))
    .map((span) => ({ ...span, actor: span.actor.slice(prefix.length) }));
  const { architecture, profiles, assumptions } = plan;
  return {
    id,
    do: kind,
    guest: guest ?? null,
    begins_ns: beginsUnpriced.length > 0 ? null : (beginsNs ?? null),
    done_ns: unpriced.length > 0 ? null : (doneNs ?? null),
    end,
    ...(stalls.count > 0 && { oom_stalls: reportedStalls(stalls, engine) }),
    ...(run === undefined && { operations: operationsOf(engine, id) }),
    ...(run !== undefined &&
      end !== 'never begun' && {
        run: runEntry({ architecture, result: run, profiles, assumptions, phases: own }),
      }),
  };
}

function operationsOf({ actors }: EngineResult, event: string): NonNullable<ScenarioReportEvent['operations']> {
  const own = actors.filter(({ name }) => name.startsWith(`${event}.`)).flatMap(({ phases }) => phases);
  return own
    .flatMap(({ operations }) => [...operations])
    .map(([operation, { units, ns }]) => ({ operation, units, ns: ns ?? null }))
    .sort((a, b) => (a.operation < b.operation ? -1 : 1));
}

function warningsAbout({ planned, end, run }: EventResult): string[] {
  const { id } = planned.event;
  const own =
    run?.engine.broken.map(({ actor, property, detail }) => `${id}: ${actor} breaks "${property}": ${detail}`) ?? [];
  switch (end) {
    case 'killed':
      return [...own, `${id} is killed: the host is out of memory`];
    case 'starved':
      return [...own, `${id} finds no memory, and there is no process to kill`];
    case 'goes on':
      return [...own, `${id} is not over when everything else is`];
    case 'never begun':
      return [...own, `${id} never begins: what it waits for does not happen any more`];
    default:
      return own;
  }
}
