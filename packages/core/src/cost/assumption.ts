import type { Finding, Where } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { assumedTwice, assumedUnknownOperation, assumptionForm } from '../errors/messages/cost.js';
import { parseDuration } from '../units/parse-duration.js';
import type { Picoseconds } from '../units/picoseconds.js';
import type { KnownOperation } from './cost-profile.js';

/** A price that the user gives where no source does, or in its place. */
export interface Assumption {
  readonly operation: string;
  readonly unit: string;
  readonly picoseconds: Picoseconds;
  /** As it was given: `destroy-page=1.2us`. */
  readonly text: string;
}

/**
 * Reads assumptions of the form `destroy-page=1.2us`, one per operation.
 *
 * @throws InputError (CVM_COST_..., CVM_UNITS_...) with everything that is wrong in all of them
 */
export function parseAssumptions(
  texts: readonly string[],
  operations: readonly KnownOperation[],
  where?: Where,
): Assumption[] {
  const findings: Finding[] = [];
  const assumptions = texts.flatMap((text) => parseAssumption(text, operations, findings, where) ?? []);
  const first = new Map<string, string>();
  for (const text of texts) {
    const operation = nameIn(text);
    const earlier = first.get(operation);
    if (earlier === undefined) first.set(operation, text);
    else if (text.includes('=')) findings.push(assumedTwice(operation, earlier, text, where));
  }
  refuseAny(findings);
  return assumptions;
}

function parseAssumption(
  text: string,
  operations: readonly KnownOperation[],
  findings: Finding[],
  where?: Where,
): Assumption | undefined {
  const name = nameIn(text);
  if (name === '' || !text.includes('=')) {
    findings.push(assumptionForm(text, where));
    return undefined;
  }
  const operation = operations.find((known) => known.name === name);
  if (operation === undefined) {
    const known = operations.map((operation) => operation.name);
    findings.push(assumedUnknownOperation(name, known, where));
  }
  const picoseconds = collectFindings(findings, () => parseDuration(text.slice(text.indexOf('=') + 1), where));
  if (operation === undefined || picoseconds === undefined) return undefined;
  return Object.freeze({ operation: name, unit: operation.unit, picoseconds, text });
}

const nameIn = (text: string): string => text.split('=', 1)[0]?.trim() ?? '';
