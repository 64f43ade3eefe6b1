import type { CostProfile } from '../cost/index.js';
import { keyOf } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import { scenarioNotReached, scenarioUnpricedThreshold } from '../errors/messages/scenario.js';
import { unpricedOperations } from '../report/unpriced-operations.js';
import type { RunResult } from '../run/run-result.js';
import type { EventResult, ScenarioResult } from './run-scenario.js';
import type { Comparator, Threshold, TimeMeasure } from './scenario.js';

/** A threshold with what was measured. */
export interface JudgedThreshold {
  readonly threshold: Threshold;
  readonly actual: number;
  readonly met: boolean;
}

const HOLDS: Readonly<Record<Comparator, (actual: number, limit: number) => boolean>> = {
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '>': (actual, limit) => actual > limit,
  '>=': (actual, limit) => actual >= limit,
};

/**
 * Compares what was measured with what is expected. What nobody can know goes to `findings`: a threshold on a time that rests
 * on a missing price, or on a moment that never comes.
 */
export function judgeThresholds(result: ScenarioResult, findings: Finding[]): readonly JudgedThreshold[] {
  return result.plan.scenario.expect.flatMap((threshold) => {
    const actual = measured(threshold, result);
    if (typeof actual !== 'number') {
      findings.push(actual);
      return [];
    }
    return { threshold, actual, met: HOLDS[threshold.comparator](actual, threshold.limit) };
  });
}

const MILESTONES: Readonly<Record<Exclude<TimeMeasure, 'took'>, string>> = {
  blocked: 'unblocked',
  scrubbed: 'scrubbed',
  memory_back: 'memory-back',
  secure_again: 'secure-again',
};

function measured({ text, measure }: Threshold, result: ScenarioResult): number | Finding {
  const { plan, engine, events, oomKills, stalls } = result;
  if (measure.kind === 'oom kills') return oomKills;
  if (measure.kind === 'oom stalls') return stalls.count;
  const where = keyOf(plan.scenario.places, ['expect', text]);
  if (measure.kind === 'oom stalled')
    return engine.unpriced.length === 0
      ? stalls.totalNs
      : noPrice(text, engine.unpriced, plan.architecture.manifest.id, where);
  const event = events.find(({ planned }) => planned.event.id === measure.event) as EventResult;
  const { run } = event;
  const arch = plan.architecture.manifest.id;
  if (measure.kind === 'count') {
    if (run?.milestone('unblocked') === undefined) return notReached(text, 'unblocked', event, arch, where);
    return run.countBlocked(measure.operation);
  }
  if (measure.what === 'took') {
    const { beginsNs, doneNs, unpriced } = event;
    if (beginsNs === undefined || doneNs === undefined) return notReached(text, 'done', event, arch, where);
    return unpriced.length === 0 ? doneNs - beginsNs : noPrice(text, unpriced, arch, where);
  }
  const milestone = MILESTONES[measure.what];
  const ns = run?.sinceRequested(milestone);
  if (ns !== undefined) return ns;
  const missing = run?.milestone(milestone)?.unpriced;
  return missing === undefined
    ? notReached(text, milestone, event, arch, where)
    : noPrice(text, helpful(missing, run, plan.profiles), arch, where);
}

type Place = ReturnType<typeof keyOf>;

const notReached = (text: string, moment: string, { planned }: EventResult, arch: string, where: Place): Finding =>
  scenarioNotReached(text, `on ${arch}, ${planned.event.id} is never ${moment}`, where);

const noPrice = (text: string, operations: readonly string[], arch: string, where: Place): Finding =>
  scenarioUnpricedThreshold(text, operations, `no source prices ${operations.join(', ')} of ${arch}`, where);

/** The one first whose price gives the most others theirs. */
function helpful(
  operations: readonly string[],
  run: RunResult | undefined,
  profiles: readonly CostProfile[],
): readonly string[] {
  const bases = run === undefined ? [] : unpricedOperations(run, profiles).map(({ assume }) => assume);
  const timesNamed = (base: string) => bases.filter((other) => other === base).length;
  const [best] = [...new Set(bases)].sort((a, b) => timesNamed(b) - timesNamed(a) || (a < b ? -1 : 1));
  return best === undefined ? operations : [best, ...operations.filter((operation) => operation !== best)];
}
