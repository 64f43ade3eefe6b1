import { z } from 'zod';
import type { RandomCheckResult } from '../run/random-check.js';
import {
  type CheckReportContext,
  checkedMachine,
  defectSchema,
  defectsInForce,
  machineSchema,
  violationSchema,
} from './check-report.js';
import { reportPluginSchema, reportVersion, toolSchema } from './report-head.js';
import { reportPlugin } from './run-report.js';

/** Identifies the form of the report. */
export const randomCheckReportSchemaId = `urn:cvm-teardown:schema:random-check-report:${reportVersion}`;

const text = z.string().min(1);
const count = z.int().min(0);
const seed = z.int().min(0).max(0xffff_ffff);

/** A check at random: what was tried, and what it came to. No clock: same inputs and seed, same bytes. */
export const randomCheckReportSchema = z
  .strictObject({
    $schema: z.literal(randomCheckReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('random-check'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    /** The check was given up before its end. */
    incomplete: z.literal(true).exactOptional(),
    /** The seed of the first run; each further run has the next number. */
    seed,
    machine: machineSchema,
    /** Sorted by id. */
    defects_in_force: z.array(defectSchema).readonly(),
    /** How many faults may strike in one run; which ones can is drawn. */
    faults: count,
    /** It is never valid: what was not found may be there. */
    verdict: z.enum(['violated', 'no-violation-found']),
    runs_asked: count,
    /** Runs and moves that were made. */
    runs: count,
    moves: count,
    /** Moves of one run while faults may strike. */
    moves_per_run: count,
    /** Moves without faults and with turns for all, within which everything promised must happen. */
    settle_moves: count,
    /** In how many runs each was reached. */
    sometimes: z.array(z.strictObject({ id: text, summary: text, runs: count }).readonly()).readonly(),
    violation: z
      .strictObject({
        ...violationSchema.unwrap().shape,
        /** With this seed the first run finds it. */
        seed,
        /** Moves that the run had made; the trace is what is left of them. */
        found_after: count,
      })
      .readonly()
      .exactOptional(),
    /** The command that gives the same again: of a violation, with the run that found it as the only one. */
    replay: text,
  })
  .readonly();

export type RandomCheckReport = z.infer<typeof randomCheckReportSchema>;

/** The canonical report of a check at random; the order of its keys is the order of the schema. */
export function randomCheckReport(
  result: RandomCheckResult,
  { tool, architecture, replay }: CheckReportContext,
): RandomCheckReport {
  const { machine, violation } = result;
  return {
    $schema: randomCheckReportSchemaId,
    schemaVersion: reportVersion,
    kind: 'random-check',
    tool,
    plugins: [reportPlugin(architecture)],
    ...(result.cancelled && { incomplete: true as const }),
    seed: result.seed,
    machine: checkedMachine(machine),
    defects_in_force: defectsInForce(architecture, machine),
    faults: result.faults,
    verdict: result.verdict,
    runs_asked: result.runsAsked,
    runs: result.runs,
    moves: result.moves,
    moves_per_run: result.movesPerRun,
    settle_moves: result.settleMoves,
    sometimes: result.sometimes.map(({ id, runs }) => ({
      id,
      summary: architecture.properties.find((property) => property.id === id)?.summary ?? id,
      runs,
    })),
    ...(violation && { violation: withFoundAfter(violation) }),
    replay,
  };
}

function withFoundAfter({ foundAfter, ...violation }: NonNullable<RandomCheckResult['violation']>) {
  return { ...violation, found_after: foundAfter };
}
