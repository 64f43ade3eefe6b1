import { BytePageStore } from '../../../packages/core/dist/state/index.js';
import { scatter } from '../../../packages/core/dist/state/scatter.js';
import { PRICES } from '../machine/operations.js';
import { SEED } from '../machine/policies.js';

export const ABSENT = 0;
export const SECRET = 1;
export const WIPED = 2;
export const BUSY = 3;

/** What a run came to; loops, executors and SimPy must agree on it. */
export interface Outcome {
  readonly endNs: number;
  /** Pages that were wiped. */
  readonly wiped: number;
}

/** One byte for each page: all are secret, or the random half that the synthetic architecture begins with. */
export function guestOf(pages: number, layout: 'contiguous' | 'scattered'): Uint8Array {
  const bytes = new Uint8Array(pages);
  if (layout === 'contiguous') bytes.fill(SECRET);
  else {
    const store = new BytePageStore({ bytes }, 0, pages);
    scatter(store, { code: SECRET, share: 0.5, seed: SEED, from: 0, to: pages });
  }
  return bytes;
}

export const { wipe: WIPE, look: LOOK, walk: WALK } = PRICES;
