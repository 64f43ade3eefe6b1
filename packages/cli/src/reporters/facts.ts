import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';

/** Named facts, one per line; those that are empty are left out. */
export function facts(
  list: readonly (readonly [name: string, text: string])[],
  { width, palette }: Look,
  indent = 0,
): string {
  const rows = list.filter(([, text]) => text !== '').map(([name, text]) => [palette('dim', name), text]);
  return table(rows, { width, indent });
}

/** `a, b=2`, or ''. */
export const settings = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** `1 page`, `2 pages`. */
export const counted = (count: number, unit: string): string =>
  `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
