import { ABSENT, BUSY, LOOK, type Outcome, SECRET, WIPE, WIPED } from './pages.js';

interface Walker {
  readonly pages: Iterator<number>;
  page: number;
  does: 'go on' | 'look' | 'wipe';
  /** When it does so; Infinity while it waits for a page, and when it is done. */
  at: number;
}

/**
 * What one writes who needs several walkers at once: an event for each page, the earliest first, the first walker first at the same
 * instant. A page that somebody wipes is waited for.
 */
export function eventLoop(guest: Uint8Array, sequences: readonly Iterable<number>[]): Outcome {
  const walkers = sequences.map(
    (pages): Walker => ({ pages: pages[Symbol.iterator](), page: -1, does: 'go on', at: 0 }),
  );
  let endNs = 0;
  let wiped = 0;
  for (let walker = earliest(walkers); walker !== undefined; walker = earliest(walkers)) {
    const now = walker.at;
    endNs = now;
    if (walker.does === 'wipe') {
      guest[walker.page] = WIPED;
      wiped++;
      for (const other of walkers)
        if (other.at === Number.POSITIVE_INFINITY && other.page === walker.page) other.at = now;
    }
    if (walker.does !== 'look') {
      const { done, value } = walker.pages.next();
      walker.page = done === true ? -1 : value;
      if (done === true) walker.at = Number.POSITIVE_INFINITY;
      if (done === true) continue;
    }
    switch (guest[walker.page]) {
      case ABSENT:
        walker.does = 'go on';
        break;
      case SECRET:
        guest[walker.page] = BUSY;
        walker.does = 'wipe';
        walker.at = now + WIPE;
        break;
      case WIPED:
        walker.does = 'go on';
        walker.at = now + LOOK;
        break;
      default:
        walker.does = 'look';
        walker.at = Number.POSITIVE_INFINITY;
    }
  }
  return { endNs, wiped };
}

function earliest(walkers: readonly Walker[]): Walker | undefined {
  let first: Walker | undefined;
  for (const walker of walkers) if (walker.at < (first?.at ?? Number.POSITIVE_INFINITY)) first = walker;
  return first;
}
