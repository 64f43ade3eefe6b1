import { z } from 'zod';
import { calibrationReportSchema } from '../calibrate/calibration-report.js';
import { checkReportSchema } from './check-report.js';
import { comparisonReportSchema } from './comparison-schema.js';
import { litmusReportSchema } from './litmus-report.js';
import { randomCheckReportSchema } from './random-check-report.js';
import { replayReportSchema } from './replay-report.js';
import { reportVersion } from './report-head.js';
import { runReportSchema } from './run-report.js';
import { scenarioReportSchema } from './scenario-schema.js';
import { validationReportSchema } from './validation-report.js';

/** The forms of all reports, by `kind`. */
const schemas = {
  run: runReportSchema,
  comparison: comparisonReportSchema,
  scenario: scenarioReportSchema,
  check: checkReportSchema,
  'random-check': randomCheckReportSchema,
  litmus: litmusReportSchema,
  replay: replayReportSchema,
  validation: validationReportSchema,
  calibration: calibrationReportSchema,
} as const;

export type AnyReportKind = keyof typeof schemas;
export type AnyReport = z.infer<(typeof schemas)[AnyReportKind]>;

export const reportKinds = Object.keys(schemas) as readonly AnyReportKind[];

/**
 * The bytes of a report: two spaces, keys in the schema's order, a final newline. The same report gives the same bytes.
 *
 * @throws ZodError if the report does not have its declared form: a bug of ours
 */
export function reportJson(report: AnyReport): string {
  return `${JSON.stringify(schemas[report.kind].parse(report), undefined, 2)}\n`;
}

/** The JSON Schema of a kind of report; its `$id` is what the report's `$schema` names. */
export function reportJsonSchema(kind: AnyReportKind): object {
  return {
    $id: `urn:cvm-teardown:schema:${kind}-report:${reportVersion}`,
    title: `cvm-teardown ${kind} report`,
    ...z.toJSONSchema(schemas[kind]),
  };
}
