/** Who else acts on a machine that is checked: the guest, and the next guest that is given the VMID. */
import { type Actor, here, type PageSeen, page, pageSeen, type Task } from '@cvm-teardown/core/plugin';
import { hasLivingGuest } from './begin.js';
import { rollOverAndTakeVmid, takeVmid, touchOf } from './firmware.js';
import type { Stage2 } from './stage2.js';
import { step } from './state.js';

const choosePage = step<[pages: number], PageSeen, PageSeen>({
  name: 'choose-page',
  outcomes: page,
  choices: ([pages]) => pages,
  apply: (_s, _args, choice) => pageSeen(choice),
  source: 'docs/arm64.md 6.3, 11.1',
});

/** A vCPU that uses any page at any time, with a mapping that writes around the caches wherever stage 2 lets it. */
function vcpu(stage2: Stage2): Actor {
  return {
    name: 'vcpu0',
    daemon: true,
    charged: 'guest',
    *task(): Task {
      for (;;) {
        yield* here('guest');
        const { page: leaf } = yield* choosePage(stage2.leaves);
        yield* touchOf(stage2)(leaf);
      }
    },
  };
}

/** The VMID is given out again: to the next guest, by a roll-over unless the machine has a mutant that leaves it out. */
export const giveVmidOut = ({ machine }: Stage2) =>
  machine.has('vmid-reused-at-once') || machine.has('vmid-released-before-flush') ? takeVmid() : rollOverAndTakeVmid();

/** A guest that is started when the VMID may be given out again. */
const nextGuest = (stage2: Stage2): Actor => ({
  name: 'next-guest',
  charged: 'nobody',
  *task(): Task {
    yield* giveVmidOut(stage2);
  },
});

/** The actors that a check adds. */
export function environment(stage2: Stage2): readonly Actor[] {
  const { machine } = stage2;
  if (machine.purpose === 'run') return [];
  const guest = hasLivingGuest(machine) ? [vcpu(stage2)] : [];
  return machine.trigger === 'unmap' ? guest : [...guest, nextGuest(stage2)];
}
