import { reportJson, type ScenarioReport } from '@cvm-teardown/core/report';

/** The canonical report. */
export const scenarioJson = (report: ScenarioReport): string => reportJson(report);
