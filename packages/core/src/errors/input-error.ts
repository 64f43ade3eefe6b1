import { type Finding, locate, type Where } from './finding.js';
import { formatFinding } from './format-finding.js';

/** Shared by all copies of core in one process: a plugin may bring its own copy, and `instanceof` would not know it. */
const brand = Symbol.for('cvm-teardown/InputError');

/** What was given to us is wrong: carries every finding at once, never a single one of many. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly [brand] = true;
  readonly findings: readonly [Finding, ...Finding[]];

  /** @throws RangeError if there is no finding: an error about nothing is a bug of ours. */
  constructor(findings: Finding | readonly Finding[], options?: ErrorOptions) {
    const [first, ...rest] = 'code' in findings ? [findings] : findings;
    if (first === undefined) throw new RangeError('an InputError needs at least one finding');
    super([first, ...rest].map(formatFinding).join('\n'), options);
    this.findings = Object.freeze([first, ...rest] as const);
  }
}

/** Whether `value` is an InputError of this or of another copy of core. */
export function isInputError(value: unknown): value is InputError {
  return value instanceof Error && brand in value;
}

/** The same error in a known place, which fills in what its findings leave open. */
export function locateError(error: InputError, where: Where): InputError {
  return new InputError(
    error.findings.map((found) => locate(found, where)),
    { cause: error },
  );
}

/** @throws InputError with all of `findings`, if there are any. */
export function refuseAny(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new InputError(findings);
}

/**
 * Runs `parse`; what it finds wrong goes to `findings`, so that a reader of a document can go on and report everything
 * at once. Any other error is thrown on.
 */
export function collectFindings<T>(findings: Finding[], parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!isInputError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}
