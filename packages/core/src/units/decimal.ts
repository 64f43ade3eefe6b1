/** A decimal number as written: its digits without the point, and how many of them follow it. Exact at any length. */
export interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/** What a text with a number and a unit consists of. `sign` is '' or '-'; `unit` may be empty. */
export interface Quantity {
  readonly sign: string;
  readonly number: string;
  readonly unit: string;
}

/** Digits beyond this are a slip of the pen, and BigInt would spend its time on them. */
const longest = 40;
const quantity = /^(-?)(\d+(?:\.\d+)?)\s*([^\d\s.]*)$/u;

/** Splits `1.5GiB`; undefined when the text is not a plain decimal number with at most one word behind it. */
export function splitQuantity(text: string): Quantity | undefined {
  if (text.length > longest) return undefined;
  const [, sign = '', number, unit = ''] = quantity.exec(text.trim()) ?? [];
  return number === undefined ? undefined : { sign, number, unit };
}

/** `number` as `splitQuantity` gives it. */
export function parseDecimal(number: string): Decimal {
  const [whole = '', fraction = ''] = number.split('.');
  return { digits: BigInt(whole + fraction), decimals: fraction.length };
}

/** The number times `factor`, or undefined when the product is not whole. */
export function scaleExactly({ digits, decimals }: Decimal, factor: bigint): bigint | undefined {
  const scaled = digits * factor;
  const divisor = 10n ** BigInt(decimals);
  return scaled % divisor === 0n ? scaled / divisor : undefined;
}
