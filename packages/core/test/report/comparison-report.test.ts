import { describe, expect, it } from 'vitest';
import {
  type ComparedGroup,
  comparisonReport,
  comparisonReportSchema,
  reportJson,
  reportJsonSchema,
  runEntry,
} from '../../src/report/index.js';
import { simulate } from '../../src/run/simulate.js';
import { PAGE, toy } from './toy-architecture.js';

const MIB = 2 ** 20;
const PAGES = MIB / PAGE;
const tool = { name: 'cvm-teardown', version: '9.9.9' };

const rowOf = (policy: string, trigger = 'exit') => ({
  label: policy,
  run: runEntry({ architecture: toy, result: simulate(toy, { policy, trigger, memoryBytes: MIB }) }),
});

const group = (rows: ComparedGroup['rows'], rest: Partial<ComparedGroup> = {}): ComparedGroup => ({
  id: 'toy-exit',
  title: 'toy exit',
  architecture: toy,
  trigger: 'exit',
  memoryBytes: MIB,
  rows,
  ...rest,
});

const reported = (one: ComparedGroup) => {
  const [first] = comparisonReport([one], { tool }).groups;
  if (first === undefined) throw new Error('no group');
  return first;
};

describe('a group', () => {
  it('compares each row with the first, counts and times', () => {
    const { baseline, rows, verdict } = reported(group([rowOf('eager'), rowOf('lazy')]));
    expect(baseline).toBe('eager');
    expect(verdict).toEqual({ kind: 'difference' });
    expect(rows).toEqual([
      { comparable: true, label: 'eager', run: 'toy-exit/eager' },
      {
        comparable: true,
        label: 'lazy',
        run: 'toy-exit/lazy',
        against_baseline: {
          baseline: 'eager',
          operations: [
            { operation: 'dismiss', unit: 'call', baseline_blocked: 0, blocked: 1, ratio: null },
            { operation: 'scrub', unit: 'page', baseline_blocked: PAGES, blocked: 0, ratio: 0 },
          ],
          baseline_blocked_ns: PAGES * 1001,
          blocked_ns: 5000,
          blocked_time_ratio: 5000 / (PAGES * 1001),
        },
      },
    ]);
  });

  it('compares with another row if told so', () => {
    const { baseline, rows } = reported(group([rowOf('eager'), rowOf('lazy')], { baseline: 'lazy' }));
    expect(baseline).toBe('lazy');
    expect(rows[0]).toMatchObject({
      against_baseline: { baseline: 'lazy', operations: [{ ratio: 0 }, { ratio: null }] },
    });
    expect(rows[1]).not.toHaveProperty('against_baseline');
  });

  it('names the operation that tells them apart', () => {
    expect(reported(group([rowOf('eager'), rowOf('lazy')])).telling_operation).toEqual({
      operation: 'scrub',
      unit: 'page',
    });
    expect(reported(group([rowOf('eager'), rowOf('again')])).telling_operation).toBeNull();
  });

  it('says when a redesign makes no difference, and why', () => {
    const rows = [rowOf('eager', 'reboot'), rowOf('again', 'reboot')];
    expect(reported(group(rows)).verdict).toEqual({
      kind: 'no difference',
      because: 'each does the same while somebody waits',
    });
    expect(reported(group(rows, { sameBecause: 'nobody touched it' })).verdict).toEqual({
      kind: 'no difference',
      because: 'nobody touched it',
    });
  });

  it('believes the counts, not the expectation', () => {
    const { verdict, warnings } = reported(
      group([rowOf('eager'), rowOf('lazy')], { sameBecause: 'nobody touched it' }),
    );
    expect(verdict).toEqual({ kind: 'difference' });
    expect(warnings).toEqual([
      'no difference was expected, because nobody touched it; but the counts of dismiss, scrub differ',
    ]);
  });

  it('keeps rows that cannot be compared, with their reason', () => {
    const { rows, verdict, baseline } = reported(
      group([{ label: 'other', notComparable: 'no such trigger' }, rowOf('lazy')]),
    );
    expect(rows[0]).toEqual({ comparable: false, label: 'other', because: 'no such trigger' });
    expect(baseline).toBe('lazy');
    expect(verdict).toMatchObject({ kind: 'not comparable' });
    expect(reported(group([{ label: 'other', notComparable: 'no such trigger' }])).baseline).toBeNull();
  });
});

describe('the report', () => {
  const groups = () => [
    group([rowOf('eager'), rowOf('lazy'), { label: 'other', notComparable: 'no such trigger' }]),
    group([rowOf('eager', 'reboot'), rowOf('again', 'reboot')], { id: 'toy-reboot', trigger: 'reboot' }),
  ];

  it('has the declared form, and the same bytes each time', () => {
    const make = () => reportJson(comparisonReport(groups(), { tool }));
    const text = make();
    expect(make()).toBe(text);
    expect(comparisonReportSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  });

  it('lists each plugin once, and each run under the id that its row names', () => {
    const report = comparisonReport(groups(), { tool });
    expect(report.plugins.map(({ id }) => id)).toEqual(['toy']);
    const named = report.groups.flatMap(({ rows }) => rows.flatMap((row) => (row.comparable ? [row.run] : [])));
    expect(report.runs.map(({ id }) => id)).toEqual(named);
  });

  it('has a JSON Schema', () => {
    expect(reportJsonSchema('comparison')).toMatchObject({ $id: 'urn:cvm-teardown:schema:comparison-report:1' });
  });
});
