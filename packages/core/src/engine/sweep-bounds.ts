import type { Sweep } from '../protocol/sweep.js';
import type { PageArray } from '../state/page-array.js';
import { tablePageOf } from './sweep-run.js';

/**
 * Checked once, when a sweep begins: stores know nothing of bounds, so a sweep that reaches too far would touch other fields.
 *
 * @throws RangeError if an array is not declared, or the range or a table page above it lies outside its array
 */
export function checkSweepBounds(
  { table, range: { from, to }, options: { tails = [] } }: Sweep,
  arrays: ReadonlyMap<string, PageArray>,
): void {
  const within = (name: string, first: number, last: number): void => {
    const array = arrays.get(name);
    if (array === undefined) throw new RangeError(`"${table.name}": the machine declares no page array "${name}"`);
    if (first < 0 || last >= array.length) {
      throw new RangeError(`"${table.name}" goes over ${name}[${first}..${last}], there are ${array.length}`);
    }
  };
  if (from >= to) return;
  within(table.array, from, to - 1);
  for (const tail of tails) {
    if (tail.kind === 'table') within(tail.table.array, tablePageOf(tail, from), tablePageOf(tail, to - 1));
  }
}
