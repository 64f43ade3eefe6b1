import { type ComparisonReport, comparisonReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { run, type Surroundings } from './support/collect.js';
import { toyComparison } from './support/toy-comparison-plugin.js';

const compare = (line: string, surroundings: Surroundings = {}) =>
  run(`compare ${line}`, { architectures: [toyComparison], ...surroundings });

const report = async (line: string): Promise<ComparisonReport> => {
  const { stdout, stderr } = await compare(`${line} --reporter json`);
  expect(stderr).toBe('');
  return comparisonReportSchema.parse(JSON.parse(stdout));
};

const REBOOT = '--trigger reboot --memory 1GiB';

describe('the table', () => {
  test.each([80, 120])('%i columns', async (columns) => {
    const { code, stdout, stderr } = await compare(REBOOT, { columns });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(widest(stdout)).toBeLessThanOrEqual(columns);
    await expect(stdout).toMatchFileSnapshot(`golden/compare-${columns}.txt`);
  });

  test.each([80, 120])('%i columns, where prices are missing', async (columns) => {
    const { stdout } = await compare(`${REBOOT} --profile toy-ratios`, { columns });
    expect(widest(stdout)).toBeLessThanOrEqual(columns);
    await expect(stdout).toMatchFileSnapshot(`golden/compare-unknown-${columns}.txt`);
  });

  it('no difference, and rows that cannot be compared', async () => {
    const { stdout } = await compare('--trigger exit --memory 64MiB', { columns: 80 });
    const { stdout: partly } = await compare('--trigger exit --memory 64MiB --policy at-once,renamed', { columns: 80 });
    await expect(`${stdout}\n${partly}`).toMatchFileSnapshot('golden/compare-no-difference.txt');
  });

  it('puts what happens later below the rows when there is no room beside', async () => {
    const { stdout } = await compare(REBOOT, { columns: 60 });
    expect(stdout).toMatch(/^ {2}later +page-by-page nothing; at-once /m);
  });

  it('looks the same in colours', async () => {
    const { stdout: plain } = await compare(REBOOT, { columns: 120 });
    const { stdout: coloured } = await compare(`${REBOOT} --color`, { columns: 120 });
    expect(coloured).toContain('\u001b[1mtoy: reboot\u001b[22m');
    expect(withoutColours(coloured)).toBe(plain);
  });

  it('never says 0 of a time that is unknown', async () => {
    const { stdout } = await compare(`${REBOOT} --profile toy-ratios`);
    expect(stdout).not.toMatch(/(^|\s)0n?s\b/);
    expect(stdout).toContain('unknown  time');
  });
});

describe('memory that a process cannot have that starts when the exit is over', () => {
  const exit = '--arch s390 --trigger exit --policy sync,helper,kthread --memory 1GiB --profile small-cloud-vm';
  const prices = ['destroy-page=1us', 'export-page=2us', 'set-aside=50ns', 'allocate-tracking-page=1us'];
  const others = ['end-process', 'start-kthread', 'destroy-cpu', 'destroy-configuration', 'destroy-configuration-fast'];
  const assumed = [...prices, ...others.map((name) => `${name}=1us`)].map((price) => `--assume ${price}`).join(' ');

  const shipped = async (line: string) =>
    run(`compare ${line}`, { columns: 100, architectures: await loadArchitectures() });

  it('stands beside the blocked time, swappable and unswappable apart', async () => {
    const { code, stdout, stderr } = await shipped(`${exit} ${assumed}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout.slice(0, stdout.indexOf('same in each')).split(/^ {2}(?=helper|kthread)/m);
    const held = rows.map((row) => [...row.matchAll(/([\d.]+[KMG]iB) {2}(held, \w+|overhead)/g)].map(([text]) => text));
    expect(held).toEqual([[], ['1GiB  held, swappable'], ['0.998GiB  held, unswappable', '2060KiB  overhead']]);
    expect(stdout).toMatch(/^held {2,}neither free nor usable/m);
  });

  it('is in the report of one run, over time too', async () => {
    const line = `run --arch s390 --trigger exit --policy kthread --memory 1GiB --profile small-cloud-vm ${assumed}`;
    const { stdout } = await run(line, { columns: 100, architectures: await loadArchitectures() });
    const table = /^memory held\n((?: .*\n)+)/m.exec(stdout)?.[1] ?? '';
    const rows = table.split('\n').map((row) => row.trim().split(/ {2,}/).slice(0, 5));
    expect(rows.slice(0, 5)).toEqual([
      ['held', 'at first', 'when unblocked', 'peak', 'at the end'],
      ['swappable', '1GiB', '0B', '1GiB', '0B'],
      ['not swappable', '0B', '0.998GiB', '0.998GiB', '0B'],
      ['together', '1GiB', '0.998GiB', '1GiB', '0B'],
      ['overhead', '0B', '2060KiB', '2060KiB', '0B'],
    ]);
    expect(stdout).not.toMatch(/^levels$/m);
  });

  it('is not said where nobody knows', async () => {
    const { stdout } = await shipped(exit);
    expect(stdout).toContain('unknown  time');
    expect(stdout).not.toMatch(/held, |overhead/);
  });
});

describe('the JSON', () => {
  it('is the canonical report, with the same bytes each time', async () => {
    const [first, second] = [await compare(`${REBOOT} --reporter json`), await compare(`${REBOOT} --reporter json`)];
    expect(second).toEqual(first);
    const parsed = comparisonReportSchema.parse(JSON.parse(first.stdout));
    expect(parsed).toEqual(JSON.parse(first.stdout));
    expect(parsed).not.toHaveProperty('environment');
  });

  it('compares every policy that knows the trigger with the first', async () => {
    const { groups, runs } = await report(REBOOT);
    expect(groups.map(({ id, baseline, telling_operation }) => [id, baseline, telling_operation?.operation])).toEqual([
      ['toy-reboot', 'page-by-page', 'flush-line'],
    ]);
    expect(runs.map(({ id }) => id)).toEqual(['toy-reboot/page-by-page', 'toy-reboot/at-once', 'toy-reboot/renamed']);
  });

  it('takes prices from the user, and says so', async () => {
    const { runs } = await report(
      `${REBOOT} --policy at-once --profile toy=toy-ratios --assume scrub-page=1us --assume notify=2us`,
    );
    const [{ entry }] = runs as [ComparisonReport['runs'][number]];
    expect(entry.inputs).toMatchObject({
      profiles: ['toy-ratios'],
      assumptions: ['scrub-page=1us', 'notify=2us'],
    });
    // notify, and dismiss-guest at four times scrub-page.
    expect(entry.metrics.blocked_ns).toMatchObject({ ns: 2000 + 4000, basis: 'assumed' });
  });

  it('chooses the baseline', async () => {
    const { groups } = await report(`${REBOOT} --baseline at-once`);
    expect(groups[0]?.baseline).toBe('at-once');
  });

  it('says of each row that cannot be run why', async () => {
    const { groups } = await report('--trigger exit --memory 64MiB --policy at-once,renamed');
    expect(groups[0]?.rows).toMatchObject([
      { comparable: false, label: 'at-once', because: 'toy policy at-once has no trigger "exit"' },
      { comparable: true, label: 'renamed' },
    ]);
  });
});

describe('what is wrong', () => {
  test.each([
    ['a policy without a trigger', '--policy at-once'],
    ['no headline for these architectures', ''],
    ['an architecture that is not there', '--arch toi,toy --trigger reboot'],
    ['a policy that nobody has', '--trigger reboot --policy at-onze,page-by-page'],
    ['a baseline that nobody has', '--trigger reboot --baseline ones'],
    ['a trigger that nobody has', '--trigger rebot'],
    ['a policy for another trigger only', '--trigger exit --policy at-once'],
    [
      'costs',
      '--trigger reboot --assume scrab-page=1us --assume notify=1 --profile toy-machin --profile toi=toy-machine',
    ],
    ['a size that is no number of pages', '--trigger reboot --memory 5000B'],
    ['a feature, and a size that is none', '--trigger reboot --memory 1G --feature fats'],
  ])('%s', async (_, line) => {
    const { code, stdout, stderr } = await compare(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    await expect(`$ compare ${line}\n${stderr}`).toMatchFileSnapshot(`golden/compare-errors/${slug(line)}.txt`);
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
const COLOUR = /\u001b\[\d+m/g;
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const withoutColours = (text: string): string => text.replaceAll(COLOUR, '');
const slug = (line: string): string => line.replaceAll(/[^a-zA-Z0-9]+/g, '-').replace(/^-/, '') || 'nothing';

describe('Ctrl-C', () => {
  it('leaves what was not run as rows that cannot be compared, in a report that says that it is not all', async () => {
    const onInterrupt = (listener: () => void) => {
      listener();
      return () => undefined;
    };
    const { code, stdout } = await compare(`${REBOOT} --reporter json`, { onInterrupt });
    const { groups, ...rest } = comparisonReportSchema.parse(JSON.parse(stdout));
    expect(code).toBe(130);
    expect(rest).toMatchObject({ incomplete: true, runs: [] });
    const [group] = groups;
    expect(new Set(group?.rows.map((row) => !row.comparable && row.because))).toEqual(new Set(['interrupted']));
    expect(group?.verdict).toMatchObject({ kind: 'not comparable' });
  });
});
