import type { MachineRequest } from '../../packages/core/dist/index.js';

export interface Point {
  /** What grows. */
  readonly x: number;
  readonly events: number;
  /** Operations on parts of page arrays. */
  readonly work: number;
  /** Median of several runs. */
  readonly ms: number;
}

export interface SeriesDefinition {
  readonly title: string;
  readonly x: string;
  readonly at: readonly number[];
  readonly request: (x: number) => MachineRequest;
}

const PAGE = 4096;
const powers = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => 2 ** (from + i * step));
const guest = (pages: number): Pick<MachineRequest, 'memoryBytes' | 'cpus'> => ({
  memoryBytes: pages * PAGE,
  cpus: 64,
});

export const growth = {
  pages: {
    title: 'pages of a contiguous guest, one sweep',
    x: 'pages',
    at: powers(20, 32, 2),
    request: (pages) => ({ ...guest(pages), policy: 'sweep' }),
  },
  'pages-in-batches': {
    title: 'pages of a contiguous guest, one sweep in batches',
    x: 'pages',
    at: powers(20, 32, 2),
    request: (pages) => ({ ...guest(pages), policy: 'batches' }),
  },
  'pages-in-lock-step': {
    title: 'pages of a contiguous guest, two sweeps in lock step',
    x: 'pages',
    at: powers(20, 32, 2),
    request: (pages) => ({ ...guest(pages), policy: 'lock-step' }),
  },
  'ragged-pages': {
    title: 'pages of a guest of which a random half is present',
    x: 'pages',
    at: powers(20, 26),
    request: (pages) => ({ ...guest(pages), policy: 'sweep', options: { layout: 'scattered' } }),
  },
  runs: {
    title: 'runs of present pages, 2^30 pages',
    x: 'runs',
    at: powers(6, 14),
    request: (runs) => ({ ...guest(2 ** 30), policy: 'sweep', scale: { runs } }),
  },
  touches: {
    title: 'touches of single pages at random, 2^28 pages',
    x: 'touches',
    at: powers(10, 16),
    request: (touches) => ({ ...guest(2 ** 28), policy: 'touched', scale: { touches } }),
  },
  actors: {
    title: 'sweeps at once, each over its part of 2^26 pages',
    x: 'actors',
    at: powers(0, 6),
    request: (actors) => ({ ...guest(2 ** 26), policy: 'crowd', scale: { actors } }),
  },
} as const satisfies Record<string, SeriesDefinition>;

export type SeriesId = keyof typeof growth;

/** The exponent b of y = a * x^b, by least squares on logarithms. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x0, y0] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
}
