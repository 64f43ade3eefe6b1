import { type Finding, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

export function sizeWithoutUnit(text: string, where?: Where): Finding {
  const hint = `write ${text}B for bytes, or ${text}GiB (binary) or ${text}GB (decimal)`;
  return finding('CVM_UNITS_SIZE_WITHOUT_UNIT', `size ${quote(text)} has no unit`, { where, hint });
}

/** `prefix` is the bare letter, `G`; the two choices are its binary and its decimal unit. */
export function ambiguousSize(text: string, count: string, prefix: string, where?: Where): Finding {
  const decimal = prefix === 'K' || prefix === 'k' ? 'kB' : `${prefix}B`;
  const hint = `write ${count}${prefix.toUpperCase()}iB (binary) or ${count}${decimal} (decimal)`;
  return finding('CVM_UNITS_AMBIGUOUS_SIZE', `size ${quote(text)} can be read in two ways`, { where, hint });
}

export function unknownSizeUnit(text: string, unit: string, known: readonly string[], where?: Where): Finding {
  const message = `size ${quote(text)} has the unknown unit ${quote(unit)}`;
  return finding('CVM_UNITS_UNKNOWN_SIZE_UNIT', message, { where, hint: choiceHint(unit, known) });
}

export function invalidSize(text: string, where?: Where): Finding {
  const hint = 'write a number and a unit, such as 100GiB, 64MiB, 4KiB, 1.5TiB or 100GB';
  return finding('CVM_UNITS_INVALID_SIZE', `${quote(text)} is not a size`, { where, hint });
}

export function negativeSize(text: string, where?: Where): Finding {
  return finding('CVM_UNITS_NEGATIVE_SIZE', `size ${quote(text)} is negative`, { where, hint: 'leave out the sign' });
}

export function fractionOfByte(text: string, where?: Where): Finding {
  const hint = 'use a smaller unit, so that a whole number of bytes is left';
  return finding('CVM_UNITS_FRACTION_OF_BYTE', `size ${quote(text)} is not a whole number of bytes`, { where, hint });
}

export function sizeTooLarge(text: string, where?: Where): Finding {
  const hint = 'sizes stay below 8192TiB, so that every count of bytes is exact';
  return finding('CVM_UNITS_SIZE_TOO_LARGE', `size ${quote(text)} is too large`, { where, hint });
}

export function durationWithoutUnit(text: string, where?: Where): Finding {
  const hint = `write a unit: ${text}ns, ${text}us, ${text}ms or ${text}s`;
  return finding('CVM_UNITS_DURATION_WITHOUT_UNIT', `duration ${quote(text)} has no unit`, { where, hint });
}

export function unknownDurationUnit(text: string, unit: string, known: readonly string[], where?: Where): Finding {
  const message = `duration ${quote(text)} has the unknown unit ${quote(unit)}`;
  return finding('CVM_UNITS_UNKNOWN_DURATION_UNIT', message, { where, hint: choiceHint(unit, known) });
}

export function invalidDuration(text: string, where?: Where): Finding {
  const hint = 'write a number and a unit, such as 1.2us, 10ms, 3s or 7min';
  return finding('CVM_UNITS_INVALID_DURATION', `${quote(text)} is not a duration`, { where, hint });
}

export function negativeDuration(text: string, where?: Where): Finding {
  const message = `duration ${quote(text)} is negative`;
  return finding('CVM_UNITS_NEGATIVE_DURATION', message, { where, hint: 'leave out the sign' });
}

export function fractionOfPicosecond(text: string, where?: Where): Finding {
  const message = `duration ${quote(text)} is not a whole number of picoseconds`;
  return finding('CVM_UNITS_FRACTION_OF_PICOSECOND', message, { where, hint: 'round it to picoseconds' });
}

export function durationTooLong(text: string, where?: Where): Finding {
  const hint = 'durations stay below 104 days, so that every count of nanoseconds is exact';
  return finding('CVM_UNITS_DURATION_TOO_LONG', `duration ${quote(text)} is too long`, { where, hint });
}

export function invalidPercentage(text: string, where?: Where): Finding {
  const hint = 'write a number from 0 to 100 with at most four decimals and a percent sign, such as 80% or 12.5%';
  return finding('CVM_UNITS_INVALID_PERCENTAGE', `${quote(text)} is not a percentage`, { where, hint });
}
