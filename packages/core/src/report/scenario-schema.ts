import { z } from 'zod';
import { headShape } from './report-head.js';
import { count, knownNanoseconds } from './report-time.js';
import { bytesOverTimeSchema, heldBytesSchema, runEntrySchema } from './run-entry-schema.js';

const text = z.string().min(1);
const list = <T extends z.ZodType>(element: T) => z.array(element).readonly();

/** Times at which the host, out of memory, waited for a teardown before it would have killed. */
const stallsSchema = z.strictObject({ count, longest_ns: knownNanoseconds, total_ns: knownNanoseconds }).readonly();

const eventSchema = z
  .strictObject({
    id: text,
    do: text,
    guest: text.nullable(),
    /** Since the start of the scenario; null: not, or nobody knows when, because something before has no price. */
    begins_ns: knownNanoseconds,
    done_ns: knownNanoseconds,
    end: z.enum(['done', 'goes on', 'killed', 'starved', 'never begun']),
    /** Absent where it never had to wait so. */
    oom_stalls: stallsSchema.exactOptional(),
    /** Of events that are no teardown: what was done, by operation; ns is null where it has no price. */
    operations: list(
      z.strictObject({ operation: text, units: count, ns: knownNanoseconds }).readonly(),
    ).exactOptional(),
    /** Of teardowns: their part of the run. Times in it count from the start of the scenario, or from the request. */
    run: runEntrySchema.exactOptional(),
  })
  .readonly();

const thresholdSchema = z
  .strictObject({ measure: text, expected: text, unit: z.enum(['ns', 'count']), actual: z.number(), met: z.boolean() })
  .readonly();

const madeSchema = z.strictObject({ guest: text, page_bytes: count, says: list(text) }).readonly();

const ranSchema = z
  .strictObject({
    arch: text,
    comparable: z.literal(true),
    incomplete: z.literal(true).exactOptional(),
    confidential: z.boolean(),
    /** What the plugin made of each guest's memory and of the wishes about it. */
    made: list(madeSchema),
    events: list(eventSchema),
    /**
     * `held_bytes`: of all guests that die, neither free nor usable; absent where one teardown follows on another. `overhead_bytes`:
     * what all teardowns take for themselves.
     */
    host: z
      .strictObject({
        ends_ns: knownNanoseconds,
        oom_kills: count,
        oom_stalls: stallsSchema,
        held_bytes: heldBytesSchema.exactOptional(),
        overhead_bytes: bytesOverTimeSchema.exactOptional(),
      })
      .readonly(),
    thresholds: list(thresholdSchema),
    /** Operations without a price: what depends on their times is null. */
    unpriced: list(text),
    properties: text,
    warnings: list(text),
  })
  .readonly();

const refusedSchema = z.strictObject({ arch: text, comparable: z.literal(false), because: text }).readonly();

/** The canonical report of a scenario on one architecture or several. */
export const scenarioReportSchema = z
  .strictObject({
    ...headShape('scenario'),
    incomplete: z.literal(true).exactOptional(),
    name: text,
    about: text.exactOptional(),
    file: text.exactOptional(),
    /** Of the resolved inputs, in hexadecimal digits: the same digest, the same report. */
    inputs_digest: text,
    /** The scenario in the form of its files, every default written out. */
    inputs: z.record(z.string(), z.unknown()).readonly(),
    runs: list(z.discriminatedUnion('comparable', [ranSchema, refusedSchema])),
    /** `none`: nothing was expected. */
    verdict: z.enum(['met', 'missed', 'none']),
  })
  .readonly();

export type ScenarioReport = z.infer<typeof scenarioReportSchema>;
export type ScenarioRun = z.infer<typeof ranSchema>;
export type ScenarioReportEvent = z.infer<typeof eventSchema>;
