import type { AreaCatalogue, CatalogueEntry } from './entry.js';

const unknown = (what: string, explanation: string): CatalogueEntry => ({
  title: `Unknown ${what}`,
  explanation,
  remedy: 'Choose one of the names in the hint; docs/litmus.md lists them by architecture.',
});

export const litmusCatalogue = {
  CVM_LITMUS_TOO_LARGE: {
    title: 'Litmus file that is too large',
    explanation: 'A litmus file is small and asks one question. The size is looked at before anything is read.',
    remedy: 'Split it into several files.',
  },
  CVM_LITMUS_NOT_TEXT: {
    title: 'Litmus file that is no text',
    explanation: 'The file is binary, or not in UTF-8.',
    remedy: 'Save it as UTF-8, or leave it out: a folder is searched for files that end in .yaml, .yml or .json.',
  },
  CVM_LITMUS_EMPTY: {
    title: 'Empty litmus file',
    explanation: 'The file has no content but comments.',
    remedy: 'Write one, beginning with "litmus: 1", or remove the file.',
  },
  CVM_LITMUS_SYNTAX: {
    title: 'Litmus file that is neither YAML nor JSON',
    explanation:
      'The file does not follow the syntax of YAML 1.2, of which JSON is a part, or uses what litmus files may not: a key ' +
      'twice, several documents, tags of its own, keys that are lists, deep nesting, aliases that multiply.',
    remedy: 'Mend the place that the message points to.',
  },
  CVM_LITMUS_VERSION: {
    title: 'Litmus file of another version',
    explanation: 'The form of litmus files is versioned; a file of another version could be misread.',
    remedy: 'Write "litmus: 1", or use a version of the tool that is made for the file.',
  },
  CVM_LITMUS_INVALID: {
    title: 'Wrong kind of value in a litmus file',
    explanation:
      'Something else is expected at this place. Numbers such as 5.10 are read as numbers: versions need quotes.',
    remedy: 'Write what the message asks for.',
  },
  CVM_LITMUS_UNKNOWN_KEY: unknown('key in a litmus file', 'A key that is not read would look as if it had an effect.'),
  CVM_LITMUS_UNKNOWN_CALL: unknown(
    'call',
    'The architecture has no call of this name. Calls are named as their sources spell them.',
  ),
  CVM_LITMUS_UNKNOWN_ARGUMENT: unknown('argument of a call', 'The call does not take an argument of this name.'),
  CVM_LITMUS_UNKNOWN_RESULT: unknown('result of a call', 'The call does not give back a value of this name.'),
  CVM_LITMUS_UNKNOWN_FIELD: unknown(
    'field of the state',
    'given and then name fields as the architecture declares them, or its short words.',
  ),
  CVM_LITMUS_UNKNOWN_FAULT: unknown('fault', 'No step of the architecture can go wrong in a way of this name.'),
  CVM_LITMUS_UNKNOWN_ACTOR: unknown(
    'actor',
    'The file has no actor of this name; "do" is the one that makes the first calls.',
  ),
  CVM_LITMUS_UNKNOWN_OPERATION: unknown('operation', 'The architecture performs no operation of this name.'),
  CVM_LITMUS_UNKNOWN_PROPERTY: unknown(
    'property',
    'violates names properties that must always hold, or hold in the end; reaches names situations (properties of kind ' +
      '"sometimes").',
  ),
  CVM_LITMUS_UNKNOWN_VALUE: {
    title: 'Value that cannot stand there',
    explanation: 'The field, argument or result has no such value.',
    remedy: 'Write one of the values in the message.',
  },
  CVM_LITMUS_PAGE_OUT_OF_RANGE: {
    title: 'Page that the machine does not have',
    explanation: 'Pages are numbered from 0; how many there are stands under machine.',
    remedy: 'Give the machine more pages, or name one that it has.',
  },
  CVM_LITMUS_CONFLICT: {
    title: 'Two things that contradict each other',
    explanation: 'Two parts of the file say different things about the same, or one of them could never be judged.',
    remedy: 'Keep one of them.',
  },
  CVM_LITMUS_MISSING: {
    title: 'Something required is missing',
    explanation: 'The file cannot be checked without it.',
    remedy: 'Add it; the hint says how.',
  },
  CVM_LITMUS_NOT_ON_THIS_MACHINE: {
    title: 'Call or property that this machine does not have',
    explanation: 'The architecture has it, but not with this policy, release, trigger or feature.',
    remedy: 'Describe a machine that has it.',
  },
  CVM_LITMUS_NO_VOCABULARY: {
    title: 'Architecture without litmus files',
    explanation: 'The plugin hands over no names of calls, so that no litmus file can be written about it.',
    remedy: 'Its author can add them: docs/plugin-authors.md.',
  },
  CVM_LITMUS_IMPOSSIBLE_STATE: {
    title: 'State in which no machine can begin',
    explanation: 'What given says, taken together, does not fit into the declared state.',
    remedy: 'Say less, or something else.',
  },
  CVM_LITMUS_UNREACHABLE: {
    title: 'Expectation that can never be looked at',
    explanation:
      'No execution returns from the call, ends, or gives the fault a chance. The expectation would hold whatever the ' +
      'protocol does, so this is no pass.',
    remedy: 'Change the file so that the place is reached, or leave the expectation out.',
  },
  CVM_LITMUS_NOT_COUNTABLE: {
    title: 'Operation that a litmus file cannot count',
    explanation: 'What is paid for a whole batch or stretch of pages at once is not followed page by page in a check.',
    remedy: 'Count it with "cvm-teardown run", or count what the call does to each page.',
  },
  CVM_LITMUS_BEYOND_MODEL: {
    title: 'Litmus file that the model cannot follow',
    explanation: 'The calls drive the machine out of the bounds that the architecture declares for small machines.',
    remedy: 'Make fewer calls, or begin with less.',
  },
} satisfies AreaCatalogue<'LITMUS'>;
