import type { Finding, Where } from '../errors/finding.js';
import { InputError } from '../errors/input-error.js';
import {
  durationTooLong,
  durationWithoutUnit,
  fractionOfPicosecond,
  invalidDuration,
  negativeDuration,
  unknownDurationUnit,
} from '../errors/messages/units.js';
import { parseDecimal, scaleExactly, splitQuantity } from './decimal.js';
import type { Picoseconds } from './picoseconds.js';

const microsecond = 10n ** 6n;
const second = 10n ** 12n;

const picosecondsPerUnit: ReadonlyMap<string, Picoseconds> = new Map([
  ['ps', 1n],
  ['ns', 10n ** 3n],
  ['us', microsecond],
  ['µs', microsecond], // U+00B5, micro sign
  ['μs', microsecond], // U+03BC, Greek mu
  ['ms', 10n ** 9n],
  ['s', second],
  ['min', 60n * second],
  ['h', 3600n * second],
]);

const spelt = ['ps', 'ns', 'us', 'ms', 's', 'min', 'h'];
const longest = BigInt(Number.MAX_SAFE_INTEGER) * 1000n;

/**
 * Picoseconds of a duration such as `1.2us`, `850ps`, `10ms`, `3s`, `7min` or `2h`. Picoseconds do not fit into a safe
 * integer beyond two and a half hours, hence bigint; durations end where nanoseconds stop to be safe integers (104 days).
 *
 * @throws InputError (CVM_UNITS_...)
 */
export function parseDuration(text: string, where?: Where): Picoseconds {
  const refuse = (found: Finding) => new InputError(found);
  const parts = splitQuantity(text);
  if (parts === undefined) throw refuse(invalidDuration(text, where));
  const { sign, number, unit } = parts;
  if (sign === '-') throw refuse(negativeDuration(text, where));
  if (unit === '') throw refuse(durationWithoutUnit(number, where));
  const factor = picosecondsPerUnit.get(unit);
  if (factor === undefined) throw refuse(unknownDurationUnit(text, unit, spelt, where));
  const picoseconds = scaleExactly(parseDecimal(number), factor);
  if (picoseconds === undefined) throw refuse(fractionOfPicosecond(text, where));
  if (picoseconds > longest) throw refuse(durationTooLong(text, where));
  return picoseconds;
}
