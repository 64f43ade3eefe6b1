import type { RunEntry } from '@cvm-teardown/core/report';
import { sizeText, sizeTime } from './run-figures.js';

/** Memory that nobody can use, by kind, and what the teardown takes for itself; the first row is the head. Nothing where nothing is held. */
export function heldRows({ side_effects: effects }: RunEntry): readonly (readonly string[])[] {
  const { held_bytes: held, overhead_bytes: overhead, held_when_unblocked: then } = effects;
  if (held === undefined) return [];
  const kinds = [
    ['swappable', held.swappable, then?.swappable_bytes],
    ['not swappable', held.unswappable, then?.unswappable_bytes],
  ] as const;
  const those = kinds.filter(
    ([, { start_bytes, peak_bytes, end_bytes }]) => !isZero(start_bytes, peak_bytes, end_bytes),
  );
  const parts = [
    ...those,
    ...(those.length > 1 ? [['together', held.total, sumOf(then)] as const] : []),
    ...(overhead === undefined ? [] : [['overhead', overhead, then?.overhead_bytes] as const]),
  ];
  if (parts.length === 0) return [];
  return [
    ['held', 'at first', 'when unblocked', 'peak', 'at the end', 'over time'],
    ...parts.map(([name, { start_bytes, peak_bytes, end_bytes, byte_ns }, thenBytes]) => [
      name,
      sizeText(start_bytes),
      thenBytes === undefined ? '' : sizeText(thenBytes),
      sizeText(peak_bytes),
      sizeText(end_bytes),
      sizeTime(byte_ns),
    ]),
  ];
}

const isZero = (...values: readonly (number | null)[]): boolean => values.every((value) => value === 0);

function sumOf(then: RunEntry['side_effects']['held_when_unblocked']): number | null | undefined {
  if (then === undefined) return undefined;
  const { swappable_bytes: swappable, unswappable_bytes: unswappable } = then;
  return swappable === null || unswappable === null ? null : swappable + unswappable;
}
