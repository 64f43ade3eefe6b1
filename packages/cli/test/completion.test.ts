import ppc from '@cvm-teardown/arch-ppc';
import { loadArchitecture } from '@cvm-teardown/core';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';
import { toy } from './support/toy-plugin.js';

const folder = folderWith({
  'fine/cvm-teardown.config.json': '{ "defaults": { "arch": "ppc" } }',
  'broken/cvm-teardown.config.json': '{ "defaults": ',
});
afterAll(folder.remove);

const architectures = [toy, loadArchitecture(ppc)];

/** What the shell is told to choose from; the last word is the one that is being typed. */
async function completed(words: readonly string[], below = 'fine/..'): Promise<readonly string[]> {
  const line = ['--get-yargs-completions', 'cvm-teardown', ...words];
  const { code, stdout, stderr } = await run(line, { architectures, cwd: `${folder.path}/${below}` });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  it.each([
    ['check --arch ', ['toy', 'ppc']],
    ['check --arch p', ['ppc']],
    ['check --arch=p', ['--arch=ppc']],
    ['check --arch = p', ['ppc']],
    ['check --arch toy --policy ', ['eager', 'lazy']],
    ['check --arch toy --trigger exit --policy ', ['eager']],
    ['check --arch=toy --trigger=exit --policy=', ['--policy=eager']],
    ['compare --arch toy --trigger reboot --policy eager,l', ['eager,lazy']],
    ['compare --arch toy --baseline l', ['lazy']],
    ['check --arch toy --trigger ', ['reboot', 'exit']],
    ['check --arch toy --policy lazy --trigger ', ['reboot']],
    ['check --arch toy --release ', ['v1', 'v2', 'fixed']],
    ['check --arch toy --policy lazy --release ', ['v2', 'fixed']],
    ['check --arch toy --defect f', ['frees-first']],
    ['check --arch toy --defect hangs --defect s', ['skips-scrub']],
    ['check --arch nothing --defect ', []],
    ['check --authority ', ['document', 'kernel', 'firmware']],
    ['check --reporter j', ['json', 'junit']],
    ['replay file.json --reporter ', ['table', 'json']],
    ['about --reporter ', []],
    ['run --arch toy --profile ', toy.profiles.map(({ id }) => id)],
  ])('of "%s"', async (line, values) => {
    expect(await completed(line.split(' '))).toEqual(values);
  });

  it('of a policy takes those of all architectures where none is named, each once', async () => {
    const policies = await completed(['check', '--policy', '']);
    expect(policies).toEqual(expect.arrayContaining(['eager', 'init-done']));
    expect(new Set(policies).size).toBe(policies.length);
  });

  it('believes the config file', async () => {
    expect(await completed(['check', '--policy', ''], 'fine')).not.toContain('eager');
    expect(await completed(['check', '--policy', 'init'], 'fine')).toEqual(['init-done']);
  });

  it('is silent where the config file is broken', async () => {
    expect(await completed(['check', '--policy', ''], 'broken')).toEqual([]);
  });

  it.each([
    ['pl', 'plugins'],
    ['check --p', '--policy'],
    ['check --arch toy --p', '--policy'],
  ])('of commands and options goes on as before: %s', async (line, word) => {
    expect(await completed(line.split(' '))).toContain(word);
  });

  it('leaves names of files to the shell', async () => {
    expect(await completed(['check', '--reporter', 'json=o'])).not.toContain('json');
    expect(await completed(['check', '--pages', ''])).not.toContain('eager');
  });

  it('has a script', async () => {
    const { stdout } = await run('completion');
    expect(stdout).toContain('complete -o bashdefault -o default -F _cvm-teardown_yargs_completions cvm-teardown');
  });
});
