import type { Where } from '../errors/finding.js';
import { InputError } from '../errors/input-error.js';
import { invalidPercentage } from '../errors/messages/units.js';
import { parseDecimal, scaleExactly, splitQuantity } from './decimal.js';
import { toCount } from './safe-integer.js';

const million = 1_000_000n;

/** Parts per million, 0 to 1,000,000: percentages without the rounding of binary fractions. */
export type PartsPerMillion = number;

/**
 * Parts per million of `80%` or `12.5%`; at most four decimals, at most 100 %.
 *
 * @throws InputError (CVM_UNITS_INVALID_PERCENTAGE)
 */
export function parsePercent(text: string, where?: Where): PartsPerMillion {
  const parts = splitQuantity(text);
  const parsed =
    parts?.sign === '' && parts.unit === '%' ? scaleExactly(parseDecimal(parts.number), 10_000n) : undefined;
  if (parsed === undefined || parsed > million) throw new InputError(invalidPercentage(text, where));
  return Number(parsed);
}

/** That share of a total, rounded down: `shareOf(parsePercent('80%'), pageCount)`. */
export function shareOf(share: PartsPerMillion, total: number): number {
  return Number((toCount(share, 'a share') * toCount(total, 'a total')) / million);
}
