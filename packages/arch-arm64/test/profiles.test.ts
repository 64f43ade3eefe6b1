import { type CostProfile, loadArchitecture, type MachineRequest, type RunResult, simulate } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import arm64 from '../src/index.js';

const arch = loadArchitecture(arm64);
const profile = (id: string): CostProfile => arch.profiles.find((found) => found.id === id) as CostProfile;
const GiB = 2 ** 30;

const rowOf = (id: string, operation: string) => profile(id).rows.find((row) => row.operation === operation);
const ns = (id: string, operation: string): number => {
  const row = rowOf(id, operation);
  if (row?.ns !== undefined) return row.ns;
  const { relativeTo } = row as { readonly relativeTo: { readonly operation: string; readonly times: number } };
  return ns(id, relativeTo.operation) * relativeTo.times;
};
const picoseconds = (value: number): number => Math.round(value * 1000) / 1000;
const published = (id: string) => arch.published.find((row) => row.id === id);
const secondsOf = (id: string): readonly [number, number] =>
  published(id)?.sides.map(({ seconds }) => seconds) as unknown as readonly [number, number];

function timed(id: string, request: MachineRequest): RunResult {
  return simulate(arch, request, { profiles: [profile(id)] });
}

describe('hisilicon-d05', () => {
  const id = 'hisilicon-d05';
  const [before, after] = secondsOf('arm64-close-64g');

  it('prices a line by 99 % of the published time over 2^30 lines', () => {
    expect(ns(id, 'clean-line')).toBe(picoseconds((0.99 * before * 1e9) / 2 ** 30));
  });

  it('prices a leaf by the walk of C5', () => {
    expect(ns(id, 'clear-block')).toBe(picoseconds(16e6 / 262_144));
  });

  it('prices a pair by what is left', () => {
    const rest = 32_768 * ns(id, 'clear-block') + 64 * ns(id, 'free-table') + 2 * ns(id, 'free-root-page');
    expect(ns(id, 'flush-by-ipa')).toBe(picoseconds((0.01 * before * 1e9 - rest) / 32_832));
  });

  it('gives the 12 s back, which proves nothing, and less than the second of the series', () => {
    const close = (policy: string) =>
      timed(id, { trigger: 'close', policy, memoryBytes: 64 * GiB }).blockedNs as number;
    expect(close('pre-series') / 1e9).toBeCloseTo(before, 3);
    expect(close('series') / 1e9).toBeLessThan(after);
    expect(close('mainline')).toBeLessThan(close('series'));
  });

  it('says that the price rests on that published row', () => {
    for (const operation of ['clean-line', 'flush-by-ipa'])
      expect(rowOf(id, operation)?.fits).toEqual(['arm64-close-64g']);
  });

  it('leaves the exit unknown: no source prices the freeing of the memory there', () => {
    const run = timed(id, { trigger: 'exit', policy: 'series', memoryBytes: GiB });
    expect(run.blockedNs).toBeUndefined();
    expect(run.engine.unpriced).toEqual(['free-block']);
    expect(run.count('free-block')).toBe(512);
  });
});

describe('tlbirange-vhe', () => {
  const id = 'tlbirange-vhe';
  const leaves = 128 * 262_144;
  const tables = 65_664;
  const batches = 128;

  it('derives pair and page from the 128 GiB row', () => {
    const [before, after] = secondsOf('arm64-unmap-4k-128g');
    const flushes = batches * ns(id, 'flush-by-range');
    const pair = ((before - after) * 1e9 + flushes) / leaves;
    expect(ns(id, 'flush-by-ipa')).toBe(picoseconds(pair));
    expect(ns(id, 'clear-page')).toBe(picoseconds((after * 1e9 - tables * ns(id, 'flush-by-ipa') - flushes) / leaves));
  });

  it('derives the block from the 128 GiB row of blocks', () => {
    const [, after] = secondsOf('arm64-unmap-2m-128g');
    const rest = batches * (ns(id, 'flush-by-ipa') + ns(id, 'flush-by-range'));
    expect(ns(id, 'clear-block')).toBe(picoseconds((after * 1e9 - rest) / 65_536));
  });

  /** The larger rows of pages are predicted as well, but take seconds to run page by page. */
  const predicted = arch.published.filter(
    ({ trigger, memoryBytes, options }) =>
      trigger === 'unmap' && memoryBytes <= (options?.['leaf'] === 'page' ? 4 : 32) * GiB,
  );

  it('are predicted: two rows of pages, two of blocks', () => expect(predicted).toHaveLength(4));

  it.each(
    predicted.flatMap((row) =>
      row.sides.map((side) => ({ row: row.id, release: side.release as string, side, of: row })),
    ),
  )('predicts $row, release $release, within a factor of three', ({ side, of }) => {
    const features = Object.fromEntries((side.features ?? []).map((name) => [name, true]));
    const run = timed(id, {
      trigger: 'unmap',
      policy: side.policy,
      release: side.release as string,
      features,
      memoryBytes: of.memoryBytes,
      options: of.options as Readonly<Record<string, string | number>>,
    });
    const ratio = (run.blockedNs as number) / ((side.seconds as number) * 1e9);
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
    // Pages scale as published, to a fifth.
    if (of.options?.['leaf'] === 'page') expect(Math.abs(ratio - 1)).toBeLessThan(0.2);
  });

  it('has no row that the predictions were fitted to', () => {
    const fits = profile(id).rows.flatMap((row) => row.fits ?? []);
    for (const { id: row } of predicted) expect(fits).not.toContain(row);
  });
});
