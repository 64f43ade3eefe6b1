import type { Picoseconds } from '../units/picoseconds.js';
import type { Assumption } from './assumption.js';
import type { Confidence, CostProfile, CostRow } from './cost-profile.js';

/** What one unit of an operation costs, and how that is known. */
export interface Price {
  readonly operation: string;
  readonly picoseconds: Picoseconds;
  /** What it is paid for: call, page, line ... */
  readonly unit: string;
  readonly confidence: Confidence;
  readonly source: string;
  /** Published rows that it was fitted to, itself or through the price that it is derived from; sorted. */
  readonly fits: readonly string[];
  /** The id of the profile whose row it is; absent for an assumption. */
  readonly profile?: string;
  readonly derivation?: string;
  /** Present when it is stated relative to the price of another operation. */
  readonly derivedFrom?: { readonly operation: string; readonly times: number };
  /** True when it rests on an assumption of the user, itself or through the price that it is derived from. */
  readonly assumed?: true;
}

export function assumedPrice({ operation, picoseconds, unit, text }: Assumption): Price {
  const source = `assumption of the user: ${text}`;
  return Object.freeze({ operation, picoseconds, unit, confidence: 'assumed', source, fits: [], assumed: true });
}

/** The price of a row that states its ns. */
export function statedPrice(row: CostRow & { readonly ns: number }, { id }: CostProfile): Price {
  return Object.freeze({ ...known(row, id), picoseconds: scaled(row.ns, 3), fits: sorted(row.fits ?? []) });
}

/** The price of a row that is stated relative to `target`; rounded half up to picoseconds. */
export function relativePrice(
  row: CostRow & { readonly relativeTo: { readonly operation: string; readonly times: number } },
  { id }: CostProfile,
  target: Price,
): Price {
  const million = 10n ** 6n;
  return Object.freeze({
    ...known(row, id),
    picoseconds: (target.picoseconds * scaled(row.relativeTo.times, 6) + million / 2n) / million,
    fits: sorted([...(row.fits ?? []), ...target.fits]),
    derivedFrom: row.relativeTo,
    ...(target.assumed && { assumed: true }),
  });
}

function known({ operation, unit, confidence, source, derivation }: CostRow, profile: string) {
  return { operation, unit, confidence, source, profile, ...(derivation !== undefined && { derivation }) };
}

/** A number with at most that many decimals, as the schema demands, without its point. */
function scaled(value: number, decimals: number): bigint {
  return BigInt(Math.round(value * 10 ** decimals));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
