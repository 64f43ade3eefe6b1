import { z } from 'zod';
import type { ComparisonReport } from './comparison-schema.js';
import { comparisonReportSchema } from './comparison-schema.js';
import { type ReportKind, reportSchemaId } from './report-head.js';
import { type RunReport, runReportSchema } from './run-report.js';

const schemas = { run: runReportSchema, comparison: comparisonReportSchema } as const;

/**
 * The bytes of a report: two spaces, keys in the schema's order, a final newline. The same report gives the same bytes.
 *
 * @throws ZodError if the report does not have its declared form: a bug of ours
 */
export function reportJson(report: RunReport | ComparisonReport): string {
  return `${JSON.stringify(schemas[report.kind].parse(report), undefined, 2)}\n`;
}

/** The JSON Schema of a kind of report; its `$id` is what the report's `$schema` names. */
export function reportJsonSchema(kind: ReportKind): object {
  return { ...z.toJSONSchema(schemas[kind]), $id: reportSchemaId(kind) };
}
