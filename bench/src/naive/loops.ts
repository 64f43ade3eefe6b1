import { BATCH } from '../machine/policies.js';
import { ABSENT, LOOK, type Outcome, SECRET, WALK, WIPE, WIPED } from './pages.js';

/** What one writes who needs one number: a loop over the pages. */
export function sweepLoop(guest: Uint8Array): Outcome {
  let endNs = 0;
  let wiped = 0;
  for (let page = 0; page < guest.length; page++) {
    const content = guest[page];
    if (content === ABSENT) continue;
    if (content === SECRET) {
      endNs += WIPE;
      wiped++;
      guest[page] = WIPED;
    } else endNs += LOOK;
  }
  return { endNs, wiped };
}

/** The same in batches of present pages; the last batch is the first that is not full. */
export function batchLoop(guest: Uint8Array): Outcome {
  let endNs = 0;
  let wiped = 0;
  const batch = new Uint32Array(BATCH);
  for (let page = 0, gathered = BATCH; gathered === BATCH; ) {
    endNs += WALK;
    gathered = 0;
    for (; page < guest.length && gathered < BATCH; page++) if (guest[page] !== ABSENT) batch[gathered++] = page;
    for (let i = 0; i < gathered; i++) {
      const at = batch[i] as number;
      if (guest[at] === SECRET) {
        endNs += WIPE;
        wiped++;
        guest[at] = WIPED;
      } else endNs += LOOK;
    }
  }
  return { endNs, wiped };
}
