import { z } from 'zod';
import { confidences, count, knownNanoseconds, nanoseconds, reportTimeSchema } from './report-time.js';
import { runInputsSchema } from './run-inputs.js';

const text = z.string().min(1);
const list = <T extends z.ZodType>(element: T) => z.array(element).readonly();
/** As text: it may be too large for a number. */
const integral = z.string().regex(/^-?\d+$/);

/**
 * How often an operation was performed: `blocked` by the actor that somebody waits for, between `requested` and `unblocked`;
 * `deferred` at any other time or by anybody else. Counts are exact, whatever is known about prices.
 */
const operationCountSchema = z
  .strictObject({
    operation: text,
    unit: text,
    cause: text,
    blocked: count,
    deferred: count,
    total: count,
    blocked_ns: knownNanoseconds,
    total_ns: knownNanoseconds,
  })
  .readonly();

const causeSchema = z.strictObject({ cause: text, blocked_ns: knownNanoseconds }).readonly();

const metricsSchema = z
  .strictObject({
    /** From the request until the one who waits can go on. The others, from the request too, are absent where the run has no such moment. */
    blocked_ns: reportTimeSchema,
    secure_again_ns: reportTimeSchema.exactOptional(),
    scrubbed_ns: reportTimeSchema.exactOptional(),
    memory_back_ns: reportTimeSchema.exactOptional(),
  })
  .readonly();

export const bytesOverTimeSchema = z
  .strictObject({
    start_bytes: z.int(),
    peak_bytes: z.int().nullable(),
    end_bytes: z.int(),
    /** Integral over the run: bytes times nanoseconds, decimal. */
    byte_ns: integral.nullable(),
  })
  .readonly();

/** What a teardown does to everybody else. */
export const heldBytesSchema = z
  .strictObject({ total: bytesOverTimeSchema, swappable: bytesOverTimeSchema, unswappable: bytesOverTimeSchema })
  .readonly();

const sideEffectsSchema = z
  .strictObject({
    /** Memory of the guest that dies which is neither free nor usable by anybody; absent where the policy says nothing of it. */
    held_bytes: heldBytesSchema.exactOptional(),
    /**
     * Of it, and of what the teardown takes for itself: what is not free yet when the one who waits can go on, so that a process that
     * starts then cannot have it. Null: unknown. In a scenario: of all guests of the host.
     */
    held_when_unblocked: z
      .strictObject({
        swappable_bytes: z.int().nullable(),
        unswappable_bytes: z.int().nullable(),
        overhead_bytes: z.int().nullable().exactOptional(),
      })
      .readonly()
      .exactOptional(),
    /** Memory that the teardown takes for itself while it works, such as lists; absent where the policy says nothing of it. */
    overhead_bytes: bytesOverTimeSchema.exactOptional(),
    /** CPU time by who pays for it. */
    cpu_ns: list(z.strictObject({ charged_to: text, cpu_ns: knownNanoseconds }).readonly()),
    /** The longest CPU time of any actor between two moments at which it offered its CPU to others. */
    longest_unrescheduled_ns: knownNanoseconds,
    /** Messages that every CPU must hear, and these times the CPUs of the host but the sender's. */
    broadcast_count: count,
    broadcast_heard_count: count,
  })
  .readonly();

const actorSchema = z
  .strictObject({
    actor: text,
    charged_to: text,
    end: z.enum(['done', 'blocked', 'daemon', 'cancelled']),
    end_ns: knownNanoseconds,
    cpu_ns: knownNanoseconds,
    longest_unrescheduled_ns: knownNanoseconds,
    spin_ns: knownNanoseconds,
    lock_wait_ns: knownNanoseconds,
    guard_wait_ns: knownNanoseconds,
    queue_wait_ns: knownNanoseconds,
  })
  .readonly();

const phaseSchema = z
  .strictObject({
    actor: text,
    /** Empty: outside of any phase. */
    phase: z.string(),
    /** First beginning and last end; null where unpriced work makes it unknown, or nobody recorded it. */
    from_ns: knownNanoseconds,
    to_ns: knownNanoseconds,
    /** Time of its operations, without waiting. */
    work_ns: knownNanoseconds,
    operations: list(z.strictObject({ operation: text, units: count, ns: knownNanoseconds }).readonly()),
    outcomes: list(z.strictObject({ outcome: text, units: count }).readonly()),
  })
  .readonly();

