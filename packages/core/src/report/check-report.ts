import { z } from 'zod';
import type { Architecture } from '../machine/architecture.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { AUTHORITIES, TRIGGERS } from '../plugin/axes.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { CheckResult } from '../run/check.js';
import { type ReportTool, reportPluginSchema, reportVersion, toolSchema } from './report-head.js';
import { reportPlugin } from './run-report.js';

/** Identifies the form of the report. */
export const checkReportSchemaId = `urn:cvm-teardown:schema:check-report:${reportVersion}`;

const text = z.string().min(1);
const count = z.int().min(0);
const value = z.union([z.number(), z.string(), z.boolean()]);

/** The machine that was checked, every axis with its value. */
export const machineSchema = z
  .strictObject({
    arch: text,
    trigger: z.enum(TRIGGERS),
    policy: text,
    release: text,
    authority: z.enum(AUTHORITIES),
    features: z.record(text, z.boolean()).readonly(),
    options: z.record(text, z.union([z.string(), z.number()])).readonly(),
    /** Those that the release has and those that were asked for; `defects_in_force` says what they are. */
    defects: z.array(text).readonly(),
    /** Protocol constants that differ from the real ones. */
    scale: z.record(text, z.number()).readonly(),
    page_bytes: count,
    page_count: count,
    vcpus: count,
    /** Part of the memory that is present, 0..1. */
    resident: z.number().min(0).max(1),
    host_cpus: count,
  })
  .readonly();

export const defectSchema = z
  .strictObject({ id: text, kind: z.enum(['historical', 'present', 'mutant']), summary: text, source: text })
  .readonly();

export const stepSchema = z
  .strictObject({
    actor: text,
    step: text,
    args: z.array(value).readonly(),
    /** Which possibility the environment chose, from 0; absent where there was none to choose, or the first. */
    choice: count.exactOptional(),
    fault: text.exactOptional(),
    /** What the task was told. */
    seen: text.exactOptional(),
    /** Fields of the state that the step changed. */
    changes: z.array(z.strictObject({ field: text, from: value, to: value }).readonly()).readonly(),
    /** Where it is written that it is done so. */
    source: text.exactOptional(),
  })
  .readonly();

export const violationSchema = z
  .strictObject({
    property: text,
    kind: z.enum(['always', 'eventually', 'sometimes', 'deadlock']),
    summary: text,
    source: text,
    detail: text.exactOptional(),
    /** From the initial state; the shortest that there is. Empty for a `sometimes` that is never reached. */
    trace: z.array(stepSchema).readonly(),
  })
  .readonly();

/** `alike`: classes of pages whose names make no difference; `why`: what stood against it. */
export const symmetrySchema = z.union([
  z.strictObject({ used: z.literal(true), alike: z.array(z.array(count).readonly()).readonly() }).readonly(),
  z.strictObject({ used: z.literal(false), why: text }).readonly(),
]);

/** A check: a verdict about a small machine, and the shortest counterexample. No clock: same inputs, same bytes. */
export const checkReportSchema = z
  .strictObject({
    $schema: z.literal(checkReportSchemaId),
    schemaVersion: z.literal(reportVersion),
    kind: z.literal('check'),
    tool: toolSchema,
    plugins: z.array(reportPluginSchema).readonly(),
    /** The check was given up before its end. */
    incomplete: z.literal(true).exactOptional(),
    machine: machineSchema,
    /** Sorted by id. */
    defects_in_force: z.array(defectSchema).readonly(),
    /** How many faults may strike in one execution. */
    faults: count,
    verdict: z.enum(['valid', 'violated', 'unknown']),
    /** Why the verdict is unknown. */
    limit: text.exactOptional(),
    /** Distinct states found, the initial one included. */
    states: count,
    transitions: count,
    /** Moves from the initial state to the farthest state. */
    depth: count,
    /** Whether states that differ only in what their pages are called were counted once; absent where nobody asked for it. */
    symmetry: symmetrySchema.exactOptional(),
    sometimes: z.array(z.strictObject({ id: text, summary: text, reached: z.boolean() }).readonly()).readonly(),
    violation: violationSchema.exactOptional(),
    /** The command that gives the same verdict again. */
    replay: text,
  })
  .readonly();

export type CheckReport = z.infer<typeof checkReportSchema>;

export interface CheckReportContext {
  readonly tool: ReportTool;
  readonly architecture: Architecture;
  readonly replay: string;
}

/** The canonical report of a check; the order of its keys is the order of the schema. */
export function checkReport(result: CheckResult, { tool, architecture, replay }: CheckReportContext): CheckReport {
  const { machine, violation, limit } = result;
  const { properties } = architecture;
  return {
    $schema: checkReportSchemaId,
    schemaVersion: reportVersion,
    kind: 'check',
    tool,
    plugins: [reportPlugin(architecture)],
    ...(result.cancelled && { incomplete: true as const }),
    machine: checkedMachine(machine),
    defects_in_force: defectsInForce(architecture, machine),
    faults: result.faults,
    verdict: result.verdict,
    ...(limit !== undefined && { limit }),
    states: result.states,
    transitions: result.transitions,
    depth: result.depth,
    ...(result.symmetry !== undefined && { symmetry: result.symmetry }),
    sometimes: result.sometimes.map(({ id, reached }) => ({
      id,
      summary: properties.find((property) => property.id === id)?.summary ?? id,
      reached,
    })),
    ...(violation !== undefined && { violation }),
    replay,
  };
}

export const defectsInForce = ({ defects }: Architecture, machine: MachineConfig): CheckReport['defects_in_force'] =>
  machine.defects.flatMap((name) =>
    defects
      .filter((defect) => defect.id === name)
      .map(({ id, kind, summary, source }) => ({ id, kind, summary, source })),
  );

export function checkedMachine(machine: MachineConfig): CheckReport['machine'] {
  const { arch, trigger, policy, release, authority, defects, pageBytes, pages, guest, host } = machine;
  return {
    arch,
    trigger,
    policy,
    release,
    authority,
    features: sorted(machine.features),
    options: sorted(machine.options),
    defects,
    scale: sorted(machine.scale),
    page_bytes: pageBytes,
    page_count: pages,
    vcpus: guest.vcpus,
    resident: guest.resident,
    host_cpus: host.cpus,
  };
}

export const sorted = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What asks for the same machine again: constants that are not scaled have their real values, whatever a check would give them. */
export function machineRequestOf(machine: CheckReport['machine'], { constants }: Architecture): MachineRequest {
  const { trigger, policy, release, authority, features, options, defects, scale } = machine;
  const real = Object.fromEntries(constants.map(({ name, value: of }) => [name, of]));
  return {
    trigger,
    policy,
    release,
    authority,
    features,
    options,
    defects,
    scale: { ...real, ...scale },
    pages: machine.page_count,
    vcpus: machine.vcpus,
    resident: machine.resident,
    cpus: machine.host_cpus,
  };
}
