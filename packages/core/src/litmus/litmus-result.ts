import type { TraceStep } from '../check/index.js';
import type { Finding, Where } from '../errors/finding.js';

/** An expectation that was not met. */
export interface LitmusFailure {
  /** Its place in the file, and in the document: `do[0].returns`. */
  readonly where: Where;
  readonly expected: string;
  readonly happened: string;
}

/** A promise that was broken, or an expectation, and the shortest way there. */
export interface LitmusViolation {
  /** A property's id, or the place of an expectation in the file. */
  readonly property: string;
  readonly summary: string;
  readonly source: string;
  readonly detail?: string;
  readonly trace: readonly TraceStep[];
}

/**
 * `ok`: all expectations are met. `failed`: one is not. `error`: one can never be looked at, or the model cannot follow.
 * `unknown`: a limit was hit.
 */
export type LitmusOutcome = 'ok' | 'failed' | 'error' | 'unknown';

export interface LitmusResult {
  readonly outcome: LitmusOutcome;
  readonly failures: readonly LitmusFailure[];
  readonly findings: readonly Finding[];
  /** What was violated, whether it was expected or not. */
  readonly violation?: LitmusViolation;
  /** Distinct states found, the initial one included. */
  readonly states: number;
  readonly transitions: number;
  /** Why the outcome is unknown. */
  readonly limit?: string;
}
