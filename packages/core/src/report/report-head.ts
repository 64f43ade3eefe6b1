import { z } from 'zod';

/** The version of the reports' form; it changes when a consumer of the old form would misread the new one. */
export const reportVersion = 1;

export type ReportKind = 'run' | 'comparison' | 'scenario';

/** Identifies the form of a report; `reportJsonSchema` gives the schema with this `$id`. */
export const reportSchemaId = <K extends ReportKind>(kind: K) =>
  `urn:cvm-teardown:schema:${kind}-report:${reportVersion}` as const;

const text = z.string().min(1);

export const toolSchema = z.strictObject({ name: text, version: text }).readonly();

/** An architecture plugin that took part, and what it says that it leaves out. */
export const reportPluginSchema = z
  .strictObject({
    id: text,
    title: text,
    version: text,
    not_modelled: z.array(z.string()).readonly(),
  })
  .readonly();

/** Where and how long the tool itself ran: the only part of a report that may differ between two runs of one command. */
const environmentSchema = z
  .strictObject({
    host: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
    tool_duration_ms: z.number().min(0),
  })
  .readonly();

/** What every report begins with. */
export const headShape = <K extends ReportKind>(kind: K) => ({
  $schema: z.literal(reportSchemaId(kind)),
  schemaVersion: z.literal(reportVersion),
  kind: z.literal(kind),
  tool: toolSchema,
  plugins: z.array(reportPluginSchema).readonly(),
  environment: environmentSchema.exactOptional(),
});

export type ReportTool = z.infer<typeof toolSchema>;
export type ReportPlugin = z.infer<typeof reportPluginSchema>;
export type ReportEnvironment = z.infer<typeof environmentSchema>;
