import {
  type Actor,
  milestone,
  phase,
  sub,
  sweep,
  type Task,
  type TeardownPolicy,
  use,
} from '@cvm-teardown/core/plugin';
import { begin } from '../begin.js';
import { environment } from '../environment.js';
import { heldLevels, leafFreed } from '../held.js';
import { skipUnmap, unmapRange } from '../hypervisor.js';
import { occasionOf } from '../maintenance.js';
import { freeBlock, freePage } from '../operations.js';
import { leavesTouched, type Stage2 } from '../stage2.js';
import { type S, type Stage2Of, table } from '../state.js';
import { type PlannedWalk, planWalk } from '../walk.js';

/** What one policy has of its own: how it frees the whole stage 2, and where its walks may drop the lock. */
export interface Stage2Policy {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly defaultRelease: string;
  readonly releases: readonly string[];
  /** Leaves between two places where a walk may drop the lock. */
  readonly stretch: (stage2: Stage2) => number;
  readonly close: (planned: PlannedWalk, stage2: Stage2) => Task;
  /** Whether a vCPU's initialisation leaves stage 2 alone. */
  readonly skipsReinit?: (stage2: Stage2) => boolean;
}

/** A policy of arm64: close, exit and live unmap share begin, environment and what the process does with its memory. */
export function stage2Policy(own: Stage2Policy, stage2Of: Stage2Of): TeardownPolicy<S> {
  const { id, title, summary, source, defaultRelease, releases } = own;
  return {
    id,
    title,
    summary,
    source,
    triggers: ['close', 'exit', 'unmap'] as const,
    defaultRelease,
    releases,
    begin: (s, machine) => begin(s, stage2Of(machine)),
    levels: (s, machine) => heldLevels(s, stage2Of(machine)),
    actors: (machine) => {
      const stage2 = stage2Of(machine);
      const owner = occasionOf(machine) === 'close' ? closer(stage2, own) : unmapper(stage2, own);
      return [owner, ...environment(stage2)];
    },
  };
}

/** Closes the VM. On exit the process frees the guest's memory next; a check goes on to that in any case. */
function closer(stage2: Stage2, own: Stage2Policy): Actor {
  const { machine, leaves, leafBytes } = stage2;
  const planned = planWalk(stage2, 'close', { from: 0, to: leaves * leafBytes }, own.stretch(stage2));
  const memory = memoryTable(stage2);
  const exits = machine.trigger === 'exit';
  return {
    name: 'vmm',
    charged: 'process',
    *task(): Task {
      yield* milestone('requested');
      yield* phase('stage 2');
      yield* own.close(planned, stage2);
      if (!exits) yield* milestone('unblocked');
      if (exits || machine.purpose === 'check') yield* freeMemory(memory, leaves);
      if (!exits) return;
      yield* milestone('unblocked');
      yield* milestone('memory-back');
    },
  };
}

export const freeMemory = sub(function* freeMemory(memory: ReturnType<typeof memoryTable>, leaves: number): Task {
  yield* phase('memory');
  // zap_pte_range() and zap_pmd_range() of mm/memory.c look behind each entry whether they are to reschedule.
  yield* sweep({ from: 0, to: leaves }, memory, { reschedules: 'unit' });
});

/** Already while it is freed, so that a roll-over of VMIDs meanwhile, which changes the page, does not make that void. */
const GIVEN_BACK = { place: 'host' } as const;

/** The exiting process gives its memory back to the host. */
export function memoryTable(stage2: Stage2) {
  const freed = use(stage2.leafLevel === 3 ? freePage : freeBlock);
  return table({
    name: 'free memory',
    array: 'page',
    rule: (leaf) =>
      leaf.place === 'guest' && !leaf.device
        ? { uses: [freed], during: GIVEN_BACK, after: GIVEN_BACK, ...leafFreed(stage2) }
        : undefined,
    source: 'docs/arm64.md 4.1',
  });
}

/** Unmaps a range of the living guest, for the reason that the option "event" names. */
function unmapper(stage2: Stage2, own: Stage2Policy): Actor {
  const { machine, layout } = stage2;
  const occasion = occasionOf(machine);
  const planned = planWalk(stage2, occasion, layout.request, own.stretch(stage2));
  const pages = leavesTouched(stage2, layout.request);
  const skips = occasion === 'vcpu-reinit' && own.skipsReinit?.(stage2) === true;
  return {
    name: 'vmm',
    charged: 'process',
    *task(): Task {
      yield* milestone('requested');
      yield* phase('stage 2');
      if (skips) yield* skipUnmap();
      else yield* unmapRange(planned, pages, machine.has('range-flush-after-return'));
      yield* milestone('unblocked');
    },
  };
}
