import { type ComparisonReport, reportJson } from '@cvm-teardown/core/report';

/** The canonical report. */
export const comparisonJson = (report: ComparisonReport): string => reportJson(report);
