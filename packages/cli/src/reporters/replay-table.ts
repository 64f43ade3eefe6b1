import type { ReplayReport } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { machineFacts, promiseOf } from './check-outline.js';
import { counted, facts } from './facts.js';
import { traceTable } from './trace-table.js';

/** A replay for people: whether it is still so, the steps as they are now, and where they differ from what was found. */
export function replayTable(report: ReplayReport, look: Look): string {
  const { violation, machine, found_by: by, defects_in_force: defects, trace, replay } = report;
  const known = [
    ...machineFacts(machine),
    ['defects', defects.map(({ id }) => id).join(', ') || 'none'],
    ['found by', `${by.name} ${by.version}`],
    ['difference', differenceOf(report)],
  ] as const;
  const parts = [
    `${headlineOf(report, look)}\n${facts(promiseOf(violation), look, 2)}`,
    facts(known, look),
    trace.length === 0 ? '' : `${wayOf(report)}:\n${traceTable(trace, look)}`,
    `to find it anew: ${replay}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function headlineOf({ reproduced, property, violation }: ReplayReport, { palette }: Look): string {
  if (reproduced) return `${palette('red', 'reproduced')}: ${property}`;
  if (violation === undefined) return `${palette('green', 'not reproduced')}: ${property}`;
  return `${palette('red', 'violated otherwise')}: ${violation.property} instead of ${property}`;
}

function differenceOf({ divergence, violation }: ReplayReport): string {
  if (divergence !== undefined) return `at step ${divergence.row}: ${divergence.what}`;
  return violation === undefined ? 'every step is as it was, and nothing is violated' : '';
}

const wayOf = ({ violation, trace }: ReplayReport): string =>
  `${violation === undefined ? 'as far as it goes' : 'the way there'}, ${counted(trace.length, 'step')}`;
