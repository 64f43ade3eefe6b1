import { type ValidationReport, validationReportSchema } from '@cvm-teardown/core/report';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const validationJson = (report: ValidationReport): string => json(validationReportSchema.parse(report));
