import { type Duration, defineOperation, type Operation } from '../../../src/plugin/index.js';

const made = (name: string, unit: string, cause: Operation['cause'], duration: Duration): Operation =>
  defineOperation({ name, unit, cause, duration, summary: `${name}, made up`, source: 'this test' });

export const wipePage = made('wipe-page', 'page', 'firmware call', 'busy');
export const setAsideCall = made('set-aside', 'call', 'firmware call', 'atomic');
export const walkBatch = made('walk-batch', 'call', 'page walk', 'atomic');
export const walkPage = made('walk-page', 'page', 'page walk', 'atomic');
export const unmapPage = made('unmap-page', 'page', 'bookkeeping', 'atomic');
export const flushPage = made('flush-page', 'page', 'invalidation', 'atomic');
export const flushRange = made('flush-range', 'call', 'invalidation', 'end');
export const freeTable = made('free-table', 'page', 'freeing', 'atomic');
/** Has no price in the profile. */
export const givePage = made('give-page', 'page', 'freeing', 'atomic');

export const OPERATIONS = [
  wipePage,
  setAsideCall,
  walkBatch,
  walkPage,
  unmapPage,
  flushPage,
  flushRange,
  freeTable,
  givePage,
];
