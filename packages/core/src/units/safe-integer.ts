/** The number of a bigint. @throws RangeError where it would not be exact: a wrong count is worse than none. */
export function toSafeInteger(value: bigint, what: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${what} is beyond 2^53 - 1: ${value}`);
  return number;
}

/** The bigint of a count. @throws RangeError unless it is a safe integer that is not negative. */
export function toCount(value: number, what: string): bigint {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${what} is not a count: ${value}`);
  return BigInt(value);
}
