import { type RunReport, runReportSchema } from '@cvm-teardown/core/report';
import { ndjson } from './ndjson.js';

/** The canonical report in two lines: what every report begins with, and the run. Lines of many reports can be put together. */
export function runNdjson(report: RunReport): string {
  const { run, ...head } = runReportSchema.parse(report);
  return ndjson([
    { record: 'head', ...head },
    { record: 'run', ...run },
  ]);
}
