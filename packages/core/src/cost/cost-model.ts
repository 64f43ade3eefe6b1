import { refuseAny } from '../errors/input-error.js';
import { circularPrices } from '../errors/messages/profile.js';
import { roundToNanoseconds } from '../units/picoseconds.js';
import { toCount } from '../units/safe-integer.js';
import type { Assumption } from './assumption.js';
import type { CostProfile, CostRow } from './cost-profile.js';
import { assumedPrice, type Price, relativePrice, statedPrice } from './price.js';
import { priceCycles } from './profile-rules.js';

/** What operations cost on one machine. What nobody has priced is undefined: unknown, never 0. */
export interface CostModel {
  price(operation: string): Price | undefined;
  /**
   * Nanoseconds of ONE composite unit that performs the operation `units` times (64 lines of a page): summed in
   * picoseconds, rounded half up once. Callers only multiply the result, so that every executor gets the same integers.
   */
  unitNs(operation: string, units: number): number | undefined;
  /** The prices of the operations and of those that these are derived from, sorted by operation. */
  provenance(operations: Iterable<string>): readonly Price[];
}

interface Entry {
  readonly row: CostRow;
  readonly profile: CostProfile;
}

/**
 * Joins profiles and assumptions. A row of a later profile takes the place of an earlier profile's row for the same
 * operation; an assumption takes the place of both.
 *
 * @throws InputError (CVM_PROFILE_CIRCULAR_PRICES) where profiles that are sound each by itself make a circle together
 */
export function createCostModel(profiles: readonly CostProfile[], assumptions: readonly Assumption[] = []): CostModel {
  const assumed = new Map(assumptions.map((assumption) => [assumption.operation, assumption]));
  const entries = new Map<string, Entry>(
    profiles.flatMap((profile) => profile.rows.map((row) => [row.operation, { row, profile }] as const)),
  );
  for (const operation of assumed.keys()) entries.delete(operation);
  refuseAny(priceCycles([...entries.values()].map(({ row }) => row)).map((chain) => circularPrices(chain)));

  const resolve = (operation: string): Price | undefined => {
    const assumption = assumed.get(operation);
    return assumption === undefined ? rowPrice(entries.get(operation), resolve) : assumedPrice(assumption);
  };
  const prices = new Map([...assumed.keys(), ...entries.keys()].map((operation) => [operation, resolve(operation)]));

  const price = (operation: string) => prices.get(operation);
  return Object.freeze({
    price,
    unitNs: (operation: string, units: number) => {
      const known = price(operation);
      return known && roundToNanoseconds(known.picoseconds * toCount(units, `units of ${operation}`));
    },
    provenance: (operations: Iterable<string>) => withTargets(operations, price),
  });
}

function rowPrice(entry: Entry | undefined, price: CostModel['price']): Price | undefined {
  if (entry === undefined) return undefined;
  const { row, profile } = entry;
  if (row.ns !== undefined) return statedPrice({ ...row, ns: row.ns }, profile);
  if (row.relativeTo === undefined) return undefined;
  const target = price(row.relativeTo.operation);
  return target && relativePrice({ ...row, relativeTo: row.relativeTo }, profile, target);
}

function withTargets(operations: Iterable<string>, price: CostModel['price']): readonly Price[] {
  const used = new Map<string, Price>();
  const add = (operation: string): void => {
    const known = price(operation);
    if (known === undefined || used.has(operation)) return;
    used.set(operation, known);
    if (known.derivedFrom !== undefined) add(known.derivedFrom.operation);
  };
  for (const operation of operations) add(operation);
  return [...used.values()].sort((a, b) => (a.operation < b.operation ? -1 : 1));
}
