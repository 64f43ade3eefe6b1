import { type Finding, type FindingCode, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

/* What can be wrong with a litmus file: one function per message. */

const FORM = 'docs/litmus.md describes the format';

export const litmusTooLarge = (bytes: number, most: number, where?: Where): Finding =>
  finding('CVM_LITMUS_TOO_LARGE', `a litmus file has at most ${most} bytes, this one has ${bytes}`, {
    where,
    hint: 'split it: one file asks one question',
  });

/** `problem` says which: "it is not UTF-8". */
export const litmusNotText = (problem: string, where?: Where): Finding =>
  finding('CVM_LITMUS_NOT_TEXT', `this is no text: ${problem}`, {
    where,
    hint: 'a litmus file is YAML or JSON in UTF-8',
  });

export const litmusEmpty = (where?: Where): Finding =>
  finding('CVM_LITMUS_EMPTY', 'there is nothing in this file', {
    where,
    hint: 'begin with "litmus: 1"; docs/litmus.md has examples',
  });

/** `problem` is the parser's. */
export const litmusSyntax = (problem: string, where?: Where, hint = FORM): Finding =>
  finding('CVM_LITMUS_SYNTAX', problem, { where, hint });

export const litmusVersion = (version: unknown, supported: number, where?: Where): Finding =>
  version === String(supported)
    ? finding('CVM_LITMUS_VERSION', `the version is the text ${quote(version)}, not the number ${supported}`, {
        where,
        hint: `write "litmus: ${supported}", without quotes around the number`,
      })
    : finding('CVM_LITMUS_VERSION', `this is a litmus file of version ${quote(String(version))}, not ${supported}`, {
        where,
        hint: `write "litmus: ${supported}", or use a version of the tool that is made for the file`,
      });

/** `problem` says what was expected there. */
export const litmusInvalid = (problem: string, where?: Where, hint = FORM): Finding =>
  finding('CVM_LITMUS_INVALID', problem, { where, hint });

export const litmusUnknownKey = (key: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_LITMUS_UNKNOWN_KEY', `unknown key ${quote(key)}`, { where, hint: choiceHint(key, known) });

const unknown =
  (code: FindingCode, what: string) =>
  (name: string, known: readonly string[], where?: Where): Finding =>
    finding(code, `there is no ${what} ${quote(name)}`, { where, hint: choiceHint(name, known) });

export const litmusUnknownCall = unknown('CVM_LITMUS_UNKNOWN_CALL', 'call');
export const litmusUnknownArgument = unknown('CVM_LITMUS_UNKNOWN_ARGUMENT', 'argument');
export const litmusUnknownResult = unknown('CVM_LITMUS_UNKNOWN_RESULT', 'result');
export const litmusUnknownField = unknown('CVM_LITMUS_UNKNOWN_FIELD', 'field');
export const litmusUnknownFault = unknown('CVM_LITMUS_UNKNOWN_FAULT', 'fault');
export const litmusUnknownActor = unknown('CVM_LITMUS_UNKNOWN_ACTOR', 'actor');
export const litmusUnknownOperation = unknown('CVM_LITMUS_UNKNOWN_OPERATION', 'operation');
export const litmusUnknownProperty = unknown('CVM_LITMUS_UNKNOWN_PROPERTY', 'property');

/** `expected`: `0..3`, or the names in the hint. */
export const litmusUnknownValue = (
  value: unknown,
  expected: string,
  known: readonly string[],
  where?: Where,
): Finding => {
  const name = String(value);
  const hint = known.length > 0 ? choiceHint(name, known) : undefined;
  return finding('CVM_LITMUS_UNKNOWN_VALUE', `${quote(name)} cannot stand here: expected ${expected}`, { where, hint });
};

export function litmusPageOutOfRange(text: string, array: string, pages: number, where?: Where): Finding {
  const [, from = '', to = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  const isBackwards = Number(from) > Number(to);
  const known =
    pages === 0 ? 'this machine has none' : `pages are 0 to ${pages - 1}; "machine: { pages: ... }" says how many`;
  return finding('CVM_LITMUS_PAGE_OUT_OF_RANGE', `${array} has no page ${quote(text)}: there are ${pages}`, {
    where,
    hint: isBackwards ? `the lower one comes first: ${to}-${from}` : known,
  });
}

/** `what` says which two things: `page 2 is said twice`. */
export const litmusConflict = (what: string, hint: string, where?: Where): Finding =>
  finding('CVM_LITMUS_CONFLICT', what, { where, hint });

export const litmusMissing = (what: string, hint: string, where?: Where): Finding =>
  finding('CVM_LITMUS_MISSING', `${what} is missing`, { where, hint });

/** `reason`: `it came with 6.2, and this machine is 5.19`. */
export const litmusNotOnThisMachine = (what: string, reason: string, where?: Where): Finding =>
  finding('CVM_LITMUS_NOT_ON_THIS_MACHINE', `this machine has no ${what}: ${reason}`, {
    where,
    hint: 'policy, release, trigger, features and options say what the machine is',
  });

export const litmusNoVocabulary = (arch: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_LITMUS_NO_VOCABULARY', `the plugin of ${arch} has no words for litmus files`, {
    where,
    hint: choiceHint(arch, known),
  });

export const litmusImpossibleState = (problem: string, where?: Where): Finding =>
  finding('CVM_LITMUS_IMPOSSIBLE_STATE', `no machine can begin like this: ${problem}`, {
    where,
    hint: 'say less of it, or something else',
  });

/** `what`: `no execution returns from this call`. */
export const litmusUnreachable = (what: string, where?: Where): Finding =>
  finding('CVM_LITMUS_UNREACHABLE', what, {
    where,
    hint: 'what can never be looked at would hold whatever happens: change the file so that it is reached, or leave it out',
  });

export const litmusNotCountable = (operation: string, reason: string, where?: Where): Finding =>
  finding('CVM_LITMUS_NOT_COUNTABLE', `${quote(operation)} cannot be counted in this call: ${reason}`, {
    where,
    hint: '"cvm-teardown run" counts every operation',
  });

export const litmusBeyondModel = (problem: string, where?: Where): Finding =>
  finding('CVM_LITMUS_BEYOND_MODEL', `the model cannot follow this file: ${problem}`, {
    where,
    hint: 'it has room for small machines only: make fewer calls, or begin with less',
  });
