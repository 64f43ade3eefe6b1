import {
  type Actor,
  interval,
  type MachineConfig,
  type PageRange,
  type SweepOptions,
  sweep,
  type Task,
  type TeardownPolicy,
  use,
} from '../../../packages/core/dist/plugin/index.js';
import { randomPages } from '../random-pages.js';
import { lookAtPage, walkBatch, wipePage } from './operations.js';
import { MM, type State, table } from './state.js';

const wipe = table({
  name: 'wipe',
  array: 'page',
  rule: ({ content, busy }) => {
    if (busy) return { wait: true };
    if (content === 'absent') return undefined;
    if (content === 'wiped') return { uses: [use(lookAtPage)], after: { held: false } };
    return { uses: [use(wipePage)], during: { busy: true }, after: { content: 'wiped', busy: false, held: false } };
  },
});

/** Pages gathered at once under a shared lock. */
export const BATCH = 32;

const inBatches: SweepOptions = {
  batch: {
    size: BATCH,
    lock: MM,
    mark: ({ content }: { content: string }) => (content === 'absent' ? undefined : { held: true }),
    fixed: use(walkBatch),
  },
};

const wiping = (range: PageRange, options?: SweepOptions) =>
  function* wiper(): Task {
    yield* sweep(range, wipe, options);
  };

/** A guest that touches single pages, each of which is wiped for it first. */
const touching = (machine: MachineConfig) =>
  function* guest(): Task {
    for (const page of randomPages(machine.pages, machine.constant('touches')))
      yield* sweep(interval(page, page + 1), wipe);
  };

/** Of the layout of ragged guests. */
export const SEED = 1;

/** What the guest's memory looks like: all of it, a random half, or equal runs of present and absent pages. */
function begin(s: State, machine: MachineConfig): void {
  const runs = machine.constant('runs');
  if (machine.option('layout') === 'scattered') s.page.scatter({ content: 'secret' }, 0.5, SEED);
  else if (runs === 0) s.page.fill({ content: 'secret' });
  for (let run = 0; run < runs; run++)
    s.page.fill(
      { content: 'secret' },
      Math.floor((run * machine.pages) / runs),
      Math.floor(((run + 0.5) * machine.pages) / runs),
    );
}

const policy = (
  id: string,
  title: string,
  actors: (machine: MachineConfig, all: PageRange) => readonly Actor[],
): TeardownPolicy<State> => ({
  id,
  title,
  summary: title,
  source: 'made up for the benchmark',
  triggers: ['reboot'],
  defaultRelease: 'fixed',
  begin,
  actors: (machine) => actors(machine, interval(0, machine.pages)),
});

export const policies: readonly TeardownPolicy<State>[] = [
  policy('sweep', 'one sweep over all pages', (_, all) => [{ name: 'wiper', task: wiping(all) }]),
  policy('batches', 'one sweep in batches of 32 present pages', (_, all) => [
    { name: 'wiper', task: wiping(all, inBatches) },
  ]),
  policy('lock-step', 'two sweeps over the same pages at once', (_, all) => [
    { name: 'first', task: wiping(all) },
    { name: 'second', task: wiping(all) },
  ]),
  policy('touched', 'one sweep, and a guest that touches single pages at random', (machine, all) => [
    { name: 'wiper', task: wiping(all) },
    { name: 'guest', task: touching(machine) },
  ]),
  policy('crowd', 'sweeps over parts of the memory at once', (machine) => {
    const actors = machine.constant('actors');
    const part = Math.floor(machine.pages / actors);
    return Array.from({ length: actors }, (_, i) => ({
      name: `wiper ${i}`,
      task: wiping(interval(i * part, (i + 1) * part)),
    }));
  }),
];
