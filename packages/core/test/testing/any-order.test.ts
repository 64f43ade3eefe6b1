import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import { type Batch, lock, sweep } from '../../src/protocol/index.js';
import { type S, table, toy } from './toys.js';

const scrub = table({ name: 'scrub', array: 'page', rule: ({ st }) => (st === 1 ? { after: { st: 2 } } : undefined) });
const present = ({ st }: { readonly st: number }): object | undefined => (st === 0 ? undefined : {});

/** Pages 0 and 2 are present. */
const machine = (batch?: Batch) => ({
  ...toy(
    {
      *sweeper() {
        yield* sweep({ from: 0, to: 3 }, scrub, batch === undefined ? {} : { batch });
      },
    },
    { pages: 3, locks: [{ name: 'mmap', instances: 1 }] },
  ),
  begin: (s: S) => {
    s.page.at(0).st = 1;
    s.page.at(2).st = 1;
  },
});
const property = (id: string, kind: 'eventually' | 'sometimes', holds: (s: S) => boolean) => ({
  id,
  kind,
  summary: '',
  source: '',
  holds,
});
const bothScrubbed = property('both', 'eventually', (s) => s.page.at(0).st === 2 && s.page.at(2).st === 2);
const lastFirst = property('last-first', 'sometimes', (s) => s.page.at(0).st === 1 && s.page.at(2).st === 2);

describe('sweeps whose order is free', () => {
  it.each([
    ['without batches', undefined],
    ['in batches of one page', { size: 1, mark: present }],
    ['in batches of one page under a lock', { size: 1, mark: present, lock: lock('mmap') }],
  ])('pass every page that is present, in any order: %s', (_, batch) => {
    expect(walk(machine(batch), [bothScrubbed, lastFirst], { order: 'any' })).toMatchObject({ verdict: 'valid' });
    expect(walk(machine(batch), [bothScrubbed], { order: 'ascending' })).toMatchObject({ verdict: 'valid' });
    expect(walk(machine(batch), [lastFirst], { order: 'ascending' })).toMatchObject({ verdict: 'violated' });
  });
});
