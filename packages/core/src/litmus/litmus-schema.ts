import { z } from 'zod';
import { AUTHORITIES, TRIGGERS } from '../plugin/axes.js';

/** The version of the form; another one is refused, never guessed at. */
export const litmusVersion = 1;

/** Pages of a machine that can still be walked through. */
export const MOST_PAGES = 64;
const MOST_VCPUS = 16;
/** What a walk can hold, with the actors that faults bring. */
export const MOST_ACTORS = 10;
const MOST_TIMES = 16;

const text = z.string().min(1);
const plain = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a name, a number, true or false' });
const names = z.array(text).min(1).readonly();

/** Fault points: `destroy-fails`, or `{ fault: destroy-fails, chance: 2 }`. */
const certainFault = z.union([text, z.strictObject({ fault: text, chance: z.int().min(1).max(200).exactOptional() })], {
  error: 'expected a fault, or { fault, chance }',
});

const possibleFault = z.union(
  [text, z.strictObject({ fault: text, times: z.int().min(1).max(MOST_TIMES).exactOptional() })],
  { error: 'expected fault@actor, or { fault: fault@actor, times }' },
);

const callSchema = z.strictObject({
  /** As the sources spell it. */
  call: text,
  /** Who makes it, where that matters. */
  by: text.exactOptional(),
  args: z.record(text, plain).exactOptional(),
  /** What it gives back, in every execution; a call without it is unconstrained. */
  returns: z
    .union([plain, z.record(text, plain)], { error: 'expected one value, or a value for each result' })
    .exactOptional(),
  /** How many operations of a name it performs, in every execution. */
  counts: z.record(text, z.int().min(0)).exactOptional(),
  /** What goes wrong in this call, in every execution, at its first chance if nothing else is said. */
  faults: z.array(certainFault).min(1).exactOptional(),
});

const calls = z.array(callSchema).min(1);

const actorSchema = z.union(
  [
    calls,
    z.strictObject({
      /** It need not come to its end. */
      daemon: z.boolean().exactOptional(),
      do: calls,
    }),
  ],
  { error: 'expected a list of calls, or { daemon: true, do: [calls] }' },
);

/** A field, a list of values, or the fields of a record; records and pages are numbered. */
const valueSchema = z.union([plain, z.array(plain), z.record(text, z.union([plain, z.record(text, plain)]))], {
  error: 'expected a value, a list of values, or fields with their values',
});
const stateSchema = z.record(text, valueSchema);

const actorName = z.string().regex(/^[a-zA-Z][\w-]*$/, 'expected letters, digits, "-" and "_"');

/** The neutral form; what is behind the names only the architecture knows. */
export const litmusSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  litmus: z.literal(litmusVersion),
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected words in small letters, joined with -'),
  arch: text,
  /** What it is taken from: a document's section, a mail, a commit. */
  source: text.exactOptional(),

  // The machine: five axes, and how small it is.
  trigger: z.enum(TRIGGERS).exactOptional(),
  policy: text.exactOptional(),
  release: text.exactOptional(),
  authority: z.enum(AUTHORITIES).exactOptional(),
  features: z.record(text, z.boolean()).exactOptional(),
  options: z.record(text, z.union([z.string(), z.number()], { error: 'expected a name or a number' })).exactOptional(),
  /** Switched on besides those of the release. */
  defects: names.exactOptional(),
  machine: z
    .strictObject({
      pages: z.int().min(1).max(MOST_PAGES).exactOptional(),
      vcpus: z.int().min(0).max(MOST_VCPUS).exactOptional(),
      /** Part of the memory that is present: `50%`. */
      resident: text.exactOptional(),
      /** Protocol constants that differ from their defaults in a check. */
      scale: z.record(text, z.int().min(0)).exactOptional(),
    })
    .exactOptional(),

  /** The state in which it begins. */
  given: stateSchema.exactOptional(),
  /** Calls of one actor, in order. */
  do: calls.exactOptional(),
  /** What runs concurrently behind it, in every interleaving. */
  actors: z.record(actorName, actorSchema).exactOptional(),
  /** What may go wrong, at any chance, each at most once if nothing else is said. */
  faults: z.array(possibleFault).min(1).exactOptional(),

  /** Holds in every final state. */
  // biome-ignore lint/suspicious/noThenProperty: the word of the format
  then: stateSchema.exactOptional(),
  verdict: z.enum(['valid', 'violated']).exactOptional(),
  /** The property that is violated. */
  violates: text.exactOptional(),
  /** Situations that at least one execution comes to. */
  reaches: names.exactOptional(),
});

/** A litmus file as it is written. */
export type LitmusFile = z.infer<typeof litmusSchema>;
export type LitmusFileCall = z.infer<typeof callSchema>;
export type LitmusFileState = z.infer<typeof stateSchema>;
