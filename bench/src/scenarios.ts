import {
  type Architecture,
  loadArchitecture,
  type MachineRequest,
  parseAssumptions,
  type RunResult,
  type SimulateOptions,
  simulate,
} from '../../packages/core/dist/index.js';
import { synthetic } from './machine/plugin.js';
import { eventLoop } from './naive/event-loop.js';
import { batchLoop, sweepLoop } from './naive/loops.js';
import { guestOf, type Outcome } from './naive/pages.js';
import { randomPages } from './random-pages.js';

/** A guest that is torn down, by an executor and by a plain loop. */
export interface Scenario {
  readonly title: string;
  /** As many pages as the goal speaks of. */
  readonly pages: number;
  readonly simulate: (pages: number, options?: SimulateOptions) => Promise<RunResult>;
  readonly wiped: (run: RunResult) => number;
  /** What one would write instead, for this one question. */
  readonly loop: (pages: number) => Outcome;
  /** Whether the loop models all that the scenario does, so that it must come to the same instant. */
  readonly exact: boolean;
}

const PAGE = 4096;

let loaded: Architecture | undefined;

/** A scenario of the synthetic architecture. */
const ofSynthetic = (
  title: string,
  pages: number,
  request: (pages: number) => MachineRequest,
  loop: (pages: number) => Outcome,
): Scenario => ({
  title,
  pages,
  simulate: async (number, options) => {
    loaded ??= loadArchitecture(synthetic);
    return simulate(loaded, { memoryBytes: number * PAGE, cpus: 64, ...request(number) }, options);
  },
  wiped: (run) => run.count('wipe-page'),
  loop,
  exact: true,
});

const all = function* (pages: number): Generator<number> {
  for (let page = 0; page < pages; page++) yield page;
};

const touches = (pages: number): number => pages / 64;

/** One reset of a protected guest in the asynchronous way of Linux 6.2, at prices that are assumed: none is published. */
const s390Async: Scenario = {
  title: 's390: a guest reboots asynchronously (Linux 6.2, batches of 32 pages)',
  pages: 2 ** 32,
  simulate: async (pages, options) => {
    const { s390 } = await import('../../packages/arch-s390/dist/index.js');
    const architecture = loadArchitecture(s390);
    const assumptions = parseAssumptions(['destroy-page=900ns', 'walk-batch=500ns'], architecture.operations);
    const request = { trigger: 'reboot', policy: 'async', release: '6.2', memoryBytes: pages * PAGE };
    return simulate(architecture, request, { assumptions, ...options });
  },
  wiped: (run) => run.count('destroy-page'),
  loop: (pages) => {
    const guest = guestOf(pages, 'contiguous');
    const low = batchLoop(guest.subarray(0, Math.min(pages, 2 ** 19)));
    const rest = batchLoop(guest);
    return { endNs: low.endNs + rest.endNs, wiped: low.wiped + rest.wiped };
  },
  exact: false,
};

const scattered = { options: { layout: 'scattered' } };

export const scenarios = {
  's390-async': s390Async,
  sweep: ofSynthetic(
    'one sweep over a contiguous guest',
    2 ** 32,
    () => ({ policy: 'sweep' }),
    (pages) => sweepLoop(guestOf(pages, 'contiguous')),
  ),
  batches: ofSynthetic(
    'one sweep in batches of 32 over a contiguous guest',
    2 ** 32,
    () => ({ policy: 'batches' }),
    (pages) => batchLoop(guestOf(pages, 'contiguous')),
  ),
  ragged: ofSynthetic(
    'one sweep, every second page present, in random order',
    2 ** 28,
    () => ({ policy: 'sweep', ...scattered }),
    (pages) => sweepLoop(guestOf(pages, 'scattered')),
  ),
  'ragged-batches': ofSynthetic(
    'the same in batches of 32 present pages',
    2 ** 28,
    () => ({ policy: 'batches', ...scattered }),
    (pages) => batchLoop(guestOf(pages, 'scattered')),
  ),
  'lock-step': ofSynthetic(
    'two sweeps in lock step',
    2 ** 26,
    () => ({ policy: 'lock-step' }),
    (pages) => eventLoop(guestOf(pages, 'contiguous'), [all(pages), all(pages)]),
  ),
  touched: ofSynthetic(
    'one sweep while the guest touches random pages, one for every 64',
    2 ** 28,
    (pages) => ({ policy: 'touched', scale: { touches: touches(pages) } }),
    (pages) => eventLoop(guestOf(pages, 'contiguous'), [all(pages), randomPages(pages, touches(pages))]),
  ),
} as const satisfies Record<string, Scenario>;

export type ScenarioId = keyof typeof scenarios;
