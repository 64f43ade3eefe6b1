import { z } from 'zod';
import { AUTHORITIES, TRIGGERS } from '../plugin/axes.js';

/** The version of the form; another one is refused, never guessed at. */
export const scenarioVersion = 1;

export const MOST_EVENTS = 500;
const MOST_COPIES = 200;
const MOST_VCPUS = 4096;
const MOST_CPUS = 65_536;

/** What is no teardown, in the order in which it is listed. */
const OTHER_EVENTS = ['boot', 'touch', 'swap-out', 'share', 'unshare', 'start-process'] as const;

const text = z.string().min(1);
/** A number alone is refused behind this, with the units that it may have. */
const quantity = z.union([text, z.number()], { error: 'expected a number with its unit, such as 100GiB or 10ms' });
const share = z.union([text, z.number()], { error: 'expected a percentage, such as 80%' });
const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words in small letters and digits, joined with -');

const guest = {
  memory: quantity.describe('its memory: 100GiB'),
  vcpus: z.int().min(0).max(MOST_VCPUS).describe('virtual CPUs').exactOptional(),
  resident: share.describe('part of the memory that is present and its own: 80%').exactOptional(),
  shared: share.describe('part that is present and shared with the host').exactOptional(),
  swapped: share.describe('part that the host has swapped out').exactOptional(),
  mapping: z.enum(['small', 'large', 'mixed']).describe('a wish: by pages, by blocks, by both').exactOptional(),
  layout: z.enum(['contiguous', 'fragmented']).describe('a wish: how it lies in the host').exactOptional(),
};

const guestSchema = z.strictObject(guest);
const guestOfMany = z.strictObject({
  ...guest,
  copies: z
    .int()
    .min(1)
    .max(MOST_COPIES)
    .describe('so many guests of this kind, each with all of its events')
    .exactOptional(),
  next: text.describe('when the next copy begins: an event of the copy before, such as end.done').exactOptional(),
});

const hostSchema = z.strictObject({
  memory: quantity.describe('memory for guests and processes; absent: more than enough').exactOptional(),
  cpus: z.int().min(1).max(MOST_CPUS).describe('CPUs of the host').exactOptional(),
  slice: quantity.describe('time slice: 4ms').exactOptional(),
  oom_after: quantity.describe('an allocation that waits so long ends the largest process: 10s').exactOptional(),
  profile: z
    .record(text, z.union([text, z.array(text).min(1)]))
    .describe('cost profiles by architecture, instead of its default')
    .exactOptional(),
});

const archSchema = z.strictObject({
  policy: z
    .union([text, z.record(text, text)], { error: 'expected a policy, or a policy for each trigger' })
    .describe('the protocol, or one for each trigger: { reboot: async, exit: helper }')
    .exactOptional(),
  release: text.describe('kernel or patch version, in quotes; fixed: no known defect').exactOptional(),
  authority: z.enum(AUTHORITIES).describe('whom to believe').exactOptional(),
  features: z.record(text, z.boolean()).describe('facts of the machine').exactOptional(),
  options: z
    .record(text, z.union([z.string(), z.number()], { error: 'expected a name or a number' }))
    .describe('settings of the machine or of the guest')
    .exactOptional(),
  defects: z
    .array(text)
    .min(1)
    .describe('named bugs that are switched on besides those of the release')
    .exactOptional(),
  scale: z.record(text, z.int().min(0)).describe('protocol constants that differ from the real ones').exactOptional(),
});

const eventSchema = z.strictObject({
  id: id.describe('its name, for "after" and "expect"').exactOptional(),
  do: z.enum([...OTHER_EVENTS, ...TRIGGERS]).describe('what happens'),
  guest: text.describe('to which guest, where there are several').exactOptional(),
  at: quantity.describe('time since the start: 60s').exactOptional(),
  after: text.describe('behind another event: again.done, again.unblocked + 1s').exactOptional(),
  amount: quantity.describe('how much of the guest’s memory, from its beginning: 20GiB or 50%').exactOptional(),
  memory: quantity.describe('how much memory the process takes').exactOptional(),
  rate: quantity.describe('so much per second: 2GiB/s; absent: as fast as it goes').exactOptional(),
  pattern: z.enum(['sequential']).describe('in order of addresses').exactOptional(),
});

/** The neutral form; what is behind the names of an `arch` block only the architecture knows. The descriptions are for editors. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  scenario: z.literal(scenarioVersion).describe('the version of the form'),
  name: id.describe('words in small letters, joined with -'),
  about: text.describe('the question that it answers, in a line').exactOptional(),
  host: hostSchema.describe('what all guests share').exactOptional(),
  guest: guestSchema.describe('the guest, if there is one').exactOptional(),
  guests: z.record(id, guestOfMany).describe('the guests by name, if there are several').exactOptional(),
  arch: z.record(text, archSchema.nullable()).describe('an architecture, or several to compare'),
  assume: z
    .record(text, quantity)
    .describe('prices of operations that no source gives: { destroy-page: 1.2us }')
    .exactOptional(),
  events: z.array(eventSchema).min(1).max(MOST_EVENTS).describe('what happens'),
  expect: z
    .record(text, text)
    .describe('thresholds, which decide the exit code: { again.blocked: "< 500ms" }')
    .exactOptional(),
});

/** A scenario file as it is written. */
export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type ScenarioFileEvent = ScenarioFile['events'][number];
export type ScenarioFileGuest = z.infer<typeof guestOfMany>;
export type ArchitectureBlock = z.infer<typeof archSchema>;

/** The keys that would have been understood at a place. */
export function keysAt(path: readonly (string | number)[]): string[] {
  const [first] = path;
  const keys = (shape: object) => Object.keys(shape).filter((key) => key !== '$schema');
  if (first === 'host') return keys(hostSchema.shape);
  if (first === 'guest') return keys(guestSchema.shape);
  if (first === 'guests') return keys(guestOfMany.shape);
  if (first === 'arch') return keys(archSchema.shape);
  if (first === 'events') return keys(eventSchema.shape);
  return keys(scenarioSchema.shape);
}
