import { z } from 'zod';

/** The version of the form; another one is refused, never guessed at. */
export const costProfileVersion = 1;

const text = z.string().min(1);
const name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words in small letters, joined with -');
const unit = z.string().regex(/^[a-z]+(-[a-z]+)*(\*[a-z]+(-[a-z]+)*)*$/, 'expected a unit such as call or page*vcpu');
const hasDecimals = (most: number) => (value: number) => {
  const scaled = Math.round(value * 10 ** most);
  return Number.isSafeInteger(scaled) && scaled / 10 ** most === value;
};

/** The price of one unit of one operation on one machine, and how it is known. */
export const costRowSchema = z
  .strictObject({
    operation: name,
    /** What the price is for: call, page, line, block, range, page*vcpu, socket ... as the operation declares it. */
    unit,
    /** Nanoseconds for one unit; three decimals are picoseconds. */
    ns: z
      .number()
      .min(0)
      .refine(hasDecimals(3), 'expected at most three decimals, and less than 2.5 hours')
      .exactOptional(),
    /** `times` the price of another operation, where only the ratio is sourced. */
    relativeTo: z
      .strictObject({
        operation: name,
        times: z.number().positive().refine(hasDecimals(6), 'expected at most six decimals'),
      })
      .readonly()
      .exactOptional(),
    source: text,
    confidence: z.enum(['measured', 'derived', 'fitted', 'assumed']),
    /** Published rows that the price was fitted to: they prove nothing about the model. */
    fits: z.array(text).min(1).readonly().exactOptional(),
    /** How the price follows from its source. */
    derivation: text.exactOptional(),
  })
  .readonly();

/** Prices of operations on one machine: data, kept as JSON. */
export const costProfileSchema = z
  .strictObject({
    schemaVersion: z.literal(costProfileVersion),
    id: name,
    arch: name,
    machine: text,
    summary: text,
    rows: z.array(costRowSchema).readonly(),
  })
  .readonly();

export type CostRow = z.infer<typeof costRowSchema>;
export type CostProfile = z.infer<typeof costProfileSchema>;
export type Confidence = CostRow['confidence'];

/** An operation that steps perform: what rows and assumptions can be about. */
export interface KnownOperation {
  readonly name: string;
  readonly unit: string;
}
