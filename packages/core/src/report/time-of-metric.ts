import type { Price } from '../cost/index.js';
import type { ReportTime } from './report-time.js';
import { weakestConfidence } from './used-prices.js';

/** What a time rests on. */
export interface Grounds {
  /** The prices on its way, with those that they are relative to; what costs most first. */
  readonly used: readonly Price[];
  /** The operations on its way without a price. */
  readonly missing: readonly string[];
  /** Ids of the published times that stand beside it. */
  readonly beside: readonly string[];
}

/** A time of a report, with what it is. `ns` is undefined while it is unknown. */
export function timeOfMetric(ns: number | undefined, { used, missing, beside }: Grounds): ReportTime {
  if (ns === undefined) return { ns: null, basis: 'unknown', because: whyUnknown(missing) };
  const confidence = weakestConfidence(used);
  const known = { ns, ...(confidence !== undefined && { confidence }) };
  const fitted = used.filter(({ fits }) => fits.some((id) => beside.includes(id)));
  if (fitted.length > 0) {
    const ids = beside.filter((id) => fitted.some(({ fits }) => fits.includes(id)));
    return { ...known, basis: 'fitted', because: `the price of ${names(fitted)} was fitted to ${ids.join(', ')}` };
  }
  const assumed = used.filter((price) => price.assumed === true || price.confidence === 'assumed');
  if (assumed.length > 0) return { ...known, basis: 'assumed', because: `the price of ${names(assumed)} is assumed` };
  if (confidence === undefined) return { ...known, basis: 'predicted', because: 'nothing on its way costs time' };
  return { ...known, basis: 'predicted', because: `the weakest price on its way is ${confidence}` };
}

const whyUnknown = (missing: readonly string[]): string =>
  missing.length === 0 ? 'the run does not reach this moment' : `no price for ${missing.join(', ')}`;

const MOST_NAMES = 3;

function names(prices: readonly Price[]): string {
  const all = prices.map(({ operation }) => operation);
  const rest = all.length - MOST_NAMES;
  return rest > 1 ? `${all.slice(0, MOST_NAMES).join(', ')} and ${rest} others` : all.join(', ');
}
