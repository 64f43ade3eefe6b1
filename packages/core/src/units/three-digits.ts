export interface DisplayUnit {
  readonly name: string;
  readonly size: number;
}

/**
 * A rounded value for people: three significant digits, zeros kept, in the smallest of the units (ascending) that leaves
 * at most three digits before the point; the largest unit takes what comes.
 */
export function threeDigits(value: number, units: readonly [DisplayUnit, ...DisplayUnit[]]): string {
  const fits = ({ size }: DisplayUnit) => Number((value / size).toPrecision(3)) < 1000;
  const unit = units.find(fits) ?? units.at(-1) ?? units[0];
  const count = value / unit.size;
  return `${fits(unit) ? count.toPrecision(3) : Math.round(count)}${unit.name}`;
}
