import { afterAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';

/** The toy scrubs (11.06 ns by its profile) and frees each page. */
const HEAD = 'id,trigger,policy,memory,time\n';
const TIMES = `# made up\n${HEAD}small,exit,eager,1MiB,300us\nlarge,exit,eager,8MiB,2.1ms\n`;

const BAD: Readonly<Record<string, string | Uint8Array>> = {
  empty: '',
  'head-only': HEAD,
  'unknown-column': 'id,polcy,time\na,eager,1s\n',
  'two-columns': 'time,time\n1s,1s\n',
  'cells-missing': `${HEAD}a,exit,eager,1MiB\n`,
  'open-quote': `${HEAD}a,"exit,eager,1MiB,1s\n`,
  'no-time': `${HEAD}a,exit,eager,1MiB,\n`,
  'zero-time': `${HEAD}a,exit,eager,1MiB,0s\n`,
  'negative-time': `${HEAD}a,exit,eager,1MiB,-1s\n`,
  'no-unit': `${HEAD}a,exit,eager,1MiB,12\n`,
  'ambiguous-size': `${HEAD}a,exit,eager,64G,1s\n`,
  'unknown-policy': `${HEAD}a,exit,eagr,1MiB,1s\n`,
  'unknown-trigger': `${HEAD}a,exitt,eager,1MiB,1s\n`,
  'same-id': `${HEAD}a,exit,eager,1MiB,1s\na,exit,eager,2MiB,1s\n`,
  'two-mistakes': `${HEAD}a,exit,eagr,1MiB,1s\nb,exit,eager,64G,0s\n`,
  binary: new Uint8Array([0, 255, 254, 0, 10, 13, 7]),
};

const folder = folderWith({
  'times.csv': TIMES,
  ...Object.fromEntries(Object.entries(BAD).map(([name, text]) => [`bad/${name}.csv`, text])),
  'profiles/not-json.json': '{',
  'profiles/list.json': '[]',
  'profiles/other-arch.json': JSON.stringify({
    schemaVersion: 1,
    id: 'x',
    arch: 'tyo',
    machine: 'x',
    summary: 'x',
    rows: [],
  }),
  'profiles/wrong-unit.json': JSON.stringify({
    schemaVersion: 1,
    id: 'x',
    arch: 'toy',
    machine: 'x',
    summary: 'x',
    rows: [{ operation: 'free-page', unit: 'call', ns: 1, source: 'x', confidence: 'measured' }],
  }),
  'profiles/two-mistakes.json': JSON.stringify({
    schemaVersion: 1,
    id: 'x',
    arch: 'toy',
    machine: 'x',
    summary: 'x',
    rows: [{ operation: 'free-page', unit: 'page', ns: -1, source: 'x', confidence: 'sure' }],
  }),
});
afterAll(folder.remove);
const cwd = folder.path;

describe('calibrate', () => {
  it('prints prices, and each time beside what the model makes of it', async () => {
    const ran = await run('calibrate times.csv --arch toy --fit free-page', { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot('golden/calibrate.txt');
  });

  it('refuses prices that the times cannot tell apart', async () => {
    const apart = await run('calibrate times.csv --arch toy --fit free-page,scrub-page', { cwd });
    expect(apart).toMatchObject({ code: 2, stderr: expect.stringContaining('CVM_CALIBRATION_NOT_TOLD_APART') });
  });

  it('writes a profile that run and compare take', async () => {
    const line =
      'calibrate times.csv --arch toy --fit free-page --id mine --machine box --reporter json --reporter profile=mine.json';
    const { stdout } = await run(line, { cwd });
    const { rows, profile } = JSON.parse(stdout);
    expect(profile).toMatchObject({ id: 'mine', arch: 'toy', machine: 'box' });
    const priced = await run('run --arch toy --trigger exit --memory 8MiB --profile mine.json --reporter json', {
      cwd,
    });
    const { run: entry } = JSON.parse(priced.stdout);
    expect(entry.metrics.blocked_ns.ns).toBe(rows[1].modelled_ns);
    expect(entry.inputs.profiles).toEqual(['mine']);
    const compared = await run('compare --arch toy --trigger exit --memory 8MiB --profile mine.json --reporter json', {
      cwd,
    });
    expect(JSON.parse(compared.stdout).runs[0].entry.metrics.blocked_ns.ns).toBe(rows[1].modelled_ns);
  });

  it('is the same bytes each time', async () => {
    const line = 'calibrate times.csv --arch toy --fit free-page --reporter json';
    expect(await run(line, { cwd })).toEqual(await run(line, { cwd }));
  });

  it.each(Object.keys(BAD))('refuses bad data: %s', async (name) => {
    const ran = await run(`calibrate bad/${name}.csv --arch toy --fit free-page`, { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    await expect(ran.stderr).toMatchFileSnapshot(`golden/calibrate-errors/${name}.txt`);
  });

  it.each([
    ['missing.csv --arch toy --fit free-page', 'CVM_CLI_INPUT_NOT_FOUND'],
    ['bad --arch toy --fit free-page', 'CVM_CLI_INPUT_NOT_READABLE'],
    ['times.csv --arch toy', 'CVM_CLI_MISSING_ARGUMENT'],
    ['times.csv --arch toy --fit ,', 'CVM_CLI_MISSING_ARGUMENT'],
    ['times.csv --arch tyo --fit free-page', 'CVM_PLUGIN_UNKNOWN_ARCHITECTURE'],
    ['times.csv --arch toy --fit fre-page', 'CVM_CALIBRATION_UNKNOWN_OPERATION'],
    ['times.csv --arch toy --fit query-page', 'CVM_CALIBRATION_UNPRICED'],
    ['times.csv --arch toy --fit free-page --profile toy-bx', 'CVM_PROFILE_UNKNOWN'],
    ['times.csv --arch toy --fit free-page --reporter csv', 'CVM_CLI_UNKNOWN_REPORTER'],
  ])('refuses: %s', async (words, code) => {
    const { code: exit, stderr } = await run(`calibrate ${words}`, { cwd });
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining(code) });
  });
});

describe('a profile from a file', () => {
  it.each([
    ['not-json', ['CVM_PROFILE_INVALID']],
    ['list', ['CVM_PROFILE_INVALID', 'a cost profile is an object']],
    ['other-arch', ['CVM_PLUGIN_UNKNOWN_ARCHITECTURE', '"toy"']],
    ['wrong-unit', ['CVM_PROFILE_UNIT_MISMATCH', 'rows[0]']],
    ['two-mistakes', ['rows[0].ns', 'rows[0].confidence']],
    ['missing', ['CVM_CLI_INPUT_NOT_FOUND']],
  ])('is refused: %s', async (name, parts) => {
    const { code, stderr } = await run(`run --arch toy --profile profiles/${name}.json`, { cwd });
    expect(code).toBe(2);
    for (const part of parts) expect(stderr).toContain(part);
  });
});
