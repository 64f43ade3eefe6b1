import type { ComparisonReport, RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import type { Fact } from './check-outline.js';
import { comparisonGroup } from './comparison-group.js';
import { facts } from './facts.js';
import { basisMeanings } from './run-figures.js';

/** A comparison for people: a block for each group, then what the words in it mean and where prices come from. */
export function comparisonTable(report: ComparisonReport, look: Look): string {
  const groups = report.groups.map((group) => comparisonGroup(group, runsOf(report), look));
  return [...groups, facts(legendFacts(report), look)].filter((part) => part !== '').join('\n');
}

/** The runs of a report, by id. */
export function runsOf(report: ComparisonReport): (id: string) => RunEntry {
  const runs = new Map(report.runs.map(({ id, entry }) => [id, entry]));
  return (id) => {
    const run = runs.get(id);
    if (run === undefined) throw new RangeError(`the report has no run "${id}"`);
    return run;
  };
}

/** What the words in a comparison mean, and where its prices come from. Those without text say nothing. */
export function legendFacts(report: ComparisonReport): readonly Fact[] {
  const runs = report.runs.map(({ entry }) => entry);
  if (runs.length === 0) return [];
  const bases = new Set(runs.flatMap(({ metrics }) => Object.values(metrics).map(({ basis }) => basis)));
  const deferred = runs.some(({ operations }) => operations.some(({ deferred }) => deferred > 0));
  return [
    ['blocked', 'from the request until the one who waits can go on'],
    ['later', deferred ? 'afterwards, or done by others meanwhile' : ''],
    ['held', saysHeld(runs) ? 'neither free nor usable by anybody when the one who waits can go on' : ''],
    ['overhead', saysOverhead(runs) ? 'what the teardown itself has taken by then' : ''],
    ['counts', 'counted by stepping the protocol through every page; exact for what is modelled'],
    ...(['fitted', 'predicted', 'assumed', 'unknown'] as const).map(
      (basis) => [basis, bases.has(basis) ? basisMeanings[basis] : ''] as const,
    ),
    ['prices', pricesFrom(runs)],
    ['not modelled', 'much: see cvm-teardown about'],
  ];
}

const thenOf = ({ side_effects: { held_when_unblocked: then } }: RunEntry) => then;
const saysHeld = (runs: readonly RunEntry[]): boolean =>
  runs.map(thenOf).some((then) => (then?.swappable_bytes ?? 0) + (then?.unswappable_bytes ?? 0) > 0);
const saysOverhead = (runs: readonly RunEntry[]): boolean =>
  runs.map(thenOf).some((then) => (then?.overhead_bytes ?? 0) > 0);

function pricesFrom(runs: readonly RunEntry[]): string {
  const named = [...new Set(runs.flatMap(({ inputs }) => inputs.profiles.map((id) => `${inputs.arch} ${id}`)))];
  const assumed = [...new Set(runs.flatMap(({ inputs }) => inputs.assumptions))];
  const where = 'each with its source: cvm-teardown plugins info <arch>';
  const given = assumed.length === 0 ? '' : `; yours: ${assumed.join(', ')}`;
  return named.length === 0 ? `none${given}` : `${named.join(', ')}; ${where}${given}`;
}
