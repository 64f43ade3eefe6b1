import { z } from 'zod';
import { type CostProfile, costProfileSchema } from '../cost/cost-profile.js';
import type { Architecture } from '../machine/architecture.js';
import { type ReportTool, reportPluginSchema, reportVersion, toolSchema } from '../report/report-head.js';
import { reportPlugin } from '../report/run-report.js';
import type { Calibration } from './calibrate.js';

/** Identifies the form of the report. */
export const calibrationReportSchemaId = `urn:cvm-teardown:schema:calibration-report:${reportVersion}`;

const text = z.string().min(1);

/** Prices that were fitted to measured times, how far they are off, and the profile that they make. */
export const calibrationReportSchema = z
  .strictObject({
    $schema: z.literal(calibrationReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('calibration'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    arch: text,
    /** The file with the times, and the digest of its bytes. */
    data: z.strictObject({ file: text, sha256: text }).readonly(),
    prices: z.array(z.strictObject({ operation: text, unit: text, ns: z.number().min(0) }).readonly()).readonly(),
    rows: z
      .array(
        z
          .strictObject({
            id: text,
            measured_ns: z.int(),
            modelled_ns: z.int(),
            /** Modelled over measured, less one. */
            error: z.number(),
            /** The same of a fit to all other rows: a prediction. Absent where they do not suffice. */
            left_out_error: z.number().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    /** As many prices as rows. */
    exact: z.boolean(),
    /** Times are sums of counts times prices. */
    linear: z.boolean(),
    profile: costProfileSchema,
  })
  .readonly();

export type CalibrationReport = z.infer<typeof calibrationReportSchema>;

export interface CalibrationSubject {
  readonly architecture: Architecture;
  readonly calibration: Calibration;
  readonly profile: CostProfile;
  readonly data: { readonly file: string; readonly sha256: string };
  readonly tool: ReportTool;
}

export const calibrationReport = ({
  architecture,
  calibration: { prices, rows, exact, linear },
  profile,
  data,
  tool,
}: CalibrationSubject): CalibrationReport => ({
  $schema: calibrationReportSchemaId,
  schemaVersion: reportVersion,
  kind: 'calibration',
  tool,
  plugins: [reportPlugin(architecture)],
  arch: architecture.manifest.id,
  data,
  prices,
  rows: rows.map(({ id, measuredNs, modelledNs, error, leftOutError }) => ({
    id,
    measured_ns: measuredNs,
    modelled_ns: modelledNs,
    error,
    ...(leftOutError !== undefined && { left_out_error: leftOutError }),
  })),
  exact,
  linear,
  profile,
});
