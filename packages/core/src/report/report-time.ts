import { z } from 'zod';

export const count = z.int().min(0);
export const nanoseconds = z.int();

/** Null while something that the time depends on has no price: unknown, never 0. */
export const knownNanoseconds = nanoseconds.nullable();

/** From the best to the worst. */
export const confidences = ['measured', 'derived', 'fitted', 'assumed'] as const;

/**
 * What a time is. `fitted`: a price on its way was fitted to the very published time that stands beside it, so that agreeing
 * proves nothing. `assumed`: it rests on an assumption of the user or on an assumed row. `predicted`: neither.
 */
const timeBases = ['fitted', 'predicted', 'assumed', 'unknown'] as const;

export const reportTimeSchema = z
  .strictObject({
    ns: knownNanoseconds,
    basis: z.enum(timeBases),
    /** The weakest confidence among the prices on the way. */
    confidence: z.enum(confidences).exactOptional(),
    because: z.string().min(1).exactOptional(),
  })
  .readonly();

export type TimeBasis = (typeof timeBases)[number];
export type ReportTime = z.infer<typeof reportTimeSchema>;
