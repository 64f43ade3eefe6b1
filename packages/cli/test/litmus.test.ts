import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { litmusReportSchema } from '@cvm-teardown/core/report';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { run, type Surroundings } from './support/collect.js';
import { type Folder, folderWith } from './support/folder.js';
import { junitErrors } from './support/junit.js';
import { readTrace } from './support/perfetto.js';

const litmus = (name: string, body: string): string => `litmus: 1\nname: ${name}\narch: toy\nrelease: v2\n${body}`;

const FILES = {
  'good/clean.yaml': litmus(
    'clean',
    'do: [{ call: SCRUB, counts: { scrub-page: 2 } }, { call: FREE }]\nthen: { page: { 0-1: freed } }\n',
  ),
  'good/deep/leak.yml': litmus('leak', 'do: [{ call: FREE, args: { blindly: true } }]\nviolates: no-secret-leaves\n'),
  'good/touch.json': JSON.stringify({
    litmus: 1,
    name: 'touch',
    arch: 'toy',
    do: [{ call: 'TOUCH', args: { page: 0 }, returns: 'OK' }],
  }),
  'good/README.md': 'not a litmus file',
  'good/.hidden/x.yaml': 'not a litmus file',
  'good/node_modules/x.yaml': 'not a litmus file',
  'failing/returns.yaml': litmus(
    'returns',
    'given: { page: { 0: freed } }\ndo: [{ call: TOUCH, args: { page: 0 }, returns: OK }]\n',
  ),
  'failing/counts.yaml': litmus('counts', 'do: [{ call: SCRUB, counts: { scrub-page: 3 } }]\n'),
  'failing/race.yaml': litmus(
    'race',
    `actors:
  guest: [{ call: TOUCH, args: { page: 0 } }]
  vmm: [{ call: SHUT_DOWN }]
  cleaner: [{ call: AWAIT_END }, { call: SCRUB }, { call: FREE }]
faults: [firmware-busy@cleaner]
then: { page: { 0-1: freed } }
`,
  ),
  'failing/leak.yaml': litmus('leak', 'do: [{ call: FREE, args: { blindly: true } }]\n'),
  'failing/reaches.yaml': litmus('reaches', 'do: [{ call: SCRUB }]\nreaches: [page-scrubbed, guest-acts]\n'),
  'failing/violates.yaml': litmus('violates', 'do: [{ call: SCRUB }]\nviolates: no-secret-leaves\n'),
  'bad.yaml': litmus('bad', 'do: [{ call: SCRAB }]\nthn: { page: { 0: freed } }\n'),
  'empty/nothing.txt': '',
};

let folder: Folder;
beforeAll(() => {
  folder = folderWith(FILES);
  symlinkSync(join(folder.path, 'good'), join(folder.path, 'linked'));
});
afterAll(() => folder.remove());

const check = (words: string, surroundings: Surroundings = {}) =>
  run(`check ${words}`, { cwd: folder.path, ...surroundings });
const report = async (words: string) => {
  const { code, stdout } = await check(`${words} --reporter json`);
  return { code, report: litmusReportSchema.parse(JSON.parse(stdout)) };
};
const filesOf = async (words: string): Promise<string[]> => (await report(words)).report.files.map(({ file }) => file);

/** Those whose trace shows what went wrong. */
const BROKEN = ['counts', 'leak', 'race', 'returns'];

