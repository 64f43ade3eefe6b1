/**
 * Mistakes of protocol authors. They show deep inside a guard, an apply or a task, so these functions give an error to
 * throw, not a finding to collect; the executor, which knows actor and step, adds them with `locateError`.
 */
import { type FindingCode, finding } from '../finding.js';
import { InputError } from '../input-error.js';
import { quote } from '../quote.js';

const mistake = (code: FindingCode, message: string, hint: string): InputError =>
  new InputError(finding(code, message, { hint }));

const shown = (value: unknown): string => (typeof value === 'string' ? quote(value) : String(value));

/** `path` is the field of the state, here and below: `vm.handle`. */
export function stateOutsideStep(path: string): InputError {
  const hint =
    'touch state only inside guard and apply, and never keep the state, a page or a list of it beyond the call';
  return mistake('CVM_AUTHOR_STATE_OUTSIDE_STEP', `state ${quote(path)} is touched outside a step`, hint);
}

/** `declared` is what the schema admits: `0..3`, `normal | shared`. */
export function valueOutOfRange(path: string, value: unknown, declared: string): InputError {
  const message = `${shown(value)} does not fit ${quote(path)}, which is declared as ${declared}`;
  return mistake('CVM_AUTHOR_VALUE_OUT_OF_RANGE', message, 'declare a wider range, or mend the value');
}

export function listOverflow(path: string, capacity: number): InputError {
  const message = `list ${quote(path)} is full: it is declared for ${capacity} entries`;
  return mistake('CVM_AUTHOR_LIST_OVERFLOW', message, 'declare a longer list, or refuse before adding');
}

/** `difference` says what differed, here and below: `step "a" at first, step "b" when replayed`. */
export function taskNotDeterministic(task: string, difference: string): InputError {
  const message = `task ${quote(task)} does not repeat itself when the same observations are replayed: ${difference}`;
  const hint = 'a task is a function of its observations: no clock, no random numbers, no variables outside of it';
  return mistake('CVM_AUTHOR_TASK_NOT_DETERMINISTIC', message, hint);
}

/** `position` is the one that both histories are taken to stand at. */
export function mergedPositions(position: string, difference: string): InputError {
  const message = `histories that go on differently are merged at ${quote(position)}: ${difference}`;
  const hint = 'give here() every local that is read later, wrap what yield* calls in sub(), return results by value';
  return mistake('CVM_AUTHOR_MERGED_POSITIONS', message, hint);
}

/** `asked` is what misbehaves, here and below: `guard`, `units`, `select`. */
export function impureGuard(step: string, difference: string, asked = 'guard'): InputError {
  const hint = 'what is only asked may only look; what it wants to change belongs in apply';
  return mistake('CVM_AUTHOR_IMPURE_GUARD', `the ${asked} of ${quote(step)} is not pure: ${difference}`, hint);
}

export function guardReadsPages(step: string, path: string, asked = 'guard'): InputError {
  const message = `the ${asked} of ${quote(step)} reads the page state ${quote(path)}`;
  const hint = 'it may read flags, locks and counters; waiting for a page is a unit with "wait"';
  return mistake('CVM_AUTHOR_GUARD_READS_PAGES', message, hint);
}

/** `asked`: `apply`, `rule`, `mark`, `begin`. */
export function impureApply(step: string, difference: string, asked = 'apply'): InputError {
  const message = `${asked} of ${quote(step)} gives two results for one state: ${difference}`;
  const hint = 'it may depend on state, choice, fault and arguments only';
  return mistake('CVM_AUTHOR_IMPURE_APPLY', message, hint);
}

/** `declared` is the list of outcomes. */
export function undeclaredObservation(value: unknown, declared: string): InputError {
  const message = `apply returned ${shown(value)}, the step declares ${declared}`;
  const hint = 'return one of the declared outcomes, or declare this one';
  return mistake('CVM_AUTHOR_UNDECLARED_OBSERVATION', message, hint);
}

export function asymmetric(step: string, difference: string): InputError {
  const message = `${quote(step)} treats pages differently that are alike: ${difference}`;
  const hint = 'give pages that differ a static field, or do not declare the step symmetric';
  return mistake('CVM_AUTHOR_ASYMMETRIC', message, hint);
}

/** `position` is the chain of observations and labels that the actor's task stands at. */
export function unkeyedLoop(actor: string, position: string): InputError {
  const message = `the task of ${quote(actor)} goes on and on and comes to no position twice, at ${quote(position)}`;
  const hint =
    'begin every loop without a constant bound with here(label, ...live locals), and count nothing without end';
  return mistake('CVM_AUTHOR_UNKEYED_LOOP', message, hint);
}

/** A debug check that had nothing to compare proves nothing. */
export function nothingCompared(check: string, reason: string): InputError {
  const message = `the debug check ${quote(check)} compared nothing: ${reason}`;
  return mistake('CVM_AUTHOR_NOTHING_COMPARED', message, 'check a machine on which there is something to compare');
}

export function zeroCostLoop(actor: string, steps: number): InputError {
  const message = `the task of ${quote(actor)} took ${steps} steps in a row that take no time`;
  return mistake('CVM_AUTHOR_ZERO_COST_LOOP', message, 'wait with a guard, or give a step of the loop an operation');
}

export function lockNotHeld(lock: string, actor: string): InputError {
  const message = `${quote(actor)} gives back the lock ${quote(lock)} without holding it`;
  return mistake('CVM_AUTHOR_LOCK_NOT_HELD', message, 'take the lock on every way that leads here');
}

export function lockAlreadyHeld(lock: string, actor: string): InputError {
  const message = `${quote(actor)} takes the lock ${quote(lock)}, which it holds already`;
  return mistake('CVM_AUTHOR_LOCK_ALREADY_HELD', message, 'locks are not recursive: let the caller take it');
}
