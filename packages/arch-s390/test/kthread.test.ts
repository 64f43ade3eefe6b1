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
    // Those of the guest, and the list's own.
    expect(result.count('free-page')).toBe(10 * (CAPACITY + 1) + 10);
  });

  it('exports every page itself when there is no memory for the list', () => {
    const result = run({ ...pages(1_000), trigger: 'exit', options: { atomicAllocations: 'fail' } });
    expect(result.countBlocked('export-page')).toBe(1_000);
    expect([result.count('set-aside'), result.count('start-kthread')]).toEqual([0, 0]);
  });

  it('of one page leaves a list without a frame, and the thread frees that', () => {
    const result = run({ ...pages(1), trigger: 'exit' });
    expect([result.count('set-aside'), result.count('start-kthread'), result.count('free-page')]).toEqual([0, 1, 2]);
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

describe('the memory of the list', () => {
  const PAGE = 4096;
  const prices = ['destroy-page=10us', 'export-page=20us', 'set-aside=1us', 'allocate-tracking-page=1us'];
  const others = ['free-page', 'end-process', 'start-kthread', 'destroy-cpu', 'destroy-configuration'];
  const assumptions = parseAssumptions([...prices, ...others.map((name) => `${name}=0us`)], operations);
  const overheadOf = (count: number, executor?: 'reference') => {
    const request = { policy: 'kthread', release: 'v3', trigger: 'exit', ...pages(count) };
    const { overhead, held } = simulate(arch, request, { assumptions, executor });
    if (overhead === undefined || held === undefined) throw new Error('nothing is said about memory');
    expect([held.total.endBytes, held.swappable.endBytes, held.unswappable.endBytes]).toEqual([0, 0, 0]);
    return overhead;
  };

  test.each([
    ['a full one', 10 * (CAPACITY + 1), 10],
    ['one with a frame', 10 * (CAPACITY + 1) + 2, 11],
    ['one without', 10 * (CAPACITY + 1) + 1, 11],
  ])('is a page per 509 frames, back in the end: %s at the head', (_what, count, tracking) => {
    const { startBytes, peakBytes, endBytes } = overheadOf(count);
    expect([startBytes, peakBytes, endBytes]).toEqual([0, tracking * PAGE, 0]);
  });

  it('rises while pages are set aside, and falls while the thread works', () => {
    // Two full pages: each is there from the export of one page on, until the thread has destroyed its 509 frames.
    const [sets, works] = [CAPACITY * 1_000, CAPACITY * 10_000];
    const allocates = 21_000;
    const [first, second] = [0, 1].map((i) => i * (allocates + sets) + allocates) as [number, number];
    const set = 2 * (allocates + sets);
    const moments = set + works - first + (set + 2 * works - second);
    expect(overheadOf(2 * (CAPACITY + 1)).byteNs).toBe(BigInt(moments) * BigInt(PAGE));
  });

  it('is measured alike by both executors', () => {
    for (const count of [1, 2, 509, 510, 511, 1_021, 5_000])
      expect(overheadOf(count)).toEqual(overheadOf(count, 'reference'));
  });

  it('is nobody else’s: other policies say nothing of it', () => {
    const request = { policy: 'helper', release: '6.2', trigger: 'exit', ...pages(1_000) };
    expect(simulate(arch, request, { assumptions }).overhead).toBeUndefined();
  });
});
