import { type CheckReport, checkReportSchema } from '@cvm-teardown/core/report';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const checkJson = (report: CheckReport): string => json(checkReportSchema.parse(report));
