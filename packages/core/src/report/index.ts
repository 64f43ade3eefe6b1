/**
 * The canonical reports: schemas, types, and the functions that make them. Everything else that a user sees is a renderer of
 * their JSON.
 *
 * @module
 */

export { type CheckReport, checkReport, checkReportSchema, machineRequestOf } from './check-report.js';
export { type ComparedGroup, type ComparedRow, comparisonReport } from './comparison-report.js';
export {
  type AgainstBaseline,
  type ComparisonGroup,
  type ComparisonReport,
  type ComparisonRow,
  comparisonReportSchema,
  type GroupVerdict,
} from './comparison-schema.js';
export {
  type LitmusReport,
  type LitmusReportFile,
  litmusReport,
  litmusReportSchema,
} from './litmus-report.js';
export {
  type RandomCheckReport,
  randomCheckReport,
  randomCheckReportSchema,
} from './random-check-report.js';
export { type PhaseSpan, recordPhases } from './record-phases.js';
export { type ReplayReport, replayReport, replayReportSchema } from './replay-report.js';
export {
  type ReportEnvironment,
  type ReportKind,
  type ReportPlugin,
  type ReportTool,
  reportSchemaId,
  reportVersion,
} from './report-head.js';
export { type AnyReport, type AnyReportKind, reportJson, reportJsonSchema, reportKinds } from './report-json.js';
export type { ReportTime, TimeBasis } from './report-time.js';
export { type RunSubject, runEntry } from './run-entry.js';
export type {
  OperationCount,
  PhaseEntry,
  PublishedFigure,
  ReportedPrice,
  RunEntry,
  RunMetrics,
  Sensitivity,
  SideEffects,
  UnpricedOperation,
} from './run-entry-schema.js';
export type { RunInputs } from './run-inputs.js';
export { type ReportMaker, type RunReport, runReport, runReportSchema } from './run-report.js';
export { type ScenarioOutcome, scenarioReport } from './scenario-report.js';
export {
  type ScenarioReport,
  type ScenarioReportEvent,
  type ScenarioRun,
  scenarioReportSchema,
} from './scenario-schema.js';
export {
  type ValidatedArchitecture,
  type ValidationReport,
  validatedArchitecture,
  validationReport,
  validationReportSchema,
} from './validation-report.js';
