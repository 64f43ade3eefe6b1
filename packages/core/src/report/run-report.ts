import { z } from 'zod';
import type { Architecture } from '../machine/architecture.js';
import {
  headShape,
  type ReportEnvironment,
  type ReportPlugin,
  type ReportTool,
  reportSchemaId,
  reportVersion,
} from './report-head.js';
import { type RunEntry, runEntrySchema } from './run-entry-schema.js';

/** The canonical report of one run. */
export const runReportSchema = z.strictObject({ ...headShape('run'), run: runEntrySchema }).readonly();

export type RunReport = z.infer<typeof runReportSchema>;

/** Who makes a report; `environment` is left out unless the user wants it. */
export interface ReportMaker {
  readonly tool: ReportTool;
  readonly environment?: ReportEnvironment | undefined;
}

/** Makes the report of a run that `runEntry` described. */
export function runReport(architecture: Architecture, run: RunEntry, { tool, environment }: ReportMaker): RunReport {
  return {
    $schema: reportSchemaId('run'),
    schemaVersion: reportVersion,
    kind: 'run',
    tool,
    plugins: [reportPlugin(architecture)],
    ...(environment && { environment }),
    run,
  };
}

export const reportPlugin = ({ manifest: { id, title, version }, notModelled }: Architecture): ReportPlugin => ({
  id,
  title,
  version,
  not_modelled: notModelled,
});
