import { type ComparisonReport, comparisonReportSchema } from '@cvm-teardown/core/report';
import { ndjson } from './ndjson.js';

/** The canonical report in lines: what every report begins with, each run with its id, each group with its rows. */
export function comparisonNdjson(report: ComparisonReport): string {
  const { groups, runs, ...head } = comparisonReportSchema.parse(report);
  return ndjson([
    { record: 'head', ...head },
    ...runs.map(({ id, entry }) => ({ record: 'run', id, ...entry })),
    ...groups.map((group) => ({ record: 'group', ...group })),
  ]);
}
