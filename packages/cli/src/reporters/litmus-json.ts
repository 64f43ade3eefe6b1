import { type LitmusReport, litmusReportSchema } from '@cvm-teardown/core/report';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const litmusJson = (report: LitmusReport): string => json(litmusReportSchema.parse(report));
