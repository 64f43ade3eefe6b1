import { describe, expect, it } from 'vitest';
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

  it('completes commands and options', async () => {
    const { stdout: script } = await run('completion');
    expect(script).toContain('complete -o bashdefault -o default -F _cvm-teardown_yargs_completions cvm-teardown');
    const { stdout: commands } = await run('--get-yargs-completions cvm-teardown pl');
    expect(commands.split('\n')).toContain('plugins');
    const { stdout: options } = await run('--get-yargs-completions cvm-teardown check --p');
    expect(options.split('\n')).toEqual(expect.arrayContaining(['--policy', '--pages']));
  });
});
