import {
  type AnyReportKind,
  comparisonReportSchema,
  reportJsonSchema,
  reportKinds,
  runReportSchema,
} from '@cvm-teardown/core/report';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, test } from 'vitest';
import { run as runLine, type Surroundings } from './support/collect.js';
import { folderWith } from './support/folder.js';
import { type Schema, violationsOf } from './support/json-schema.js';
import { toyComparison } from './support/toy-comparison-plugin.js';

const run = (line: string, surroundings: Surroundings = {}) =>
  runLine(line, { architectures: [toyComparison], ...surroundings });
const outputOf = async (line: string, reporter: string, surroundings: Surroundings = {}): Promise<string> =>
  (await run(`${line} --reporter ${reporter}`, surroundings)).stdout;

const LINES = {
  run: 'run --arch toy --trigger reboot --policy at-once --memory 1GiB',
  'run-unknown': 'run --arch toy --trigger reboot --memory 64MiB --resident 50% --profile toy-ratios',
  compare: 'compare --trigger reboot --memory 1GiB',
  'compare-not-comparable': 'compare --trigger exit --memory 64MiB --policy at-once,renamed',
} as const;
const lines = Object.entries(LINES);

const interrupted: Surroundings = {
  onInterrupt: (listener) => {
    listener();
    return () => undefined;
  },
};

interface CsvLine {
  readonly [column: string]: string;
}
const read = (text: string): readonly CsvLine[] => parse(text, { columns: true });

describe.each(['ndjson', 'csv', 'markdown'])('%s', (reporter) => {
  test.each(lines)('%s', async (name, line) => {
    await expect(await outputOf(line, reporter)).toMatchFileSnapshot(`golden/reporters/${reporter}-${name}.txt`);
  });

  it('gives the same bytes twice', async () => {
    for (const [, line] of lines) expect(await outputOf(line, reporter)).toBe(await outputOf(line, reporter));
  });

  it('says that it was given up', async () => {
    for (const line of [LINES.run, LINES.compare]) {
      const { code, stdout } = await run(`${line} --reporter ${reporter}`, interrupted);
      expect(code).toBe(130);
      expect(stdout).toMatch(/given up .*end|"incomplete":true/i);
    }
  });
});

describe('ndjson', () => {
  it('is the canonical report, cut in lines', async () => {
    const recordsOf = async (line: string) =>
      (await outputOf(line, 'ndjson'))
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text));
    const [{ record, ...head }, { record: _run, ...entry }] = await recordsOf(LINES.run);
    expect(record).toBe('head');
    const whole = JSON.parse(await outputOf(LINES.run, 'json'));
    expect(runReportSchema.parse({ ...head, run: entry })).toEqual(whole);

    const records = await recordsOf(LINES.compare);
    const of = (kind: string) =>
      records.filter((one) => one.record === kind).map(({ record: _record, ...rest }) => rest);
    const runs = of('run').map(({ id, ...one }) => ({ id, entry: one }));
    const rebuilt = comparisonReportSchema.parse({ ...of('head')[0], groups: of('group'), runs });
    expect(rebuilt).toEqual(JSON.parse(await outputOf(LINES.compare, 'json')));
  });
});

describe('csv', () => {
  it('has the times and counts of the report, and nothing in the place of what is unknown', async () => {
    const report = runReportSchema.parse(JSON.parse(await outputOf(LINES.run, 'json')));
    const all = read(await outputOf(LINES.run, 'csv'));
    const numberOf = (measure: string, name = '') =>
      all.find((line) => line['measure'] === measure && line['name'] === name)?.['value'];
    expect(numberOf('blocked_ns')).toBe(String(report.run.metrics.blocked_ns.ns));
    for (const { operation, blocked, deferred } of report.run.operations) {
      expect(numberOf('operation_blocked', operation)).toBe(String(blocked));
      expect(numberOf('operation_deferred', operation)).toBe(String(deferred));
    }
    const unknown = read(await outputOf(LINES['run-unknown'], 'csv')).find(({ measure }) => measure === 'blocked_ns');
    expect(unknown).toMatchObject({ value: '', basis: 'unknown', note: expect.stringContaining('no price') });
  });

  it('has one number per line: no two lines are of the same thing', async () => {
    for (const [, line] of lines) {
      const keys = read(await outputOf(line, 'csv'))
        .filter(({ measure }) => measure !== 'warning')
        .map(({ group, row, measure, name, basis }) => JSON.stringify([group, row, measure, name, basis]));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('has each row of a comparison, also those that cannot be compared', async () => {
    const report = comparisonReportSchema.parse(JSON.parse(await outputOf(LINES['compare-not-comparable'], 'json')));
    const all = read(await outputOf(LINES['compare-not-comparable'], 'csv'));
    for (const row of report.groups.flatMap((group) => group.rows)) {
      const own = all.filter((line) => line['row'] === row.label);
      if (row.comparable) expect(own.length).toBeGreaterThan(10);
      else expect(own).toMatchObject([{ measure: 'not_comparable', note: row.because }]);
    }
  });
});

describe('the JSON Schema', () => {
  const LINE_OF: Partial<Record<AnyReportKind, string>> = { run: LINES.run, comparison: LINES.compare };

  it.each(reportKinds)('of a %s report has an id and a closed form', (kind) => {
    expect(reportJsonSchema(kind)).toMatchObject({
      $id: `urn:cvm-teardown:schema:${kind}-report:1`,
      type: 'object',
      additionalProperties: false,
    });
  });

  it.each(Object.entries(LINE_OF))('holds for what is written: %s', async (kind, line) => {
    const schema = reportJsonSchema(kind as AnyReportKind) as Schema;
    const report = JSON.parse(await outputOf(line, 'json'));
    expect(violationsOf(schema, report)).toEqual([]);
    expect(violationsOf(schema, { ...report, extra: 1 })).not.toEqual([]);
    expect(violationsOf(schema, { ...report, schemaVersion: 2 })).not.toEqual([]);
    expect(report.$schema).toBe((schema as { $id: string }).$id);
  });
});

describe('several outputs', () => {
  it('come from one run', async () => {
    const folder = folderWith({});
    const files = ['a.json', 'b.csv', 'c.md', 'd.ndjson'];
    const reporters = ['json=a.json', 'csv=b.csv', 'markdown=c.md', 'ndjson=d.ndjson'].map(
      (one) => `--reporter ${one}`,
    );
    const { stdout } = await run(`${LINES.compare} --reporter table ${reporters.join(' ')}`, { cwd: folder.path });
    expect(stdout).toBe(await outputOf(LINES.compare, 'table'));
    expect(folder.names().sort()).toEqual(files);
    expect(folder.text('b.csv')).toBe(await outputOf(LINES.compare, 'csv'));
    expect(folder.text('c.md')).toBe(await outputOf(LINES.compare, 'markdown'));
    folder.remove();
  });
});
