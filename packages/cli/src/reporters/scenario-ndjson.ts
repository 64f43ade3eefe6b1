import { type ScenarioReport, scenarioReportSchema } from '@cvm-teardown/core/report';
import { ndjson } from './ndjson.js';

/** The canonical report in lines: what every report begins with, and the scenario on each architecture. */
export function scenarioNdjson(report: ScenarioReport): string {
  const { runs, ...head } = scenarioReportSchema.parse(report);
  return ndjson([{ record: 'head', ...head }, ...runs.map((run) => ({ record: 'run', ...run }))]);
}
