import { catalogue } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import { cliCatalogue } from '../src/errors/catalogue.js';
import { toolInfo } from '../src/tool-info.js';
import { run } from './support/collect.js';

/** Versions change by themselves. */
const steady = (text: string) => text.replaceAll(process.version, 'NODE').replaceAll(toolInfo().version, 'VERSION');

describe('what the commands print that list things', () => {
  it.each([
    ['help', '--help'],
    ['help-check', 'check --help'],
    ['help-plugins', 'plugins --help'],
    ['help-plugins-list', 'plugins list --help'],
    ['help-plugins-info', 'plugins info --help'],
    ['help-about', 'about --help'],
    ['plugins-list', 'plugins list'],
    ['plugins-list-json', 'plugins list --json'],
    ['plugins-info', 'plugins info toy'],
    ['plugins-info-json', 'plugins info toy --json'],
    ['help-profiles', 'profiles --help'],
    ['help-explain', 'explain --help'],
    ['profiles-list', 'profiles list'],
    ['profiles-list-json', 'profiles list --json'],
    ['profiles-show', 'profiles show toy-box'],
    ['profiles-show-json', 'profiles show toy-box --json'],
    ['explain-json', 'explain scrub-page --json'],
    ['about', 'about'],
    ['about-json', 'about --json'],
  ])('%s', async (name, line) => {
    const ran = await run(line);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    await expect(steady(ran.stdout)).toMatchFileSnapshot(`golden/${name}.txt`);
    if (line.includes('--json')) expect(() => JSON.parse(ran.stdout)).not.toThrow();
  });

  it.each(['', 'help', '-h'])('shows help that begins with three examples: "%s"', async (line) => {
    const help = await run('--help');
    expect(await run(line)).toEqual(help);
    const [heading, ...examples] = help.stdout.split('\n').slice(0, 4);
    expect(heading).toBe('Examples:');
    for (const example of examples) expect(example).toMatch(/^ {2}cvm-teardown \w+/);
  });

  it('takes "help check" for "check --help"', async () => {
    expect(await run('help check')).toEqual(await run('check --help'));
  });

  it('says the exit codes in every help', async () => {
    for (const line of ['--help', 'check --help', 'plugins --help', 'plugins info --help', 'about --help'])
      expect((await run(line)).stdout).toMatch(
        /Exit codes:\n {2}0 +valid.*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}70 .*\n {2}130 /,
      );
  });

  it('prints the version of the package', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: `${toolInfo().version}\n`, stderr: '' });
  });

  it('explains everything that has a name', async () => {
    const names = [
      'CVM_UNITS_AMBIGUOUS_SIZE',
      'scrub-page',
      'no-secret-leaves',
      'eager',
      'frees-first',
      'v1',
      'FAST',
      'layout',
    ];
    let text = '';
    for (const name of [...names, 'batch', 'toy-box', 'page-scrubbed', 'hangs', 'query-page'])
      text += `$ cvm-teardown explain ${name}\n${(await run(`explain ${name}`)).stdout}\n`;
    await expect(text).toMatchFileSnapshot('golden/explain.txt');
  });

  it('explains what it lists, by every name, however it is spelt', async () => {
    const {
      plugin: _plugin,
      capabilities: _capabilities,
      ...info
    } = JSON.parse((await run('plugins info toy --json')).stdout);
    const lists: readonly { readonly id?: string; readonly name?: string }[] = Object.values(info)
      .filter(Array.isArray)
      .flat();
    const names = lists.flatMap(({ id, name }) => id ?? name ?? []);
    expect(names.length).toBeGreaterThan(20);
    for (const name of [...names, ...Object.keys({ ...catalogue, ...cliCatalogue })]) {
      const { code, stdout } = await run(['explain', name, '--json']);
      expect([name, code, JSON.parse(stdout).explained.length > 0]).toEqual([name, 0, true]);
    }
    expect((await run('explain SCRUB_PAGE')).stdout).toBe((await run('explain scrub-page')).stdout);
  });
});
