/** The 2021 design at whole sizes: docs/s390.md 8. */
import { loadArchitecture, type MachineRequest, parseAssumptions, simulate } from '@cvm-teardown/core';
import { describe, expect, it, test } from 'vitest';
import { operations } from '../src/operations.js';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const CAPACITY = 509;
const LOW = 524_288;
const pages = (count: number): MachineRequest => ({ memoryBytes: count * 4096, vcpus: 2 });
const run = (request: MachineRequest) => simulate(arch, { policy: 'kthread', release: 'v3', ...request });

describe('an exit', () => {
  it('exports one page of 510, and leaves the others to the thread', () => {
    const result = run({ ...pages(10 * (CAPACITY + 1)), trigger: 'exit' });
    expect(result.countBlocked('export-page')).toBe(10);
    expect(result.countBlocked('set-aside')).toBe(10 * CAPACITY);
    expect(result.countBlocked('allocate-tracking-page')).toBe(10);
    expect([result.countBlocked('destroy-page'), result.count('destroy-page')]).toEqual([0, 10 * CAPACITY]);
    expect(result.count('free-page')).toBe(10 * (CAPACITY + 1));
  });

  it('exports every page itself when there is no memory for the list', () => {
    const result = run({ ...pages(1_000), trigger: 'exit', options: { atomicAllocations: 'fail' } });
    expect(result.countBlocked('export-page')).toBe(1_000);
    expect([result.count('set-aside'), result.count('start-kthread')]).toEqual([0, 0]);
  });

  it('takes memory out of the reach of the host, which no other policy does', () => {
    const prices = ['destroy-page', 'set-aside', 'allocate-tracking-page', 'start-kthread', 'free-page', 'end-process'];
    const assumptions = parseAssumptions(
      prices.map((name) => `${name}=1us`),
      operations,
    );
    const held = (policy: string, release: string) =>
      simulate(arch, { ...pages(5_100), policy, release, trigger: 'exit' }, { assumptions }).held?.unswappable
        .peakBytes;
    expect(held('helper', '6.2')).toBe(0);
    expect(held('kthread', 'v3')).toBe(10 * CAPACITY * 4096);
  });
});

describe('a reboot', () => {
  test.each([4, 8])('of %d GiB cleans 2 GiB while somebody waits', (gib) => {
    const result = run({ memoryBytes: gib * 2 ** 30, vcpus: 2, trigger: 'reboot' });
    expect(result.countBlocked('destroy-page')).toBe(LOW);
    expect(result.count('destroy-page')).toBe((gib * 2 ** 30) / 4096);
    expect(result.count('destroy-configuration')).toBe(1);
  });
});
