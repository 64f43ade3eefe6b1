/** How much of something there is, by name; a rule's or a step's changes of it. Bytes where the name says `held`. */
export type Levels = Readonly<Record<string, number>>;

/**
 * Bytes of the memory that a dying guest had, which are neither free nor usable by anybody until teardown has dealt with them,
 * while the host can still swap them out.
 */
export const HELD_SWAPPABLE = 'held-swappable';

/** The same, out of reach of the host's reclaim. */
export const HELD_UNSWAPPABLE = 'held-unswappable';

/** Bytes that a teardown takes for itself while it works, beyond what the guest had: its lists, say. Nobody else has them meanwhile. */
export const OVERHEAD = 'overhead';

/** Both kinds of what is held; kept by the engine, so that the total has a peak of its own. */
export const HELD = 'held';

/** The same changes with the total's. */
export function withTotal(levels: Levels): readonly (readonly [name: string, delta: number])[] {
  const changes = Object.entries(levels);
  if (!(HELD_SWAPPABLE in levels) && !(HELD_UNSWAPPABLE in levels)) return changes;
  const total = (levels[HELD] ?? 0) + (levels[HELD_SWAPPABLE] ?? 0) + (levels[HELD_UNSWAPPABLE] ?? 0);
  return [...changes.filter(([name]) => name !== HELD), [HELD, total]];
}
