import { toCount } from './safe-integer.js';
import { type DisplayUnit, threeDigits } from './three-digits.js';

const units = [
  { name: 'B', size: 1 },
  { name: 'KiB', size: 2 ** 10 },
  { name: 'MiB', size: 2 ** 20 },
  { name: 'GiB', size: 2 ** 30 },
  { name: 'TiB', size: 2 ** 40 },
] as const satisfies DisplayUnit[];

/**
 * Bytes for a table, in binary units: exact where four digits do (`100GiB`, `1536MiB`), else three significant digits
 * (`11.8GiB`). Data outside of tables carries plain bytes.
 *
 * @throws RangeError unless `bytes` is a safe integer that is not negative
 */
export function formatSize(bytes: number): string {
  toCount(bytes, 'a size in bytes');
  const whole = units.findLast(({ size }) => bytes >= size && bytes % size === 0) ?? units[0];
  const count = bytes / whole.size;
  return count < 10_000 ? `${count}${whole.name}` : threeDigits(bytes, units);
}
