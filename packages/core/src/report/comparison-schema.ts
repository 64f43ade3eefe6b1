import { z } from 'zod';
import { headShape } from './report-head.js';
import { count, knownNanoseconds } from './report-time.js';
import { runEntrySchema } from './run-entry-schema.js';

const text = z.string().min(1);
const list = <T extends z.ZodType>(element: T) => z.array(element).readonly();

/** This row divided by the baseline; null where that has no answer (the baseline is 0, or a time is unknown). */
const ratio = z.number().min(0).nullable();

const operationRatioSchema = z
  .strictObject({ operation: text, unit: text, baseline_blocked: count, blocked: count, ratio })
  .readonly();

/** A row beside its baseline: operations on the blocked path that either of them performs, and blocked times. */
const againstBaselineSchema = z
  .strictObject({
    baseline: text,
    operations: list(operationRatioSchema),
    baseline_blocked_ns: knownNanoseconds,
    blocked_ns: knownNanoseconds,
    blocked_time_ratio: ratio,
  })
  .readonly();

const comparisonRowSchema = z
  .discriminatedUnion('comparable', [
    z
      .strictObject({
        comparable: z.literal(true),
        label: text,
        /** Id of its run. */
        run: text,
        /** Absent for the baseline itself. */
        against_baseline: againstBaselineSchema.exactOptional(),
      })
      .readonly(),
    z.strictObject({ comparable: z.literal(false), label: text, because: text }).readonly(),
  ])
  .readonly();

const groupVerdictSchema = z
  .strictObject({
    kind: z.enum(['difference', 'no difference', 'not comparable']),
    because: text.exactOptional(),
  })
  .readonly();

/** One question: the same guest and trigger under several policies. */
const comparisonGroupSchema = z
  .strictObject({
    id: text,
    title: text,
    arch: text,
    trigger: text,
    memory_bytes: count,
    confidential: z.boolean(),
    /** Label of the row that the others are compared with; null when no row could be run. */
    baseline: text.nullable(),
    verdict: groupVerdictSchema,
    /** The operation whose count on the blocked path differs most between the rows. */
    telling_operation: z.strictObject({ operation: text, unit: text }).readonly().nullable(),
    rows: list(comparisonRowSchema),
    warnings: list(text),
  })
  .readonly();

/** The canonical report of a comparison. */
export const comparisonReportSchema = z
  .strictObject({
    ...headShape('comparison'),
    /** It was given up before all rows were run. */
    incomplete: z.literal(true).exactOptional(),
    groups: list(comparisonGroupSchema),
    runs: list(z.strictObject({ id: text, entry: runEntrySchema }).readonly()),
  })
  .readonly();

export type AgainstBaseline = z.infer<typeof againstBaselineSchema>;
export type ComparisonRow = z.infer<typeof comparisonRowSchema>;
export type GroupVerdict = z.infer<typeof groupVerdictSchema>;
export type ComparisonGroup = z.infer<typeof comparisonGroupSchema>;
export type ComparisonReport = z.infer<typeof comparisonReportSchema>;
