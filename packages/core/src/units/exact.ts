const SIZES = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
] as const;

const DURATIONS = [
  ['s', 1_000_000_000],
  ['ms', 1_000_000],
  ['us', 1_000],
  ['ns', 1],
] as const;

const inWhole = (value: number, units: readonly (readonly [unit: string, size: number])[]): string => {
  const [unit, size] = units.find(([, one]) => value >= one && value % one === 0) ?? units[units.length - 1] ?? ['', 1];
  return `${value / size}${unit}`;
};

/** Bytes as text that `parseSize` reads as the same number. */
export const exactSize = (bytes: number): string => inWhole(bytes, SIZES);

/** Nanoseconds as text that `parseDuration` reads as the same time. */
export const exactDuration = (ns: number): string => inWhole(ns, DURATIONS);

/** A part, 0..1, as a percentage of at most four decimals. */
export const exactPercent = (part: number): string => `${Math.round(part * 1_000_000) / 10_000}%`;
