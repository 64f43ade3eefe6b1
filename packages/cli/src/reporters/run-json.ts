import { type RunReport, reportJson } from '@cvm-teardown/core/report';

/** The canonical report. */
export const runJson = (report: RunReport): string => reportJson(report);