describe('check with litmus files', () => {
  test.each([
    ['good', 'good', 0],
    ['failing', 'failing', 1],
    ['error', 'good bad.yaml failing/leak.yaml', 2],
    ['unknown', 'good/clean.yaml --max-states 3', 3],
  ])('says what came of each: %s', async (name, words, code) => {
    const ran = await check(words);
    expect(ran).toMatchObject({ code, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot(`golden/litmus-${name}.txt`);
  });

  test.each([
    ['ok only', 'good/clean.yaml', 0],
    ['an expectation that is missed', 'good/clean.yaml failing/counts.yaml', 1],
    ['an error, whatever else', 'failing/counts.yaml bad.yaml', 2],
    ['a limit', 'good/clean.yaml --max-states 3', 3],
    ['a limit of memory', 'good/clean.yaml --max-memory 1KiB', 3],
    ['a limit of time', 'good/clean.yaml --max-time 1ps', 3],
    ['a limit beside what is missed', 'good/clean.yaml failing/counts.yaml --max-states 5', 1],
  ])('ends with the code of the worst: %s', async (_what, words, code) => {
    expect((await check(words)).code).toBe(code);
  });

  it.each(['table', 'markdown', 'junit', 'github'])('says what would help at a limit, as %s', async (reporter) => {
    const { stdout } = await check(`good/clean.yaml --max-states 3 --reporter ${reporter}`);
    expect(stdout).toContain('more than 3 states: take fewer pages, actors or faults, or a higher limit');
  });

  it('reports as JSON, many files in one', async () => {
    const { code, stdout } = await check('good failing bad.yaml --reporter json');
    expect(code).toBe(2);
    const parsed = litmusReportSchema.parse(JSON.parse(stdout));
    expect(JSON.stringify(parsed, undefined, 2)).toBe(stdout.trimEnd());
    expect(parsed.totals).toEqual({ files: 10, ok: 3, failed: 6, error: 1, unknown: 0 });
    expect(parsed.plugins.map(({ id }) => id)).toEqual(['toy']);
    await expect(stdout).toMatchFileSnapshot('golden/litmus-json.txt');
  });

  it.each(['junit', 'github', 'markdown', 'perfetto'])('reports for machines that run tests: %s', async (reporter) => {
    const { code, stdout } = await check(`good/clean.yaml failing/counts.yaml bad.yaml --reporter ${reporter}`);
    expect(code).toBe(2);
    await expect(stdout).toMatchFileSnapshot(`golden/litmus-${reporter}.txt`);
  });

  it('reports in the forms that others have laid down', async () => {
    expect(await junitErrors((await check('good failing bad.yaml --reporter junit')).stdout)).toEqual([]);
    const { traceEvents, otherData } = readTrace((await check('good failing bad.yaml --reporter perfetto')).stdout);
    const processes = traceEvents.filter(({ name }) => name === 'process_name').map(({ args }) => args['name']);
    expect(processes).toEqual(['ok good/deep/leak.yml', ...BROKEN.map((name) => `FAILED failing/${name}.yaml`)]);
    expect(otherData).toMatchObject({ summary: '10 files: 3 ok, 6 FAILED, 1 ERROR' });
  });

  it('names the command that checks a file again, which does the same', async () => {
    const [, command = ''] = /replay: cvm-teardown (.*)$/m.exec((await check('failing/leak.yaml')).stdout) ?? [];
    expect(command).toBe('check failing/leak.yaml');
    expect((await run(command, { cwd: folder.path })).stdout).toBe((await check('failing/leak.yaml')).stdout);
  });

  it('gives the same bytes twice', async () => {
    for (const words of ['good failing bad.yaml', 'failing --reporter json'])
      expect(await check(words)).toEqual(await check(words));
  });

  it('is coloured on a terminal, and narrow on a narrow one', async () => {
    const { stdout } = await check('good/clean.yaml failing/leak.yaml', { isTTY: true, columns: 50 });
    expect(stdout).toContain('\u001b[32mok\u001b[39m');
    expect(stdout).toContain('\u001b[31mFAILED\u001b[39m');
  });

  it('stops at Ctrl-C, and says so', async () => {
    const { code, stdout } = await check('good', {
      onInterrupt: (listener) => {
        listener();
        return () => undefined;
      },
    });
    expect([code, stdout]).toEqual([130, '0 files: none (given up before the end)\n']);
  });
});

describe('which files', () => {
  const good = ['good/clean.yaml', 'good/deep/leak.yml', 'good/touch.json'];

  test.each([
    ['a folder, at any depth, without hidden files', 'good', good],
    ['a folder with a slash', 'good/', good],
    ['a link to a folder', 'linked', good.map((file) => file.replace('good', 'linked'))],
    ['files in the order in which they are named', 'good/touch.json good/clean.yaml', [good[2], good[0]]],
    ['each once', 'good/clean.yaml ./good/clean.yaml good', good],
    ['a pattern', 'good/*.yaml', ['good/clean.yaml']],
    ['a pattern of any depth', '**/leak.*', ['failing/leak.yaml', 'good/deep/leak.yml']],
    ['a pattern of words', 'good/{clean,touch}.*', ['good/clean.yaml', 'good/touch.json']],
    [
      'a pattern of characters',
      'failing/[rv]*.yaml',
      ['failing/race.yaml', 'failing/reaches.yaml', 'failing/returns.yaml', 'failing/violates.yaml'],
    ],
    ['a pattern from below', './g??d/*.json', ['good/touch.json']],
  ])('%s', async (_what, words, expected) => {
    expect(await filesOf(words)).toEqual(expected);
  });

  it('an absolute pattern', async () => {
    const pattern = join(folder.path, 'good', '*.yaml');
    expect(await filesOf(pattern)).toEqual([join(folder.path, 'good', 'clean.yaml')]);
  });
});
