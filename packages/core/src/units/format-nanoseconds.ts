import { type DisplayUnit, threeDigits } from './three-digits.js';

const small = [
  { name: 'ns', size: 1 },
  { name: 'us', size: 1_000 },
  { name: 'ms', size: 1_000_000 },
  { name: 's', size: 1_000_000_000 },
] as const satisfies DisplayUnit[];

const large = [
  { name: 'min', size: 60_000_000_000 },
  { name: 'h', size: 3_600_000_000_000 },
] as const satisfies DisplayUnit[];

/**
 * A duration for a table. Exact where that is short: whole hours and minutes (`7min`), up to four significant digits of
 * a smaller unit (`467s`, `2.5ms`, `850ns`); else rounded to three (`1.23ms`, `73.0min`), zeros kept to show it.
 * Data outside of tables carries plain nanoseconds.
 *
 * @throws RangeError unless `ns` is a safe integer; a difference may be negative
 */
export function formatNanoseconds(ns: number): string {
  if (!Number.isSafeInteger(ns)) throw new RangeError(`a duration in nanoseconds is not a safe integer: ${ns}`);
  if (ns < 0) return `-${formatNanoseconds(-ns)}`;
  return wholeMinutes(ns) ?? shortDecimal(ns) ?? threeDigits(ns, [...small, ...large]);
}

function wholeMinutes(ns: number): string | undefined {
  const unit = large.findLast(({ size }) => ns > 0 && ns % size === 0);
  return unit && `${ns / unit.size}${unit.name}`;
}

function shortDecimal(ns: number): string | undefined {
  const unit = small.findLast(({ size }) => ns >= size) ?? small[0];
  const digits = String(ns).replace(/0+$/, '').length;
  return digits <= 4 && ns < 10_000 * unit.size ? `${ns / unit.size}${unit.name}` : undefined;
}
