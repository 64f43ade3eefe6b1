import { z } from 'zod';
import type { Architecture } from '../machine/architecture.js';
import { type ValidatedCount, validateCounts } from '../validate/validate-counts.js';
import { type ValidatedTime, validateTimes } from '../validate/validate-times.js';
import type { LitmusReport } from './litmus-report.js';
import { type ReportTool, reportPluginSchema, reportVersion, toolSchema } from './report-head.js';
import { count, reportTimeSchema } from './report-time.js';
import { reportPlugin } from './run-report.js';

/** Identifies the form of the report. */
export const validationReportSchemaId = `urn:cvm-teardown:schema:validation-report:${reportVersion}`;

const text = z.string().min(1);

const timeSchema = z
  .strictObject({
    id: text,
    trigger: text,
    memory_bytes: count,
    policy: text,
    /** Absent: the policy's default. */
    release: text.exactOptional(),
    /** What it was measured on, as the source says. */
    machine: text,
    published: z
      .strictObject({
        seconds: z.number().nullable(),
        kind: z.enum(['value', 'about', 'at most', 'at least', 'unknown']),
      })
      .readonly(),
    modelled: reportTimeSchema,
    /** The prices it was run with; absent where the architecture has none. */
    profile: text.exactOptional(),
    /**
     * `fitted`: a price was fitted to this very time, so agreeing proves nothing. `error`: see there. `kept`, `missed`: a bound.
     * `unknown`: nothing to compare, see `because`.
     */
    verdict: z.enum(['fitted', 'error', 'kept', 'missed', 'unknown']),
    /** Modelled over published, less one. */
    error: z.number().exactOptional(),
    because: text.exactOptional(),
    source: text,
  })
  .readonly();

const missedCountSchema = z
  .strictObject({
    id: text,
    system: text,
    counts: z.array(z.strictObject({ name: text, measured: count, modelled: count }).readonly()).readonly(),
  })
  .readonly();

const countsSchema = z
  .strictObject({
    source: text,
    systems: z.array(text).readonly(),
    rows: count,
    exact: count,
    missed: z.array(missedCountSchema).readonly(),
    /** Rows that no run can be held against, by reason. */
    not_compared: z.array(z.strictObject({ because: text, rows: count }).readonly()).readonly(),
  })
  .readonly();

const litmusSchema = z
  .strictObject({
    files: count,
    ok: count,
    /** Files that did not end as they say, with what became of them. */
    others: z
      .array(z.strictObject({ file: text, outcome: z.enum(['failed', 'error', 'unknown']) }).readonly())
      .readonly(),
  })
  .readonly();

const architectureSchema = z
  .strictObject({
    arch: text,
    times: z.array(timeSchema).readonly(),
    /** Absent: nothing was measured that it could be held against. */
    counts: countsSchema.exactOptional(),
    /** Absent: not asked for, or there are none. */
    litmus: litmusSchema.exactOptional(),
  })
  .readonly();

/** How far the shipped models can be trusted. No clock: same plugins, same bytes. */
export const validationReportSchema = z
  .strictObject({
    $schema: z.literal(validationReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('validation'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    architectures: z.array(architectureSchema).readonly(),
    incomplete: z.literal(true).exactOptional(),
  })
  .readonly();

export type ValidationReport = z.infer<typeof validationReportSchema>;
export type ValidatedArchitecture = ValidationReport['architectures'][number];
type TimeRow = ValidatedArchitecture['times'][number];

/** The report card of one architecture, in pieces between which others may use the thread. */
export function* validatedArchitecture(
  architecture: Architecture,
  litmus?: LitmusReport,
): Generator<undefined, ValidatedArchitecture> {
  const times: TimeRow[] = [];
  for (const time of validateTimes(architecture)) {
    times.push(timeRow(time));
    yield;
  }
  const counts: ValidatedCount[] = [];
  for (const row of validateCounts(architecture)) {
    counts.push(row);
    yield;
  }
  return {
    arch: architecture.manifest.id,
    times,
    ...(counts.length > 0 && { counts: countsRow(counts) }),
    ...(litmus && { litmus: litmusRow(litmus) }),
  };
}

export const validationReport = (
  plugins: readonly Architecture[],
  architectures: readonly ValidatedArchitecture[],
  { tool, incomplete }: { readonly tool: ReportTool; readonly incomplete: boolean },
): ValidationReport => ({
  $schema: validationReportSchemaId,
  schemaVersion: reportVersion,
  kind: 'validation',
  tool,
  plugins: plugins.map(reportPlugin),
  architectures,
  ...(incomplete && { incomplete }),
});

function timeRow({ time, side, profile, modelled, verdict, error, because }: ValidatedTime): TimeRow {
  return {
    id: time.id,
    trigger: time.trigger,
    memory_bytes: time.memoryBytes,
    policy: side.policy,
    ...(side.release !== undefined && { release: side.release }),
    machine: time.machine,
    published: { seconds: side.seconds ?? null, kind: side.kind },
    modelled,
    ...(profile !== undefined && { profile }),
    verdict,
    ...(error !== undefined && { error }),
    ...(because !== undefined && { because }),
    source: time.source,
  };
}

function countsRow(rows: readonly ValidatedCount[]): NonNullable<ValidatedArchitecture['counts']> {
  const compared = rows.flatMap((row) => ('missed' in row ? [row] : []));
  const reasons = rows.flatMap((row) => ('because' in row ? [row.because] : []));
  return {
    source: [...new Set(rows.map(({ source }) => source))].join('; '),
    systems: [...new Set(rows.map(({ system }) => system))],
    rows: rows.length,
    exact: compared.filter(({ missed }) => missed.length === 0).length,
    missed: compared
      .filter(({ missed }) => missed.length > 0)
      .map(({ id, system, missed }) => ({ id, system, counts: missed })),
    not_compared: [...new Set(reasons)].map((because) => ({
      because,
      rows: reasons.filter((reason) => reason === because).length,
    })),
  };
}

function litmusRow({ files, totals }: LitmusReport): NonNullable<ValidatedArchitecture['litmus']> {
  return {
    files: totals.files,
    ok: totals.ok,
    others: files.flatMap(({ file, outcome }) => (outcome === 'ok' ? [] : [{ file, outcome }])),
  };
}
