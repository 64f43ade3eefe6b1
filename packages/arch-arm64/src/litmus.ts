/** The words of litmus files: what takes stage 2 apart, what vCPUs do meanwhile, short states of pages. See docs/litmus.md. */
import {
  type LitmusPages,
  type LitmusVocabulary,
  litmusCall,
  type MachineConfig,
  type PageRange,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { begin, linkTables } from './begin.js';
import { giveVmidOut } from './environment.js';
import { touchOf } from './firmware.js';
import { skipUnmap, unmapRange } from './hypervisor.js';
import { cachesAreInTheWay, occasionOf } from './maintenance.js';
import { ownOf } from './policies/index.js';
import { freeMemory, memoryTable } from './policies/stage2-policy.js';
import type { LeafState } from './secure-memory.js';
import type { Stage2 } from './stage2.js';
import { ALL_TABLES, type S, type Stage2Of } from './state.js';
import { type PlannedWalk, planWalk } from './walk.js';

const PAGES = { kind: 'pages', default: 'all', summary: 'which leaves' } as const;

const bytesOf = ({ leafBytes }: Stage2, { from, to }: PageRange) => ({ from: from * leafBytes, to: to * leafBytes });

/** The walk of the machine's own trigger: what properties take for granted is what is done. */
const planned = (stage2: Stage2, range: PageRange): PlannedWalk => {
  const { machine } = stage2;
  return planWalk(stage2, occasionOf(machine), bytesOf(stage2, range), ownOf(machine.policy).stretch(stage2));
};

/** What is unmapped of a living guest, for the reason that the option "event" names. */
const unmap = sub(function* unmap(stage2: Stage2, range: PageRange): Task {
  const { machine } = stage2;
  if (occasionOf(machine) === 'vcpu-reinit' && ownOf(machine.policy).skipsReinit?.(stage2)) yield* skipUnmap();
  else yield* unmapRange(planned(stage2, range), range, machine.has('range-flush-after-return'));
});

const isClose = (machine: MachineConfig): boolean => occasionOf(machine) === 'close';
const onlyWhere = (closes: boolean, triggers: string) => (machine: MachineConfig) =>
  isClose(machine) === closes ? undefined : `it belongs to ${triggers}, and this is ${machine.trigger}`;
const ofClose = onlyWhere(true, 'the triggers close and exit');

const calls = (stage2Of: Stage2Of) => {
  const memories = new WeakMap<Stage2, ReturnType<typeof memoryTable>>();
  const memoryOf = (stage2: Stage2) => {
    const memory = memories.get(stage2) ?? memoryTable(stage2);
    memories.set(stage2, memory);
    return memory;
  };
  return [
    litmusCall({
      name: 'unmap',
      summary: 'the notifier, or another call, unmaps a range; when it returns the pages are the host’s',
      source: 'docs/arm64.md 4, 5.1, 9.2',
      args: { pages: PAGES },
      missing: onlyWhere(false, 'the trigger unmap'),
      task: (machine, { pages }) => unmap(stage2Of(machine), pages),
    }),
    litmusCall({
      name: 'kvm_free_stage2_pgd',
      summary: 'all of stage 2 is taken apart, because the VM is closed',
      source: 'docs/arm64.md 5.3, 7.4, 9.1',
      missing: ofClose,
      task: (machine) => {
        const stage2 = stage2Of(machine);
        return ownOf(machine.policy).close(planned(stage2, { from: 0, to: stage2.leaves }), stage2);
      },
    }),
    litmusCall({
      name: 'exit_mmap',
      summary: 'the exiting process gives the guest’s memory back to the host',
      source: 'docs/arm64.md 4.1',
      missing: ofClose,
      task: (machine) => freeMemory(memoryOf(stage2Of(machine)), stage2Of(machine).leaves),
    }),
    litmusCall({
      name: 'touch',
      summary:
        'a vCPU uses a page: its CPU may keep the translation, and a write around the caches leaves a stale line',
      source: 'docs/arm64.md 6.3, 11.1',
      args: { page: { kind: 'page', summary: 'the leaf' } },
      *task(machine, { page }) {
        yield* touchOf(stage2Of(machine))(page);
      },
    }),
    litmusCall({
      name: 'next-guest',
      summary: 'the VMID is given to another guest, as soon as it may be',
      source: 'docs/arm64.md 3',
      missing: ofClose,
      *task(machine) {
        yield* giveVmidOut(stage2Of(machine));
      },
    }),
  ];
};

const NAMES = ['empty', 'mapped', 'used', 'unmapped', 'returned'] as const;
const isUsed = (leaf: LeafState): boolean => leaf.translation === 'cached';

const pages: LitmusPages<S> = {
  array: 'page',
  summary:
    'used: a vCPU has used it, so that caches may know it; unmapped: nobody else has it yet; returned: the host has it',
  names: NAMES,
  given: (s, page, name, machine) => {
    const used = name === 'used';
    Object.assign(s.page.at(page), {
      descriptor: name === 'mapped' || used ? 'valid' : 'empty',
      translation: used ? 'cached' : 'none',
      line: used && cachesAreInTheWay(machine) ? 'stale' : 'current',
      place: name === 'empty' ? 'none' : name === 'returned' ? 'host' : 'guest',
    });
  },
  read: (s, page) => {
    const { place, descriptor, translation } = s.page.at(page);
    if (place !== 'guest') return place === 'host' ? 'returned' : 'empty';
    if (descriptor !== 'valid') return 'unmapped';
    return translation === 'cached' ? 'used' : 'mapped';
  },
};

/** What the words mean on this architecture, for guests of the shapes that `stage2Of` gives. */
export const litmusVocabulary = (stage2Of: Stage2Of): LitmusVocabulary<S> => ({
  begin: (s, machine) => begin(s, stage2Of(machine)),
  pages: [pages],
  settle: (s, machine) => {
    for (const name of ALL_TABLES) s[name].fill({});
    linkTables(s, stage2Of(machine), (from, to) => s.page.count(isUsed, from, to) > 0);
  },
  calls: calls(stage2Of),
});
