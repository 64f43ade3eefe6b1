import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckReport, replayReportSchema } from '@cvm-teardown/core/report';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { run } from './support/collect.js';
import { type Folder, folderWith } from './support/folder.js';

let folder: Folder;

const reportOf = async (line: string): Promise<string> => (await run(`${line} --reporter json`)).stdout;

/** The report of a walk, with something in it changed. */
async function changed(
  change: (report: { -readonly [K in keyof CheckReport]: CheckReport[K] }) => void,
): Promise<string> {
  const report = JSON.parse(await reportOf('check --arch toy --release v1'));
  change(report);
  const name = `changed-${Math.abs(hash(JSON.stringify(report)))}.json`;
  writeFileSync(join(folder.path, name), JSON.stringify(report));
  return name;
}

const hash = (text: string): number => [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 0);

beforeAll(async () => {
  folder = folderWith({
    'walk.json': await reportOf('check --arch toy --release v1'),
    'hangs.json': await reportOf('check --arch toy --defect hangs'),
    'random.json': await reportOf('check --random --arch toy --defect ignores-busy --pages 20 --seed 11'),
    'valid.json': await reportOf('check --arch toy --policy lazy'),
    'nothing.json': await reportOf('check --random --arch toy --pages 5 --runs 2 --seed 1'),
    'never.json': await reportOf('check --arch toy --defect skips-scrub'),
    'run.json': await reportOf('run --arch toy'),
    'plugins.json': (await run('plugins list --json')).stdout,
    'table.txt': (await run('check --arch toy --release v1')).stdout,
    'empty.json': '',
    'null.json': 'null',
    'binary.json': Uint8Array.of(0, 255, 1, 254),
    'half.json': '{"kind": "check", "schemaVersion": 1}',
    'inner/x.txt': '',
  });
});
afterAll(() => folder.remove());

const replay = (words: string) => run(`replay ${words}`, { cwd: folder.path });

describe('replay', () => {
  test.each([
    ['walk', 'walk.json'],
    ['deadlock', 'hangs.json'],
    ['random', 'random.json'],
  ])('does again what was found: %s', async (name, file) => {
    const ran = await replay(file);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toMatch(/^reproduced: /);
    await expect(ran.stdout).toMatchFileSnapshot(`golden/replay-${name}.txt`);
  });

  it('does each step as it was', async () => {
    for (const file of ['walk.json', 'hangs.json', 'random.json']) {
      const { stdout } = await replay(`${file} --reporter json`);
      const report = replayReportSchema.parse(JSON.parse(stdout));
      expect(JSON.stringify(report, undefined, 2)).toBe(stdout.trimEnd());
      expect(report.reproduced).toBe(true);
      expect(report).not.toHaveProperty('divergence');
    }
  });

  it('says that it is mended', async () => {
    const file = await changed((report) => {
      report.machine = { ...report.machine, release: 'v2', defects: [] };
    });
    const ran = await replay(file);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot('golden/replay-mended.txt');
  });

  it('says that a step is told something else, and goes on', async () => {
    const file = await changed(({ violation }) => {
      Object.assign(violation?.trace.at(-1) ?? {}, { changes: [] });
    });
    const { code, stdout } = await replay(file);
    expect(code).toBe(1);
    expect(stdout).toContain('it changes page[0].owner guest -> host instead of nothing');
  });

  it('says that something else is broken', async () => {
    const file = await changed(({ violation }) => {
      Object.assign(violation ?? {}, { property: 'no-deadlock' });
    });
    const { code, stdout } = await replay(file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^violated otherwise: no-secret-leaves instead of no-deadlock\n/);
  });

  it('gives the same bytes twice', async () => {
    expect(await replay('random.json')).toEqual(await replay('random.json'));
  });

  test.each([
    ['no.json', 'CVM_CLI_INPUT_NOT_FOUND'],
    ['inner', 'CVM_CLI_INPUT_NOT_READABLE'],
    ['walk.json/x', 'CVM_CLI_INPUT_NOT_READABLE'],
    ['table.txt', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['empty.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['null.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['binary.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['half.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['run.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['plugins.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['valid.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['nothing.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['never.json', 'CVM_CLI_NOT_A_REPRODUCTION'],
    ['', 'CVM_CLI_MISSING_ARGUMENT'],
    ['walk.json hangs.json', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
    ['walk.json --seed 1', 'CVM_CLI_UNKNOWN_OPTION'],
    ['walk.json --reporter junit', 'CVM_CLI_UNKNOWN_REPORTER'],
  ])('cannot do anything with %j', async (words, expected) => {
    const { code, stdout, stderr } = await replay(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error ${expected}: `));
    await expect(stderr).toMatchFileSnapshot(`golden/replay-errors/${words.replaceAll(/\W+/g, '-') || 'nothing'}.txt`);
  });

  it('knows of machines that are no more', async () => {
    const gone = await changed((report) => {
      report.machine = { ...report.machine, release: 'v0' };
    });
    expect((await replay(gone)).stderr).toMatch(/^error CVM_MACHINE_UNKNOWN_RELEASE: /);
    const elsewhere = await changed((report) => {
      report.machine = { ...report.machine, arch: 'toi' };
    });
    expect((await replay(elsewhere)).stderr).toMatch(/^error CVM_PLUGIN_UNKNOWN_ARCHITECTURE: /);
  });
});
