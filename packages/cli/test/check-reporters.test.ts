import { checkReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it, test } from 'vitest';
import { legal } from '../src/reporters/check-junit.js';
import { run } from './support/collect.js';
import { junitErrors } from './support/junit.js';
import { readTrace } from './support/perfetto.js';

const REPORTERS = ['markdown', 'junit', 'github', 'perfetto'] as const;

/** A check of each kind, with each verdict. */
const CHECKS = {
  violated: 'check --arch toy --defect ignores-busy --faults 1',
  deadlock: 'check --arch toy --defect hangs',
  'never-reached': 'check --arch toy --defect skips-scrub',
  valid: 'check --arch toy --policy lazy --release fixed',
  unknown: 'check --arch toy --max-states 10',
  random: 'check --random --arch toy --release v1 --pages 5 --seed 7',
  'random-nothing': 'check --random --arch toy --pages 5 --runs 3 --seed 7',
} as const;

const cases = REPORTERS.flatMap((reporter) => Object.keys(CHECKS).map((name) => [reporter, name] as const));
const outputOf = async (name: string, reporter: string): Promise<string> =>
  (await run(`${CHECKS[name as keyof typeof CHECKS]} --reporter ${reporter}`)).stdout;

describe('a check as', () => {
  test.each(cases)('%s: %s', async (reporter, name) => {
    await expect(await outputOf(name, reporter)).toMatchFileSnapshot(`golden/reporters/${reporter}-${name}.txt`);
  });
});

describe('junit', () => {
  it.each(Object.keys(CHECKS))('is of the form that its readers want: %s', async (name) => {
    expect(await junitErrors(await outputOf(name, 'junit'))).toEqual([]);
  });

  it('is told apart from what is not of that form', async () => {
    const good = await outputOf('violated', 'junit');
    expect(await junitErrors(good.replace('<testcase ', '<testcase file="x" '))).not.toEqual([]);
    expect(await junitErrors(good.replace('</testsuites>', ''))).not.toEqual([]);
  });

  it('counts what is there', async () => {
    const countsOf = async (name: string) => /(tests="1" .*?)>/.exec(await outputOf(name, 'junit'))?.[1];
    expect(await countsOf('violated')).toBe('tests="1" failures="1" errors="0"');
    expect(await countsOf('unknown')).toBe('tests="1" failures="0" errors="0"');
    expect(await outputOf('unknown', 'junit')).toContain('errors="0" skipped="1"');
    expect(await countsOf('valid')).toBe('tests="1" failures="0" errors="0"');
  });

  it('has no character that XML cannot hold', async () => {
    const text = legal('a\u0000b\u001bc\u{1F600}\ud800d\uffff');
    expect(text).toBe('a\ufffdb\ufffdc\u{1F600}\ufffdd\ufffd');
    const good = await outputOf('valid', 'junit');
    expect(await junitErrors(good.replace('valid', text))).toEqual([]);
  });
});

describe('perfetto', () => {
  it.each(Object.keys(CHECKS))('is a trace that a viewer takes: %s', async (name) => {
    const { traceEvents } = readTrace(await outputOf(name, 'perfetto'));
    const report = JSON.parse(await outputOf(name, 'json'));
    const rows: readonly { actor: string; source?: string }[] = report.violation?.trace ?? [];
    const slices = traceEvents.filter(({ ph }) => ph === 'X');
    const tracks = new Map(
      traceEvents.filter((event) => event.name === 'thread_name').map(({ tid, args }) => [tid, args['name']]),
    );
    expect(slices.map(({ tid }) => tracks.get(tid))).toEqual(rows.map(({ actor }) => actor));
    expect(slices.map(({ args }) => args['source'])).toEqual(rows.map(({ source }) => source));
  });
});

describe('github', () => {
  it('is one command in one line, whatever the report says', async () => {
    for (const name of Object.keys(CHECKS)) {
      const text = await outputOf(name, 'github');
      expect(text).toMatch(/^::(error|warning|notice) title=[^:\n]+::[^\n]+\n$/);
    }
  });
});

describe('every reporter', () => {
  it.each(REPORTERS)('says how to see it again, and by which source: %s', async (reporter) => {
    const { replay, violation } = checkReportSchema.parse(JSON.parse(await outputOf('violated', 'json')));
    const text = await outputOf('violated', reporter);
    expect(text).toContain(replay);
    expect(text.replaceAll('%3A', ':').replaceAll('%2C', ',')).toContain(violation?.source);
  });

  it('writes its own file beside the others', async () => {
    const { code, stdout } = await run('check --arch toy --release v1 --reporter markdown --reporter junit=/dev/null');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^## toy exit by eager, release v1: violated, no-secret-leaves\n/);
  });
});
