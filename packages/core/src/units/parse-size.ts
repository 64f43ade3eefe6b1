import type { Finding, Where } from '../errors/finding.js';
import { InputError } from '../errors/input-error.js';
import {
  ambiguousSize,
  fractionOfByte,
  invalidSize,
  negativeSize,
  sizeTooLarge,
  sizeWithoutUnit,
  unknownSizeUnit,
} from '../errors/messages/units.js';
import { parseDecimal, scaleExactly, splitQuantity } from './decimal.js';

const bytesPerUnit: ReadonlyMap<string, bigint> = new Map([
  ['B', 1n],
  ['KiB', 2n ** 10n],
  ['MiB', 2n ** 20n],
  ['GiB', 2n ** 30n],
  ['TiB', 2n ** 40n],
  ['kB', 10n ** 3n],
  ['KB', 10n ** 3n],
  ['MB', 10n ** 6n],
  ['GB', 10n ** 9n],
  ['TB', 10n ** 12n],
]);

/**
 * Bytes of a size such as `100GiB`, `64MiB`, `4KiB`, `1.5TiB`, `100GB` or `512B`: binary and decimal units, told apart by
 * their spelling. A bare number and a bare `G` are refused: half of their readers would read them the other way.
 *
 * @returns a safe integer
 * @throws InputError (CVM_UNITS_...) that names the choices
 */
export function parseSize(text: string, where?: Where): number {
  const refuse = (found: Finding) => new InputError(found);
  const parts = splitQuantity(text);
  if (parts === undefined) throw refuse(invalidSize(text, where));
  const { sign, number, unit } = parts;
  if (sign === '-') throw refuse(negativeSize(text, where));
  if (unit === '') throw refuse(sizeWithoutUnit(number, where));
  if (/^[kKMGT]$/.test(unit)) throw refuse(ambiguousSize(text, number, unit, where));
  const factor = bytesPerUnit.get(unit);
  if (factor === undefined) throw refuse(unknownSizeUnit(text, unit, [...bytesPerUnit.keys()], where));
  const bytes = scaleExactly(parseDecimal(number), factor);
  if (bytes === undefined) throw refuse(fractionOfByte(text, where));
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse(sizeTooLarge(text, where));
  return Number(bytes);
}
