import arm64 from '@cvm-teardown/arch-arm64';
import ppc from '@cvm-teardown/arch-ppc';
import s390 from '@cvm-teardown/arch-s390';
import { type Architecture, loadArchitecture } from '@cvm-teardown/core';
import { type ComparisonReport, comparisonReportSchema, type RunEntry } from '@cvm-teardown/core/report';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { headlineGroups } from '../src/headline/groups.js';
import { run } from './support/collect.js';

const GIB = 2 ** 30;
let architectures: readonly Architecture[];

beforeAll(() => {
  architectures = [s390, arm64, ppc].map((plugin) => loadArchitecture(plugin));
});

async function compared(line = ''): Promise<ComparisonReport> {
  const { code, stdout, stderr } = await run(`compare ${line} --reporter json`, { architectures });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return comparisonReportSchema.parse(JSON.parse(stdout));
}

const entryOf = ({ runs }: ComparisonReport, id: string): RunEntry => {
  const found = runs.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no run ${id}`);
  return found.entry;
};

const blocked = (run: RunEntry, operation: string): number =>
  run.operations.find((count) => count.operation === operation)?.blocked ?? 0;

describe('the headline', () => {
  let report: ComparisonReport;
  beforeAll(async () => {
    report = await compared();
  });

  it('has its five groups, each with all its rows', () => {
    expect(report.groups.map(({ id, baseline, rows }) => [id, baseline, rows.length])).toEqual([
      ['s390-reboot', 'sync', 3],
      ['s390-exit', 'no helper', 2],
      ['arm64-close', 'pre-series', 3],
      ['ppc-secure-entry', 'uv-all', 2],
      ['ppc-reboot', 'uv-all', 2],
    ]);
    expect(report.groups.flatMap(({ rows }) => rows).every(({ comparable }) => comparable)).toBe(true);
    expect(report.groups.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(report.groups.map(({ confidential }) => confidential)).toEqual([true, true, false, true, true]);
  });

  it('is drawn within 80 and within 120 columns', async () => {
    for (const columns of [80, 120]) {
      const { stdout } = await run('compare', { architectures, columns });
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(stdout.match(/^\S.* (100|64)GiB, confidential: (yes|no)$/gm)).toHaveLength(5);
    }
  });

  it('s390 reboot: every page while somebody waits, against those below 2 GiB', () => {
    const pages = (100 * GIB) / 4096;
    const low = (2 * GIB) / 4096;
    expect(blocked(entryOf(report, 's390-reboot/sync'), 'destroy-page')).toBe(pages);
    for (const label of ['async, no Destroy Fast', 'async']) {
      expect(blocked(entryOf(report, `s390-reboot/${label}`), 'destroy-page')).toBe(low);
      const row = report.groups[0]?.rows.find((candidate) => candidate.label === label);
      expect(row).toMatchObject({
        against_baseline: {
          operations: expect.arrayContaining([expect.objectContaining({ operation: 'destroy-page', ratio: 1 / 50 })]),
        },
      });
    }
    const fast = 'destroy-configuration-fast';
    expect(blocked(entryOf(report, 's390-reboot/async'), fast)).toBe(1);
    expect(blocked(entryOf(report, 's390-reboot/async, no Destroy Fast'), fast)).toBe(0);
  });

  it('s390 has no times, and says which assumption would give them', () => {
    const run = entryOf(report, 's390-reboot/sync');
    expect(run.metrics.blocked_ns).toMatchObject({ ns: null, basis: 'unknown' });
    expect(run.unpriced.map(({ flag }) => flag)).toContain('--assume destroy-page=<time>');
  });

  it('s390 exit: the helper leaves no page to the exiting process', () => {
    const pages = (100 * GIB) / 4096;
    const [alone, helped] = ['no helper', 'helper'].map((label) => entryOf(report, `s390-exit/${label}`)) as [
      RunEntry,
      RunEntry,
    ];
    expect([blocked(alone, 'destroy-page'), blocked(alone, 'free-page')]).toEqual([pages, pages]);
    expect([blocked(helped, 'destroy-page'), blocked(helped, 'free-page')]).toEqual([0, 0]);
    const later = (operation: string) => helped.operations.find((count) => count.operation === operation)?.deferred;
    expect([later('destroy-page'), later('free-page')]).toEqual([pages, pages]);
  });

  it('arm64 close: lines and pairs, against one invalidation, against none', () => {
    const blocks = (64 * GIB) / (2 * 2 ** 20);
    const counts = ['pre-series', 'series', 'mainline'].map((label) => {
      const run = entryOf(report, `arm64-close/${label}`);
      return [blocked(run, 'clean-line'), blocked(run, 'flush-by-ipa'), blocked(run, 'flush-by-vmid')];
    });
    expect(counts).toEqual([
      // One pair for each block, and one for each of the 64 tables that hold them.
      [2 ** 30, blocks + blocks / 512, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });

  it('arm64 close: the time before is fitted, those after are not', () => {
    const times = ['pre-series', 'series', 'mainline'].map(
      (label) => entryOf(report, `arm64-close/${label}`).metrics.blocked_ns,
    );
    expect(times.map(({ basis }) => basis)).toEqual(['fitted', 'assumed', 'assumed']);
    const [before, after] = entryOf(report, 'arm64-close/pre-series').published.concat(
      entryOf(report, 'arm64-close/series').published,
    );
    expect(before).toMatchObject({ id: 'arm64-close-64g', fitted: true });
    expect(after).toMatchObject({ id: 'arm64-close-64g', kind: 'at most', fitted: false });
    expect(times[1]?.ns).toBeLessThanOrEqual((after?.seconds ?? 0) * 1e9);
  });

  it('ppc secure entry: every GFN that is not shared, against the necessary ones', () => {
    const all = (100 * GIB) / 65_536;
    const before = entryOf(report, 'ppc-secure-entry/uv-all');
    const after = entryOf(report, 'ppc-secure-entry/init-done');
    const shared = blocked(before, 'h-svm-page-in-shared');
    expect(blocked(before, 'h-svm-page-in')).toBe(all - shared);
    expect(blocked(after, 'h-svm-page-in')).toBeLessThan(all / 1000);
    // Each is migrated in either case, by whomever.
    expect([blocked(before, 'migrate-page'), blocked(after, 'migrate-page')]).toEqual([all - shared, all - shared]);
    expect(before.metrics.blocked_ns.basis).toBe('fitted');
    // Its price was fitted to the other side, and for its own no figure was published.
    expect(after.metrics.blocked_ns.basis).toBe('assumed');
    expect(after.published.every(({ seconds, fitted }) => seconds === null && !fitted)).toBe(true);
  });

  it('ppc reboot: no difference while somebody waits, whatever comes after', () => {
    const group = report.groups.find(({ id }) => id === 'ppc-reboot');
    expect(group?.verdict).toEqual({
      kind: 'no difference',
      because: 'the series does not touch KVM_PPC_SVM_OFF',
    });
    const [before, after] = ['uv-all', 'init-done'].map((label) => entryOf(report, `ppc-reboot/${label}`)) as [
      RunEntry,
      RunEntry,
    ];
    expect(after.metrics.secure_again_ns?.ns).toBeLessThan(before.metrics.secure_again_ns?.ns ?? 0);
  });
});

describe('the options of the headline', () => {
  test.each(['4GiB', '1TiB'])('s390: %s, and PREPARE cleans as much as ever', async (memory) => {
    const report = await compared(`--arch s390 --memory ${memory}`);
    const [sync, async] = ['sync', 'async'].map((label) => entryOf(report, `s390-reboot/${label}`)) as [
      RunEntry,
      RunEntry,
    ];
    expect(blocked(sync, 'destroy-page')).toBe(sync.inputs.page_count);
    expect(blocked(async, 'destroy-page')).toBe((2 * GIB) / 4096);
  });

  it('gives s390 times with one assumption, and says how far they move', async () => {
    const report = await compared('--arch s390 --assume destroy-page=1.2us');
    const { metrics, sensitivity } = entryOf(report, 's390-reboot/sync');
    expect(metrics.blocked_ns).toMatchObject({ basis: 'assumed' });
    const row = sensitivity.rows.find(({ operation }) => operation === 'destroy-page');
    const again = await compared('--arch s390 --assume destroy-page=2.4us');
    expect(row?.double_ns).toBe(entryOf(again, 's390-reboot/sync').metrics.blocked_ns.ns);
  });

  it('tells rows apart by what the baseline does, where several counts differ as much', async () => {
    // With at most 2 GiB, QEMU does not ask for the asynchronous way.
    const { groups } = await compared('--arch s390 --memory 1GiB');
    expect(groups[0]?.telling_operation).toEqual({ operation: 'destroy-page', unit: 'call' });
  });

  it('filters and scales', async () => {
    const { groups } = await compared('--arch arm64,ppc --memory 1GiB');
    expect(groups.map(({ id, memory_bytes }) => [id, memory_bytes])).toEqual([
      ['arm64-close', GIB],
      ['ppc-secure-entry', GIB],
      ['ppc-reboot', GIB],
    ]);
  });

  it('takes another profile, and another baseline', async () => {
    const report = await compared('--arch arm64 --profile arm64=tlbirange-vhe --baseline series');
    expect(report.groups[0]?.baseline).toBe('series');
    expect(entryOf(report, 'arm64-close/series').inputs.profiles).toEqual(['tlbirange-vhe']);
  });
});

it('names only what there is', () => {
  for (const { arch, profile, rows } of headlineGroups) {
    const architecture = architectures.find(({ manifest }) => manifest.id === arch);
    expect(architecture?.profiles.map(({ id }) => id)).toContain(profile);
    for (const { request } of rows) expect(architecture?.policies.map(({ id }) => id)).toContain(request.policy);
  }
});