const lockSchema = z
  .strictObject({
    lock: text,
    acquisitions: count,
    lock_held_ns: knownNanoseconds,
    longest_lock_held_ns: knownNanoseconds,
  })
  .readonly();

/**
 * A quantity over time. `integral`: its unit times nanoseconds, decimal. The integral is unknown while times are, and so is the
 * peak of what both rises and falls.
 */
const levelSchema = z
  .strictObject({
    level: text,
    at_start: z.int(),
    at_end: z.int(),
    peak: z.int().nullable(),
    integral: integral.nullable(),
  })
  .readonly();

const milestoneSchema = z.strictObject({ milestone: text, actor: text, at_ns: knownNanoseconds }).readonly();

/** A price that the run used, or that one of them is stated relative to. */
const priceSchema = z
  .strictObject({
    operation: text,
    unit: text,
    /** Of one unit. */
    ns: z.number().min(0),
    confidence: z.enum(confidences),
    source: text,
    profile: text.exactOptional(),
    derivation: text.exactOptional(),
    relative_to: z.strictObject({ operation: text, times: z.number() }).readonly().exactOptional(),
    /** Published times that it was fitted to. */
    fits: list(text),
    /** It rests on an assumption of the user. */
    assumed_by_user: z.boolean(),
  })
  .readonly();

/** An operation without a price, and the assumption that would give it one. */
const unpricedSchema = z
  .strictObject({
    operation: text,
    unit: text,
    blocked: count,
    total: count,
    /** The operation to assume: its own name, or the one that its row is relative to. */
    assume: text,
    flag: text,
  })
  .readonly();

/** A published time of the same trigger, memory, options, policy and features. */
const publishedFigureSchema = z
  .strictObject({
    id: text,
    /** Null: the source gives no figure for this policy. */
    seconds: z.number().nullable(),
    kind: z.enum(['value', 'about', 'at most', 'at least', 'unknown']),
    release: text.exactOptional(),
    machine: text,
    memory_note: text.exactOptional(),
    source: text,
    /** A price that the blocked time used was fitted to it: that both agree proves nothing. */
    fitted: z.boolean(),
  })
  .readonly();

/** How `blocked_ns` moves when one assumed price doubles or halves, and those stated relative to it along with it. */
const sensitivitySchema = z
  .strictObject({
    /** Recomputed from counts on the blocked path, nothing run again. */
    order: z.literal('first'),
    rows: list(
      z.strictObject({ operation: text, moves: list(text), half_ns: nanoseconds, double_ns: nanoseconds }).readonly(),
    ),
    /** Why there are no rows although assumed prices were used. */
    because: text.exactOptional(),
  })
  .readonly();

const finalPagesSchema = z
  .strictObject({ array: text, states: list(z.strictObject({ state: text, pages: count }).readonly()) })
  .readonly();

export const runEntrySchema = z
  .strictObject({
    inputs: runInputsSchema,
    /** The run was given up before its end. */
    incomplete: z.literal(true).exactOptional(),
    confidential: z.boolean(),
    metrics: metricsSchema,
    side_effects: sideEffectsSchema,
    operations: list(operationCountSchema),
    blocked_by_cause: list(causeSchema),
    actors: list(actorSchema),
    phases: list(phaseSchema),
    locks: list(lockSchema),
    levels: list(levelSchema),
    milestones: list(milestoneSchema),
    prices: list(priceSchema),
    unpriced: list(unpricedSchema),
    published: list(publishedFigureSchema),
    sensitivity: sensitivitySchema,
    /** What the policy takes for granted although no source states it. */
    presumed: list(text),
    /** In which states the pages of the guest's memory are at the end. */
    final_pages: finalPagesSchema,
    /** A run gives no verdict about safety. */
    properties: z.literal('not checked (use check)'),
    warnings: list(text),
  })
  .readonly();

export type OperationCount = z.infer<typeof operationCountSchema>;
export type RunEntry = z.infer<typeof runEntrySchema>;
export type RunMetrics = z.infer<typeof metricsSchema>;
export type SideEffects = z.infer<typeof sideEffectsSchema>;
export type ReportedPrice = z.infer<typeof priceSchema>;
export type UnpricedOperation = z.infer<typeof unpricedSchema>;
export type PublishedFigure = z.infer<typeof publishedFigureSchema>;
export type Sensitivity = z.infer<typeof sensitivitySchema>;
export type PhaseEntry = z.infer<typeof phaseSchema>;
