import { z } from 'zod';
import type { ReplayResult } from '../run/replay.js';
import {
  type CheckReportContext,
  checkedMachine,
  defectSchema,
  defectsInForce,
  machineSchema,
  stepSchema,
  violationSchema,
} from './check-report.js';
import { reportPluginSchema, reportVersion, toolSchema } from './report-head.js';
import { reportPlugin } from './run-report.js';

/** Identifies the form of the report. */
export const replayReportSchemaId = `urn:cvm-teardown:schema:replay-report:${reportVersion}`;

const text = z.string().min(1);

/** A counterexample that was done again. No clock: same inputs, same bytes. */
export const replayReportSchema = z
  .strictObject({
    $schema: z.literal(replayReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('replay'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    /** Id of the property that the counterexample broke, and the version of the tool that found it. */
    property: text,
    found_by: toolSchema,
    machine: machineSchema,
    /** Sorted by id. */
    defects_in_force: z.array(defectSchema).readonly(),
    /** Whether the same moves break the same property. */
    reproduced: z.boolean(),
    /** Where the machine first does something else than it did then; rows count from 1. */
    divergence: z
      .strictObject({ row: z.int().min(1), what: text })
      .readonly()
      .exactOptional(),
    /** What is broken now. */
    violation: violationSchema.unwrap().omit({ trace: true }).readonly().exactOptional(),
    /** The rows as they are now, as far as the counterexample could be followed. */
    trace: z.array(stepSchema).readonly(),
    /** The command that makes the counterexample anew. */
    replay: text,
  })
  .readonly();

export type ReplayReport = z.infer<typeof replayReportSchema>;

export interface ReplayReportContext extends CheckReportContext {
  readonly property: string;
  readonly foundBy: CheckReportContext['tool'];
}

/** The canonical report of a replay; the order of its keys is the order of the schema. */
export function replayReport(
  { machine, reproduced, divergence, violation, trace }: ReplayResult,
  { tool, architecture, replay, property, foundBy }: ReplayReportContext,
): ReplayReport {
  return {
    $schema: replayReportSchemaId,
    schemaVersion: reportVersion,
    kind: 'replay',
    tool,
    plugins: [reportPlugin(architecture)],
    property,
    found_by: foundBy,
    machine: checkedMachine(machine),
    defects_in_force: defectsInForce(architecture, machine),
    reproduced,
    ...(divergence && { divergence }),
    ...(violation && { violation: withoutTrace(violation) }),
    trace,
    replay,
  };
}

function withoutTrace({ trace, ...violation }: NonNullable<ReplayResult['violation']>) {
  return violation;
}
