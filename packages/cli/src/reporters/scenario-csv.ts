import type { ScenarioReport, ScenarioReportEvent, ScenarioRun } from '@cvm-teardown/core/report';
import { bytesOverTime, type Figure, figuresOf, INCOMPLETE } from './figures.js';
import { type CsvLine, csv, lineOf } from './figures-csv.js';

/** A scenario for spreadsheets and scripts: every number of every event, one per line. `group` is the scenario, `row` the event. */
export function scenarioCsv({ name: group, runs, incomplete }: ScenarioReport): string {
  const lines = runs.flatMap((run): CsvLine[] =>
    run.comparable ? ofRun(run) : [{ arch: run.arch, measure: 'not_comparable', note: run.because }],
  );
  return csv([...lines.map((line) => ({ group, ...line })), ...(incomplete ? [{ group, ...INCOMPLETE }] : [])]);
}

function ofRun({ arch, events, host, thresholds, warnings }: ScenarioRun): CsvLine[] {
  return [
    ...events.flatMap((event) => ofEvent(event).map((line) => ({ arch, trigger: event.do, ...line, row: event.id }))),
    { arch, measure: 'ends_ns', unit: 'ns', value: host.ends_ns ?? '' },
    { arch, measure: 'oom_kills', unit: 'process', value: host.oom_kills },
    { arch, measure: 'oom_stalls', unit: 'stall', value: host.oom_stalls.count },
    { arch, measure: 'oom_longest_stall_ns', unit: 'ns', value: host.oom_stalls.longest_ns ?? '' },
    { arch, measure: 'oom_stalled_ns', unit: 'ns', value: host.oom_stalls.total_ns ?? '' },
    ...bytesOf(host).map((figure) => ({ arch, ...figure })),
    ...thresholds.map(({ measure, expected, unit, actual, met }) => ({
      arch,
      measure: 'threshold',
      name: measure,
      unit,
      value: actual,
      basis: met ? 'met' : 'missed',
      note: expected,
    })),
    ...warnings.map((note) => ({ arch, measure: 'warning', note })),
  ];
}

/** Of the whole host. */
const bytesOf = ({ held_bytes: held, overhead_bytes: overhead }: ScenarioRun['host']): readonly Figure[] => [
  ...Object.entries(held ?? {}).flatMap(([name, bytes]) => bytesOverTime('held', name, bytes)),
  ...(overhead === undefined ? [] : bytesOverTime('overhead', '', overhead)),
];

function ofEvent({ begins_ns, done_ns, end, run, operations = [] }: ScenarioReportEvent): CsvLine[] {
  const moments: Figure[] = [
    { measure: 'event_begins_ns', name: '', unit: 'ns', value: begins_ns ?? '' },
    { measure: 'event_done_ns', name: '', unit: 'ns', value: done_ns ?? '', note: end },
  ];
  if (run !== undefined) return [...moments, ...figuresOf(run)].map((figure) => lineOf(run, figure));
  return [
    ...moments,
    ...operations.map(({ operation, units }) => ({
      measure: 'operation_deferred',
      name: operation,
      unit: '',
      value: units,
    })),
  ];
}
