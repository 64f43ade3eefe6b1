import fc, { type Arbitrary, type RunDetails } from 'fast-check';
import { agree, type Trial } from './agreement.js';
import { Tally } from './tally.js';
import { watchPlans } from './watch-plans.js';

export interface EqualityOptions {
  readonly cases: number;
  readonly seed: number;
  /** Whether a failure is left as it was found. */
  readonly endOnFailure?: boolean;
}

/**
 * Compares both executors on random machines. `trialOf` makes a machine of what was drawn; undefined: there is none.
 * The result says how it went and what happened on the way.
 */
export function compareExecutors<T>(
  drawn: Arbitrary<T>,
  trialOf: (value: T) => Trial | undefined,
  { cases, ...options }: EqualityOptions,
): { readonly details: RunDetails<[T]>; readonly tally: Tally } {
  const tally = new Tally();
  const unwatch = watchPlans(tally);
  try {
    const property = fc.property(drawn, (value) => {
      const trial = trialOf(value);
      if (trial === undefined) tally.tell('no such machine');
      else agree(trial, tally);
      tally.next();
    });
    return { details: fc.check(property, { numRuns: cases, ...options }), tally };
  } finally {
    unwatch();
  }
}

/** How much the tests of this folder do: `pnpm equality` sets more. The seed is printed, so that a failure can be repeated. */
export const CASES = Number(process.env['CVM_EQUALITY_CASES'] ?? 3000);
const SEED = Number(process.env['CVM_EQUALITY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Fewer cases say nothing about how often something happens. */
const ENOUGH_CASES = 1000;

/**
 * As a test. `floors`: in which part of the cases at least something happens, so that no generator becomes vacuous unseen.
 *
 * @throws Error where the executors differ, with the shrunk machine; where something happens too rarely
 */
export function expectEquality<T>(
  drawn: Arbitrary<T>,
  trialOf: (value: T) => Trial | undefined,
  floors: Readonly<Record<string, number>>,
  cases = CASES,
): void {
  console.log(`CVM_EQUALITY_SEED=${SEED}, ${cases} cases`);
  const { details, tally } = compareExecutors(drawn, trialOf, { cases, seed: SEED });
  if (process.env['CVM_EQUALITY_TELL'] !== undefined) console.log(String(tally));
  if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  const short = cases < ENOUGH_CASES ? [] : tally.shortOf(floors);
  if (short.length > 0) throw new Error(`the generator misses what it is made for: ${short.join('; ')}`);
}
