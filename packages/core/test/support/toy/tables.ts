import { type MachineConfig, type SpanTail, type TableTail, use } from '../../../src/plugin/index.js';
import { flushPage, flushRange, freeTable, givePage, unmapPage, wipePage } from './operations.js';
import { fanoutOf, table } from './state.js';

const WAIT = { wait: true } as const;

/** The warden wipes a page; when it fails the page is given up for good. */
export const wipe = table({
  name: 'wipe',
  array: 'page',
  rule: ({ place, content, busy }) => {
    if (busy) return WAIT;
    if (place !== 'guest' || content === 'open') return undefined;
    const call = { uses: [use(wipePage)], during: { busy: true } };
    const rest = { busy: false, held: false };
    return {
      ...call,
      after: { content: 'open', ...rest },
      outcome: 'wiped',
      faults: {
        'wipe-fails': {
          ...call,
          after: { place: 'leaked', ...rest },
          counters: { remaining: -1 },
          outcome: 'leaked',
        },
      },
    };
  },
});

export const unmapWithFlush = table({
  name: 'unmap and flush',
  array: 'page',
  rule: ({ mapped, busy }) => {
    if (busy) return WAIT;
    return mapped ? { uses: [use(unmapPage), use(flushPage)], after: { mapped: false }, entries: -1 } : undefined;
  },
});

export const unmapOnly = table({
  name: 'unmap',
  array: 'page',
  rule: ({ mapped, busy }) => {
    if (busy) return WAIT;
    return mapped ? { uses: [use(unmapPage)], after: { mapped: false, stale: true }, entries: -1 } : undefined;
  },
});

export const give = table({
  name: 'give back',
  array: 'page',
  rule: ({ place, mapped, busy }) => {
    if (busy) return WAIT;
    if (place !== 'guest' || mapped) return undefined;
    return {
      uses: [use(givePage)],
      after: { place: 'host' },
      counters: { remaining: -1 },
      levels: { free: 1 },
      outcome: 'given',
    };
  },
});

const freeEmptied = table({
  name: 'free emptied tables',
  array: 'table',
  rule: ({ allocated, entries }) =>
    allocated && entries === 0 ? { uses: [use(freeTable)], after: { allocated: false } } : undefined,
});

/** A mistake: it does not ask whether anything still hangs on the table. */
export const freeAny = table({
  name: 'free tables',
  array: 'table',
  rule: ({ allocated }) => (allocated ? { uses: [use(freeTable)], after: { allocated: false } } : undefined),
});

export const tableTail = (machine: MachineConfig): TableTail => ({
  kind: 'table',
  every: fanoutOf(machine),
  table: freeEmptied,
});

export const flushTail = (machine: MachineConfig): SpanTail => ({
  kind: 'span',
  name: 'flush a stretch',
  every: fanoutOf(machine),
  uses: () => [use(flushRange)],
  map: clearStale,
});

const clearStale = (page: { readonly stale: boolean }) => (page.stale ? { stale: false } : undefined);
