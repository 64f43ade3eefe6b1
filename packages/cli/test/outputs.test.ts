import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInputError } from '@cvm-teardown/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliContext } from '../src/context.js';
import { type Reporters, withOutputs } from '../src/output/outputs.js';
import { run } from './support/collect.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvm-teardown-'));
});
afterEach(() => rm(folder, { recursive: true }));

const line = 'check --arch toy --release v1';

describe('reports in files', () => {
  it('are the same as on stdout, for each reporter that is asked for', async () => {
    const [table, json] = [await run(line), await run(`${line} --reporter json`)];
    const both = await run(`${line} --reporter json=out.json --reporter table --reporter table=out.txt`, {
      cwd: folder,
    });
    expect(both).toEqual({ code: 1, stdout: table.stdout, stderr: '' });
    expect(await readFile(join(folder, 'out.json'), 'utf8')).toBe(json.stdout);
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe(table.stdout);
    expect((await readdir(folder)).sort()).toEqual(['out.json', 'out.txt']);
  });

  it('have no colours, whatever the terminal', async () => {
    await run(`${line} --reporter table=out.txt --color`, { cwd: folder, isTTY: true });
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).not.toContain('\u001b');
  });

  it('take the place of what was there, also behind a symbolic link', async () => {
    await writeFile(join(folder, 'old.json'), 'old');
    await symlink('old.json', join(folder, 'link.json'));
    await run(`${line} --reporter json=link.json`, { cwd: folder });
    expect(await readlink(join(folder, 'link.json'))).toBe('old.json');
    expect(JSON.parse(await readFile(join(folder, 'old.json'), 'utf8'))).toMatchObject({ kind: 'check' });
  });

  it('go to devices without replacing them', async () => {
    expect(await run(`${line} --reporter json=/dev/null`)).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(await readFile('/dev/null', 'utf8')).toBe('');
  });

  it('may go to stdout by name', async () => {
    expect(await run(`${line} --reporter json=-`)).toEqual(await run(`${line} --reporter json`));
  });

  it('are refused together with everything else that is wrong, before the work', async () => {
    await mkdir(join(folder, 'directory'));
    const { code, stderr } = await run(
      `${line} --policy x --reporter json=directory --reporter json=no/x --reporter table=a --reporter json=a`,
      { cwd: folder },
    );
    expect(code).toBe(2);
    expect([...stderr.matchAll(/^error (\w+)/gm)].map(([, name]) => name)).toEqual([
      'CVM_MACHINE_UNKNOWN_POLICY',
      'CVM_CLI_OUTPUT_IS_DIRECTORY',
      'CVM_CLI_OUTPUT_NOT_WRITABLE',
      'CVM_CLI_OUTPUT_TWICE',
    ]);
    expect(await readdir(folder)).toEqual(['directory']);
  });

  it('are not begun when the work fails', async () => {
    await writeFile(join(folder, 'out.txt'), 'old');
    const reporters: Reporters<string> = { text: async () => (report) => report };
    const context = { cwd: folder, env: {} } as CliContext;
    const work = () => Promise.reject(new Error('no'));
    await expect(withOutputs(context, { reporter: ['text=out.txt'] }, reporters, work)).rejects.toThrow('no');
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['out.txt']);
  });

  it('leave no temporary file when they cannot be written after all', async () => {
    const reporters: Reporters<string> = { text: async () => (report) => report };
    const context = { cwd: folder, env: {} } as CliContext;
    const target = join(folder, 'out.txt');
    const work = async () => {
      await mkdir(target);
      return 'report';
    };
    const error = await withOutputs(context, { reporter: ['text=out.txt'] }, reporters, work).catch((e: unknown) => e);
    expect(isInputError(error) && error.findings[0].code).toBe('CVM_CLI_OUTPUT_NOT_WRITABLE');
    expect(await readdir(folder)).toEqual(['out.txt']);
  });
});
