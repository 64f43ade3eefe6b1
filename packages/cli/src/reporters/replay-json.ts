import { type ReplayReport, replayReportSchema } from '@cvm-teardown/core/report';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const replayJson = (report: ReplayReport): string => json(replayReportSchema.parse(report));
