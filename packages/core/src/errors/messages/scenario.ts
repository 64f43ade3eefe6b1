import { type Finding, type FindingCode, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

/* What can be wrong with a scenario file: one function per message. */

const FORM = 'docs/scenarios.md describes the format';

export const scenarioTooLarge = (bytes: number, most: number, where?: Where): Finding =>
  finding('CVM_SCENARIO_TOO_LARGE', `a scenario file has at most ${most} bytes, this one has ${bytes}`, {
    where,
    hint: 'copies of a guest need not be written out: guests have "copies"',
  });

/** `problem` says which: "it is not UTF-8". */
export const scenarioNotText = (problem: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_NOT_TEXT', `this is no text: ${problem}`, {
    where,
    hint: 'a scenario file is YAML or JSON in UTF-8',
  });

export const scenarioEmpty = (where?: Where): Finding =>
  finding('CVM_SCENARIO_EMPTY', 'there is nothing in this file', {
    where,
    hint: 'begin with "scenario: 1"; docs/scenarios.md has examples',
  });

/** `problem` is the parser's. */
export const scenarioSyntax = (problem: string, where?: Where, hint = FORM): Finding =>
  finding('CVM_SCENARIO_SYNTAX', problem, { where, hint });

export const scenarioVersion = (version: unknown, supported: number, where?: Where): Finding =>
  finding('CVM_SCENARIO_VERSION', `this is a scenario of version ${quote(String(version))}, not ${supported}`, {
    where,
    hint: `write "scenario: ${supported}", or use a version of the tool that is made for the file`,
  });

/** `problem` says what was expected there. */
export const scenarioInvalid = (problem: string, where?: Where, hint = FORM): Finding =>
  finding('CVM_SCENARIO_INVALID', problem, { where, hint });

export const scenarioUnknownKey = (key: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_SCENARIO_UNKNOWN_KEY', `unknown key ${quote(key)}`, { where, hint: choiceHint(key, known) });

export const scenarioMissing = (what: string, hint: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_MISSING', `${what} is missing`, { where, hint });

/** `what` says which two things: `guest and guests`. */
export const scenarioConflict = (what: string, hint: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_CONFLICT', what, { where, hint });

const unknown =
  (code: FindingCode, what: string) =>
  (name: string, known: readonly string[], where?: Where): Finding =>
    finding(code, `there is no ${what} ${quote(name)}`, { where, hint: choiceHint(name, known) });

/** `above`: only events that are written before count. */
export const scenarioUnknownEvent = (name: string, known: readonly string[], where?: Where, above = false): Finding =>
  finding('CVM_SCENARIO_UNKNOWN_EVENT', `there is no event ${above ? 'above called ' : ''}${quote(name)}`, {
    where,
    hint: choiceHint(name, known),
  });

export const scenarioUnknownGuest = unknown('CVM_SCENARIO_UNKNOWN_GUEST', 'guest');
export const scenarioUnknownMeasure = unknown('CVM_SCENARIO_UNKNOWN_MEASURE', 'measure');
export const scenarioUnknownProfile = unknown('CVM_SCENARIO_UNKNOWN_PROFILE', 'profile');
export const scenarioUnknownOperation = unknown('CVM_SCENARIO_UNKNOWN_OPERATION', 'operation');

/** `key` says something about an event of another kind. */
export const scenarioNoEffect = (key: string, what: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_SCENARIO_NO_EFFECT', `${quote(key)} means nothing for ${quote(what)}`, {
    where,
    hint: known.length === 0 ? 'leave it out' : choiceHint(key, known),
  });

/** `event` is what is to happen; `why` names who cannot, and why. */
export const scenarioNotPossible = (event: string, why: string, hint: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_NOT_POSSIBLE', `${quote(event)} cannot happen: ${why}`, { where, hint });

/** Two events of one guest that cannot overlap. */
export const scenarioOverlap = (event: string, other: string, why: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_OVERLAP', `${quote(event)} begins while ${quote(other)} is not over: ${why}`, {
    where,
    hint: `let it begin later, or "after: ${other}.done"`,
  });

export const scenarioGuestNotThere = (event: string, guest: string, why: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_GUEST_NOT_THERE', `${quote(event)} happens to guest ${quote(guest)}, ${why}`, {
    where,
    hint: 'a guest is there from the end of its boot to its exit',
  });

export const scenarioNeverBegins = (event: string, why: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_NEVER_BEGINS', `${quote(event)} never begins: ${why}`, {
    where,
    hint: 'wait for something that happens',
  });

export const scenarioUnpricedThreshold = (
  measure: string,
  operations: readonly string[],
  why: string,
  where?: Where,
): Finding =>
  finding('CVM_SCENARIO_UNPRICED_THRESHOLD', `nobody knows ${quote(measure)}: ${why}`, {
    where,
    hint:
      operations.length === 0
        ? 'leave the threshold out'
        : `give the price, if you know it: "assume: { ${operations[0]}: 1.2us }"; or expect a count`,
  });

export const scenarioNotReached = (measure: string, why: string, where?: Where): Finding =>
  finding('CVM_SCENARIO_NOT_REACHED', `there is no ${quote(measure)}: ${why}`, {
    where,
    hint: 'leave the threshold out',
  });
