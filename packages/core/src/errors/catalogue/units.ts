import type { AreaCatalogue } from './entry.js';

export const unitsCatalogue = {
  CVM_UNITS_SIZE_WITHOUT_UNIT: {
    title: 'Size without a unit',
    explanation: 'A bare number could mean bytes, pages or gigabytes. None of them is guessed.',
    remedy: 'Write the unit: 4096B, 4KiB, 100GiB (binary) or 100GB (decimal).',
  },
  CVM_UNITS_AMBIGUOUS_SIZE: {
    title: 'Size that can be read in two ways',
    explanation: 'A bare letter such as G is binary to some and decimal to others; at 100 G the two differ by 7 %.',
    remedy: 'Write GiB for 1024^3 bytes or GB for 1000^3 bytes, and likewise for K, M and T.',
  },
  CVM_UNITS_UNKNOWN_SIZE_UNIT: {
    title: 'Unknown unit of a size',
    explanation:
      'Units are spelt exactly: B, KiB, MiB, GiB, TiB (binary), kB, KB, MB, GB, TB (decimal). Gb would be bits.',
    remedy: 'Use one of these units, with these capitals.',
  },
  CVM_UNITS_INVALID_SIZE: {
    title: 'Not a size',
    explanation: 'A size is a decimal number and a unit: no exponent, no separators, not NaN or Infinity.',
    remedy: 'Write it like 100GiB, 64MiB, 1.5TiB or 100GB.',
  },
  CVM_UNITS_NEGATIVE_SIZE: {
    title: 'Negative size',
    explanation: 'No amount of memory is negative.',
    remedy: 'Leave out the sign.',
  },
  CVM_UNITS_FRACTION_OF_BYTE: {
    title: 'Fraction of a byte',
    explanation: 'The size does not come out as a whole number of bytes, and rounding would hide a slip of the pen.',
    remedy: 'Write the size in a smaller unit.',
  },
  CVM_UNITS_SIZE_TOO_LARGE: {
    title: 'Size too large',
    explanation: 'Bytes are counted exactly up to 2^53 - 1, just below 8192 TiB.',
    remedy: 'Use a smaller size.',
  },
  CVM_UNITS_DURATION_WITHOUT_UNIT: {
    title: 'Duration without a unit',
    explanation: 'A bare number could mean nanoseconds, microseconds or seconds. None of them is guessed.',
    remedy: 'Write the unit: 1200ns, 1.2us, 10ms, 3s or 7min.',
  },
  CVM_UNITS_UNKNOWN_DURATION_UNIT: {
    title: 'Unknown unit of a duration',
    explanation:
      'Units are spelt exactly: ps, ns, us (or µs), ms, s, min, h. A bare m could be minutes or milliseconds.',
    remedy: 'Use one of these units.',
  },
  CVM_UNITS_INVALID_DURATION: {
    title: 'Not a duration',
    explanation: 'A duration is a decimal number and a unit: no exponent, no separators, no sums such as 1h30min.',
    remedy: 'Write it like 1.2us, 10ms, 3s or 7min.',
  },
  CVM_UNITS_NEGATIVE_DURATION: {
    title: 'Negative duration',
    explanation: 'Nothing takes less than no time.',
    remedy: 'Leave out the sign.',
  },
  CVM_UNITS_FRACTION_OF_PICOSECOND: {
    title: 'Fraction of a picosecond',
    explanation: 'Costs are kept as whole picoseconds, so that sums of billions of them are exact.',
    remedy: 'Round the duration to picoseconds: three decimals of a nanosecond.',
  },
  CVM_UNITS_DURATION_TOO_LONG: {
    title: 'Duration too long',
    explanation: 'Virtual time is counted exactly up to 2^53 - 1 ns, about 104 days.',
    remedy: 'Use a shorter duration.',
  },
  CVM_UNITS_INVALID_PERCENTAGE: {
    title: 'Not a percentage',
    explanation: 'A percentage is a number from 0 to 100 with at most four decimals, and a percent sign.',
    remedy: 'Write it like 80% or 12.5%.',
  },
} satisfies AreaCatalogue<'UNITS'>;
