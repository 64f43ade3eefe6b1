/** Who else acts on a machine that is checked: the guest, and the next guest that is given the VMID. */
import { type Actor, here, type PageSeen, page, pageSeen, type Task } from '@cvm-teardown/core/plugin';
import { hasLivingGuest } from './begin.js';
import { rollOverAndTakeVmid, takeVmid, touch } from './firmware.js';
import { cachesAreInTheWay } from './maintenance.js';
import { innerTables, type Stage2, type TableName, tableOf } from './stage2.js';
import { step } from './state.js';

const choosePage = step<[pages: number], PageSeen, PageSeen>({
  name: 'choose-page',
  outcomes: page,
  choices: ([pages]) => pages,
  apply: (_s, _args, choice) => pageSeen(choice),
});

/** A vCPU that uses any page at any time, with a mapping that writes around the caches wherever stage 2 lets it. */
function vcpu(stage2: Stage2): Actor {
  const above = (name: TableName, leaf: number): number => {
    const level = innerTables(stage2).find((found) => found.name === name);
    return level === undefined ? -1 : tableOf(stage2, level, leaf);
  };
  const aroundCaches = cachesAreInTheWay(stage2.machine);
  return {
    name: 'vcpu0',
    daemon: true,
    charged: 'guest',
    *task(): Task {
      for (;;) {
        yield* here('guest');
        const { page: leaf } = yield* choosePage(stage2.leaves);
        yield* touch(leaf, above('level3', leaf), above('level2', leaf), above('level1', leaf), aroundCaches);
      }
    },
  };
}

/** A guest that is started when the VMID may be given out again. */
function nextGuest({ machine }: Stage2): Actor {
  return {
    name: 'next-guest',
    charged: 'nobody',
    *task(): Task {
      const atOnce = machine.has('vmid-reused-at-once') || machine.has('vmid-released-before-flush');
      yield* atOnce ? takeVmid() : rollOverAndTakeVmid();
    },
  };
}

/** The actors that a check adds. */
export function environment(stage2: Stage2): readonly Actor[] {
  const { machine } = stage2;
  if (machine.purpose === 'run') return [];
  const guest = hasLivingGuest(machine) ? [vcpu(stage2)] : [];
  return machine.trigger === 'unmap' ? guest : [...guest, nextGuest(stage2)];
}
