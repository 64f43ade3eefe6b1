import type { Actor, SweepOptions } from '../../../src/protocol/index.js';
import { inBatches, type LargeMachine, overTables, sweeper, toucher } from './large-machine.js';

export interface Scenario {
  /** At any size. */
  readonly machine: (pages: number) => LargeMachine;
  /** How large it is when its events are counted, and how many these are at most. */
  readonly pages: number;
  readonly mostEvents: number;
  /** When it ends, found by hand, so that it is known to be the scenario that is meant. */
  readonly endNs?: number;
}

const ALL = 2 ** 32;
const MANY = 2 ** 26;

const alone =
  (options?: SweepOptions, present?: number): Scenario['machine'] =>
  (pages) => ({ pages, actors: [sweeper('only', [0, pages], options)], ...(present !== undefined && { present }) });

/** Two sweeps over the same pages. */
const pair =
  (options: SweepOptions, how: Parameters<typeof sweeper>[3], delayNs = 0, cpus = 8): Scenario['machine'] =>
  (pages) => ({
    pages,
    cpus,
    actors: [sweeper('first', [0, pages], options, how), sweeper('second', [0, pages], options, { ...how, delayNs })],
  });

/** Five sweeps on two CPUs; `place`: where each begins and ends. */
const five =
  (place: (pages: number, i: number) => readonly [number, number]): Scenario['machine'] =>
  (pages) => ({ pages, cpus: 2, actors: [0, 1, 2, 3, 4].map((i): Actor => sweeper(`sweep ${i}`, place(pages, i))) });

export const scenarios: Readonly<Record<string, Scenario>> = {
  'one sweep over equal pages': { machine: alone(), pages: ALL, mostEvents: 2, endNs: ALL * 1700 },
  'one sweep in batches of 32 under a lock': {
    machine: alone(inBatches),
    pages: ALL,
    mostEvents: 25,
    endNs: ALL * 1700 + (ALL / 32 + 1) * 300 + ALL * 20,
  },
  'one sweep in batches of 32 under a lock, with 1,024 touches of pages anywhere': {
    machine: (pages) => ({ pages, actors: [sweeper('only', [0, pages], inBatches), toucher(pages, 1024)] }),
    pages: ALL,
    mostEvents: 1024 * 20,
  },
  'one sweep with a table behind every 512 pages': {
    machine: alone(overTables),
    pages: ALL,
    mostEvents: 25,
    endNs: ALL * 1700 + (ALL / 512) * 900,
  },
  'one sweep over pages of which every second one is there, in random order': {
    machine: alone({}, 0.5),
    pages: 2 ** 28,
    mostEvents: 160,
    endNs: 2 ** 27 * 1700,
  },
  'two sweeps in lock step that share the work': {
    machine: pair({}, { duration: 'start' }, 5000),
    pages: MANY,
    mostEvents: 45,
  },
  'two sweeps in lock step that both pay': {
    machine: pair({}, { duration: 'end' }, 5000),
    pages: MANY,
    mostEvents: 30,
  },
  'two sweeps in lock step of which one waits for the other': {
    machine: pair({}, { duration: 'busy' }, 5000),
    pages: MANY,
    mostEvents: 35,
    endNs: MANY * 1700 + 150,
  },
  'two sweeps in batches that contend for a lock': {
    machine: pair(inBatches, { duration: 'end' }),
    pages: MANY,
    mostEvents: 550,
  },
  'two sweeps in batches that contend for a lock and for pages': {
    machine: pair(inBatches, { duration: 'busy' }),
    pages: MANY,
    mostEvents: 550,
  },
  'two sweeps on one CPU, in slices of 4 ms': {
    machine: pair({}, { duration: 'busy' }, 0, 1),
    pages: MANY,
    mostEvents: 50,
    endNs: MANY * (1700 + 150),
  },
  'a second sweep that begins later and catches up': {
    machine: (pages) => pair({}, { duration: 'busy' }, pages * 450)(pages),
    pages: MANY,
    mostEvents: 45,
    endNs: MANY * 1700 + 150,
  },
  'five sweeps on two CPUs': {
    machine: five((pages, i) => [Math.floor((i * pages) / 5), Math.floor(((i + 1) * pages) / 5)]),
    pages: 2 ** 28,
    mostEvents: 1200,
  },
  'five sweeps over the same pages on two CPUs': {
    machine: five((pages) => [0, pages]),
    pages: MANY,
    mostEvents: 180_000,
  },
};
