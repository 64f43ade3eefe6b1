import type { AreaCatalogue, CatalogueEntry } from './entry.js';

const unknown = (what: string, explanation: string): CatalogueEntry => ({
  title: `Unknown ${what}`,
  explanation,
  remedy: 'Choose one of the names in the hint; docs/scenarios.md describes them.',
});

export const scenarioCatalogue = {
  CVM_SCENARIO_TOO_LARGE: {
    title: 'Scenario file that is too large',
    explanation: 'The size is looked at before anything is read.',
    remedy: 'Write less: "copies" repeats a guest with its events.',
  },
  CVM_SCENARIO_NOT_TEXT: {
    title: 'Scenario file that is no text',
    explanation: 'The file is binary, or not in UTF-8.',
    remedy: 'Save it as UTF-8, or name another file.',
  },
  CVM_SCENARIO_EMPTY: {
    title: 'Empty scenario file',
    explanation: 'The file has no content but comments.',
    remedy: 'Write one, beginning with "scenario: 1".',
  },
  CVM_SCENARIO_SYNTAX: {
    title: 'Scenario file that is neither YAML nor JSON',
    explanation:
      'The file does not follow the syntax of YAML 1.2, of which JSON is a part, or uses what scenario files may not: a key ' +
      'twice, several documents, tags of its own, keys that are lists, deep nesting, aliases that multiply.',
    remedy: 'Mend the place that the message points to.',
  },
  CVM_SCENARIO_VERSION: {
    title: 'Scenario file of another version',
    explanation: 'The form of scenario files is versioned; a file of another version could be misread.',
    remedy: 'Write "scenario: 1", or use a version of the tool that is made for the file.',
  },
  CVM_SCENARIO_INVALID: {
    title: 'Wrong kind of value in a scenario file',
    explanation:
      'Something else is expected at this place. Numbers such as 6.10 are read as numbers: releases need quotes.',
    remedy: 'Write what the message asks for.',
  },
  CVM_SCENARIO_UNKNOWN_KEY: unknown(
    'key in a scenario file',
    'A key that is not read would look as if it had an effect.',
  ),
  CVM_SCENARIO_MISSING: {
    title: 'Something that a scenario must say is missing',
    explanation: 'Nothing is assumed in the place of what only the author can know.',
    remedy: 'Add it; the hint says how.',
  },
  CVM_SCENARIO_CONFLICT: {
    title: 'Two things in a scenario that exclude each other',
    explanation: 'Both cannot be meant at once.',
    remedy: 'Leave one of them out.',
  },
  CVM_SCENARIO_UNKNOWN_EVENT: unknown(
    'event',
    'Events are named by their ids in "after" and "expect"; "after" knows only those above, so that nothing waits in a circle.',
  ),
  CVM_SCENARIO_UNKNOWN_GUEST: unknown('guest', 'An event happens to one of the guests that the file describes.'),
  CVM_SCENARIO_UNKNOWN_MEASURE: unknown('measure', 'A threshold is about something that a run measures.'),
  CVM_SCENARIO_UNKNOWN_PROFILE: unknown('cost profile', 'The architecture has no cost profile of this name.'),
  CVM_SCENARIO_UNKNOWN_OPERATION: unknown('operation', 'None of the architectures has an operation of this name.'),
  CVM_SCENARIO_NO_EFFECT: {
    title: 'Key that means nothing for this kind of event',
    explanation: 'It would look as if it had an effect.',
    remedy: 'Leave it out, or choose the kind of event that it is about.',
  },
  CVM_SCENARIO_NOT_POSSIBLE: {
    title: 'Event that cannot happen',
    explanation:
      'The architecture has no such event, or its plugin does not model it. In a comparison of several architectures the ' +
      'row is then not comparable, with this reason.',
    remedy: 'Choose an event from the hint, another policy, or another architecture.',
  },
  CVM_SCENARIO_OVERLAP: {
    title: 'Events of one guest that overlap',
    explanation:
      'A guest that is being torn down can do nothing else, and the next teardown begins when the work of the one before is over, ' +
      'unless the policy says how one follows on the other. When it is over is known only when the scenario has been run.',
    remedy: 'Begin later, or behind the other event: "after: <event>.done".',
  },
  CVM_SCENARIO_GUEST_NOT_THERE: {
    title: 'Event of a guest that is not there',
    explanation: 'The guest has not been booted yet, or is gone.',
    remedy: 'Let the event begin between the end of the boot and the exit.',
  },
  CVM_SCENARIO_NEVER_BEGINS: {
    title: 'Event that never begins',
    explanation: 'What it waits for does not happen: a teardown without anything to scrub is never "scrubbed".',
    remedy: 'Wait for another moment: done, unblocked, scrubbed, memory-back or secure-again.',
  },
  CVM_SCENARIO_UNPRICED_THRESHOLD: {
    title: 'Threshold on a time that nobody knows',
    explanation: 'Something on the way has no sourced price, and a time without it would be a guess.',
    remedy: 'Give the price under "assume", or set a threshold on a count.',
  },
  CVM_SCENARIO_NOT_REACHED: {
    title: 'Threshold on something that does not happen',
    explanation: 'The event does not pass the moment that the threshold is about.',
    remedy: 'Leave the threshold out, or choose another measure.',
  },
} satisfies AreaCatalogue<'SCENARIO'>;
