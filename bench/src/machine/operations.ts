import { type Duration, defineOperation, type Operation } from '../../../packages/core/dist/plugin/index.js';

const source = 'made up for the benchmark';

const operation = (name: string, duration: Duration, summary: string): Operation =>
  defineOperation({ name, unit: 'call', cause: 'firmware call', duration, summary, source });

export const wipePage = operation('wipe-page', 'busy', 'wipes a secret page, which is locked meanwhile');
export const lookAtPage = operation('look-at-page', 'atomic', 'finds that a page is wiped already');
export const walkBatch = operation('walk-batch', 'atomic', 'gathers a batch of present pages');

/** Nanoseconds. The plain loops and the SimPy script charge the same. */
export const PRICES = { wipe: 900, look: 90, walk: 500 } as const;

const row = ({ name }: Operation, ns: number) => ({
  operation: name,
  unit: 'call',
  ns,
  source,
  confidence: 'assumed',
});

export const profile = {
  schemaVersion: 1,
  id: 'made-up',
  arch: 'synthetic',
  machine: 'made up',
  summary: 'round prices',
  rows: [row(wipePage, PRICES.wipe), row(lookAtPage, PRICES.look), row(walkBatch, PRICES.walk)],
};
