import { describe, expect, it } from 'vitest';
import { parseAssumptions } from '../../src/cost/index.js';
import { loadArchitecture, type MachineRequest } from '../../src/machine/index.js';
import { type SimulateOptions, simulate, simulateInTurns } from '../../src/run/simulate.js';
import { codesOf } from '../support/findings.js';
import { PAGE_BYTES, toyPlugin } from '../support/toy/toy-plugin.js';

const toy = loadArchitecture(toyPlugin);
const PAGES = 1024;
const request: MachineRequest = { memoryBytes: PAGES * PAGE_BYTES };
const assumptions = parseAssumptions(['give-page=5ns'], toy.operations);
const now = (options: SimulateOptions = {}) => simulate(toy, { ...request, policy: 'now' }, options);
const later = (options: SimulateOptions = {}) => simulate(toy, { ...request, policy: 'later' }, options);

/** By hand, in ns: 32 full batches and an empty one, 1024 pages, two tables with a flush each. */
const WIPING = 33 * 20 + PAGES * 100;
const UNMAPPING = PAGES * 10 + 2 * (60 + 30);
const GIVING = PAGES * 5;

describe.each(['timed', 'reference'] as const)('a run on the %s executor', (executor) => {
  it('takes what its operations take', () => {
    const { engine, blockedNs } = now({ assumptions, executor });
    expect(engine.endNs).toBe(WIPING + UNMAPPING + GIVING);
    expect(blockedNs).toBe(WIPING + UNMAPPING + GIVING);
    expect([engine.unpriced, engine.broken]).toEqual([[], []]);
  });

  it('that sets aside blocks its caller for one call; the worker does the rest', () => {
    const run = later({ assumptions, executor });
    expect(run.blockedNs).toBe(1000);
    expect(run.sinceRequested('memory-back')).toBe(1000 + WIPING + UNMAPPING + GIVING - 1000);
    expect([run.countBlocked('wipe-page'), run.countBlocked('set-aside')]).toEqual([0, 1]);
    expect([run.count('wipe-page'), run.count('wipe-page', { actor: 'worker', phase: 'deferred' })]).toEqual([
      PAGES,
      PAGES,
    ]);
  });

  it('has an end that nobody knows while something on the way has no price', () => {
    const run = now({ executor });
    expect([run.blockedNs, run.sinceRequested('memory-back'), run.engine.unpriced]).toEqual([
      undefined,
      undefined,
      ['give-page'],
    ]);
    expect(run.engine.endNs).toBe(WIPING + UNMAPPING);
    // The caller that sets aside is done before anybody gives a page back.
    expect(later({ executor }).blockedNs).toBe(1000);
  });

  it('scales its memory by what is resident', () => {
    const run = simulate(toy, { ...request, policy: 'now', resident: 0.25 }, { assumptions, executor });
    expect([run.count('wipe-page'), run.count('give-page')]).toEqual([PAGES / 4, PAGES / 4]);
    // 768 pages are passed by, 1 ns each.
    expect(run.count('walk-page')).toBe((PAGES * 3) / 4);
    expect(run.count('free-table')).toBe(1);
    expect(run.pageCount('page', (page) => page['place'] === 'host')).toBe(PAGES);
  });

  it('suffers the faults that are scripted', () => {
    const faults = [{ fault: 'wipe-fails', at: 'wipe', occurrence: 700 }];
    const run = now({ faults, executor });
    expect(run.pageCount('page', (page) => page['place'] === 'leaked')).toBe(1);
    expect([run.count('wipe-page'), run.count('give-page')]).toEqual([PAGES, PAGES - 1]);
    const record = later({ faults: [{ fault: 'no-record', at: 'set-aside', occurrence: 1 }], assumptions, executor });
    expect(record.countBlocked('wipe-page')).toBe(PAGES);
  });

  it('has prices with their provenance, for what was performed', () => {
    const { prices } = later({ assumptions, executor });
    expect(prices.map(({ operation, assumed = false, fits }) => [operation, assumed, fits])).toEqual([
      ['flush-range', false, []],
      ['free-table', false, []],
      ['give-page', true, []],
      ['set-aside', false, []],
      ['unmap-page', false, []],
      ['walk-batch', false, []],
      ['wipe-page', false, ['toy-now']],
    ]);
  });
});

describe('a run', () => {
  it('refuses what the architecture does not have', () => {
    expect(codesOf(() => simulate(toy, { release: 'odl', memoryBytes: 5 }))).toEqual(['CVM_MACHINE_UNKNOWN_RELEASE']);
    expect(codesOf(() => simulate(toy, { memoryBytes: 5 }))).toEqual(['CVM_MACHINE_MEMORY_NOT_PAGED']);
  });

  it('is the same twice', () => {
    const result = () => {
      const { engine, blockedNs } = later();
      return { engine, blockedNs };
    };
    expect(result()).toEqual(result());
  });
});

describe('a run that is given up', () => {
  it('gives what there is by then, and no time of what it did not reach', () => {
    const run = later({ assumptions, signal: { aborted: true } });
    expect(run.engine.cancelled).toBe(true);
    expect([run.blockedNs, run.sinceRequested('memory-back'), run.count('wipe-page')]).toEqual([
      undefined,
      undefined,
      0,
    ]);
  });

  it('can be given up between its pieces, by whoever acts then', () => {
    const controller = new AbortController();
    const options = { assumptions, executor: 'reference', signal: controller.signal } as const;
    const turns = simulateInTurns(toy, { memoryBytes: 100 * PAGES * PAGE_BYTES, policy: 'now' }, options);
    expect(turns.next().done).toBe(false);
    controller.abort();
    const { value } = turns.next();
    expect(value?.engine.cancelled).toBe(true);
    expect(value?.count('wipe-page')).toBeGreaterThan(1000);
    expect(value?.blockedNs).toBeUndefined();
  });
});
