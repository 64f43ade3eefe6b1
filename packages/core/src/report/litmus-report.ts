import { z } from 'zod';
import type { LitmusFileResult } from '../litmus/check-litmus.js';
import type { Architecture } from '../machine/architecture.js';
import { sorted, stepSchema } from './check-report.js';
import { type ReportTool, reportPluginSchema, reportVersion, toolSchema } from './report-head.js';
import { reportPlugin } from './run-report.js';

/** Identifies the form of the report. */
export const litmusReportSchemaId = `urn:cvm-teardown:schema:litmus-report:${reportVersion}`;

const text = z.string().min(1);
const count = z.int().min(0);

const whereSchema = z
  .strictObject({
    file: text.exactOptional(),
    /** Lines and columns count from 1. */
    line: count.exactOptional(),
    column: count.exactOptional(),
    path: z.string().exactOptional(),
  })
  .readonly();

const failureSchema = z.strictObject({ where: whereSchema, expected: text, happened: text }).readonly();

const findingSchema = z
  .strictObject({ code: text, message: text, where: whereSchema.exactOptional(), hint: text.exactOptional() })
  .readonly();

const violationSchema = z
  .strictObject({
    /** A property's id, or the place of an expectation in the file. */
    property: text,
    summary: text,
    source: text,
    detail: text.exactOptional(),
    /** From the state that is given; the shortest that there is. */
    trace: z.array(stepSchema).readonly(),
  })
  .readonly();

const fileSchema = z
  .strictObject({
    file: text,
    /** Absent where the file could not be read. */
    name: text.exactOptional(),
    arch: text.exactOptional(),
    source: text.exactOptional(),
    /** Protocol constants that differ from the real ones. */
    scale: z.record(text, z.number()).readonly().exactOptional(),
    outcome: z.enum(['ok', 'failed', 'error', 'unknown']),
    /** Expectations that were not met. */
    failures: z.array(failureSchema).readonly(),
    /** What is wrong with the file. */
    findings: z.array(findingSchema).readonly(),
    /** Whether it was expected or not. */
    violation: violationSchema.exactOptional(),
    /** Distinct states found, the initial one included. */
    states: count,
    transitions: count,
    /** Why the outcome is unknown. */
    limit: text.exactOptional(),
  })
  .readonly();

/** Litmus files and what came of them, in the order in which they were given. No clock: same inputs, same bytes. */
export const litmusReportSchema = z
  .strictObject({
    $schema: z.literal(litmusReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('litmus'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    files: z.array(fileSchema).readonly(),
    totals: z.strictObject({ files: count, ok: count, failed: count, error: count, unknown: count }).readonly(),
    /** It was given up: files are missing. */
    incomplete: z.literal(true).exactOptional(),
  })
  .readonly();

export type LitmusReport = z.infer<typeof litmusReportSchema>;
export type LitmusReportFile = LitmusReport['files'][number];

export interface LitmusReportContext {
  readonly tool: ReportTool;
  readonly architectures: readonly Architecture[];
  readonly incomplete: boolean;
}

/** The canonical report of a check of litmus files; the order of its keys is the order of the schema. */
export function litmusReport(
  results: readonly LitmusFileResult[],
  { tool, architectures, incomplete }: LitmusReportContext,
): LitmusReport {
  const used = new Set(results.map(({ arch }) => arch));
  const outcomes = (outcome: LitmusReportFile['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    $schema: litmusReportSchemaId,
    schemaVersion: reportVersion,
    kind: 'litmus',
    tool,
    plugins: architectures.filter(({ manifest }) => used.has(manifest.id)).map(reportPlugin),
    files: results.map(
      ({ file, name, arch, source, scale, outcome, failures, findings, violation, states, transitions, limit }) => ({
        file,
        ...(name !== undefined && { name }),
        ...(arch !== undefined && { arch }),
        ...(source !== undefined && { source }),
        ...(scale !== undefined && { scale: sorted(scale) }),
        outcome,
        failures,
        findings,
        ...(violation !== undefined && { violation }),
        states,
        transitions,
        ...(limit !== undefined && { limit }),
      }),
    ),
    totals: {
      files: results.length,
      ok: outcomes('ok'),
      failed: outcomes('failed'),
      error: outcomes('error'),
      unknown: outcomes('unknown'),
    },
    ...(incomplete && { incomplete }),
  };
}
