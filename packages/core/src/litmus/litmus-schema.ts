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
  call: text.describe('a call, as the sources spell it'),
  by: text.describe('who makes it, where that matters').exactOptional(),
  args: z.record(text, plain).describe('its arguments').exactOptional(),
  returns: z
    .union([plain, z.record(text, plain)], { error: 'expected one value, or a value for each result' })
    .describe('what it gives back, in every execution')
    .exactOptional(),
  counts: z
    .record(text, z.int().min(0))
    .describe('how many operations of a name it performs, in every execution')
    .exactOptional(),
  faults: z
    .array(certainFault)
    .min(1)
    .describe('what goes wrong in this call, in every execution, at its first chance if nothing else is said')
    .exactOptional(),
});

const calls = z.array(callSchema).min(1);

const actorSchema = z.union(
  [
    calls,
    z.strictObject({
      daemon: z.boolean().describe('it need not come to its end').exactOptional(),
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

const machineSchema = z.strictObject({
  pages: z.int().min(1).max(MOST_PAGES).describe('pages of the small machine').exactOptional(),
  vcpus: z.int().min(0).max(MOST_VCPUS).describe('virtual CPUs of the guest').exactOptional(),
  resident: text.describe('part of the memory that is present: "50%"').exactOptional(),
  scale: z
    .record(text, z.int().min(0))
    .describe('protocol constants that differ from their defaults in a check')
    .exactOptional(),
});

/** The neutral form; what is behind the names only the architecture knows. The descriptions are for editors. */
export const litmusSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  litmus: z.literal(litmusVersion).describe('the version of the form'),
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected words in small letters, joined with -')
    .describe('words in small letters, joined with -'),
  arch: text.describe('the architecture'),
  source: text.describe('what it is taken from: a section of a document, a mail, a commit').exactOptional(),

  trigger: z.enum(TRIGGERS).describe('why memory changes hands').exactOptional(),
  policy: text.describe('the protocol').exactOptional(),
  release: text.describe('kernel or patch version, in quotes; fixed: no known defect').exactOptional(),
  authority: z.enum(AUTHORITIES).describe('whom to believe').exactOptional(),
  features: z.record(text, z.boolean()).describe('facts of the machine').exactOptional(),
  options: z
    .record(text, z.union([z.string(), z.number()], { error: 'expected a name or a number' }))
    .describe('settings of the machine or of the guest')
    .exactOptional(),
  defects: names.describe('named bugs that are switched on besides those of the release').exactOptional(),
  machine: machineSchema.describe('how small the machine is').exactOptional(),

  given: stateSchema.describe('the state in which it begins').exactOptional(),
  do: calls.describe('calls of one actor, in order').exactOptional(),
  actors: z
    .record(actorName, actorSchema)
    .describe('what runs concurrently behind "do", in every interleaving')
    .exactOptional(),
  faults: z
    .array(possibleFault)
    .min(1)
    .describe('what may go wrong, at any chance, each at most once if nothing else is said: fault@actor')
    .exactOptional(),

  // biome-ignore lint/suspicious/noThenProperty: the word of the format
  then: stateSchema.describe('what holds in every final state').exactOptional(),
  verdict: z.enum(['valid', 'violated']).describe('valid if nothing else is said').exactOptional(),
  violates: text.describe('the property that is violated').exactOptional(),
  reaches: names.describe('situations that at least one execution comes to').exactOptional(),
});

/** A litmus file as it is written. */
export type LitmusFile = z.infer<typeof litmusSchema>;
export type LitmusFileCall = z.infer<typeof callSchema>;
export type LitmusFileState = z.infer<typeof stateSchema>;
