import { checkReportSchema, randomCheckReportSchema } from '@cvm-teardown/core/report';
import type { AnyCheckReport } from './check-outline.js';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const checkJson = (report: AnyCheckReport): string =>
  json(report.kind === 'check' ? checkReportSchema.parse(report) : randomCheckReportSchema.parse(report));
