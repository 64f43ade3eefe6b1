import { afterAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';

const plugin = (body: string) => `export default ${body};\n`;
const manifest = "manifest: { id: 'x', title: 'x', version: '1', summary: 'x' }";

const folder = folderWith({
  'plugins/throws.mjs': "throw new Error('no luck today');\n",
  'plugins/syntax.mjs': 'export default {;\n',
  'plugins/nothing.mjs': 'export const x = 1;\n',
  'plugins/old.mjs': plugin(`{ apiVersion: 0, ${manifest}, register: () => {} }`),
  'plugins/new.mjs': plugin(`{ apiVersion: 99, ${manifest}, register: () => {} }`),
  'plugins/registers.mjs': plugin(`{ apiVersion: 1, ${manifest}, register: () => { throw new Error('not me'); } }`),
  'plugins/empty.mjs': plugin(`{ apiVersion: 1, ${manifest}, register: () => {} }`),
  'plugins/typed.ts': `interface Plugin { apiVersion: number }\nexport default { apiVersion: 0, ${manifest} } as Plugin;\n`,
  'package-folder/package.json': '{ "name": "folder", "main": "main.mjs" }',
  'package-folder/main.mjs': plugin(`{ apiVersion: 0, ${manifest} }`),
  'bare.mjs': plugin('{}'),
  'json/cvm-teardown.config.json':
    '{ "defaults": { "trigger": "exit", "memory": "1MiB", "assume": ["free-page=1us"], "vcpus": 3 } }',
  'js/cvm-teardown.config.mjs': 'export default { defaults: { trigger: "exit", memory: "1MiB" } };\n',
  'ts/cvm-teardown.config.ts':
    'const memory: string = "1MiB";\nexport default { defaults: { trigger: "exit", memory } };\n',
  'two/cvm-teardown.config.json': '{}',
  'two/cvm-teardown.config.mjs': 'export default {};\n',
  'bad/not-json.json': '{ "plugins": [',
  'bad/list.json': '[]',
  'bad/unknown-key.json': '{ "plugin": ["x"], "defaults": { "memry": "1MiB" } }',
  'bad/wrong-types.json': '{ "plugins": "x", "defaults": { "color": "yes", "vcpus": -1 } }',
  'bad/missing-plugins.json': '{ "plugins": ["not-installed", "./nowhere.mjs"] }',
  'bad/throws.mjs': "throw new Error('no luck today');\n",
  'bad/no-default.mjs': 'export const plugins = [];\n',
});
afterAll(folder.remove);
const at = (below: string) => ({ cwd: `${folder.path}/${below}` });

const memoryOf = (stdout: string): number => JSON.parse(stdout).run.inputs.memory_bytes;

describe('the config file', () => {
  it.each(['json', 'js', 'ts'])('of the working directory gives defaults: %s', async (name) => {
    const { code, stdout, stderr } = await run('run --arch toy --reporter json', at(name));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(memoryOf(stdout)).toBe(2 ** 20);
  });

  it('gives way to the command line', async () => {
    const { stdout } = await run('run --arch toy --memory 2MiB --reporter json', at('json'));
    expect(memoryOf(stdout)).toBe(2 ** 21);
    expect(JSON.parse(stdout).run.inputs).toMatchObject({ vcpus: 3, trigger: 'exit', assumptions: ['free-page=1us'] });
  });

  it('gives nothing to commands that lack the option', async () => {
    expect(await run('plugins list', at('json'))).toEqual(await run('plugins list', at('.')));
  });

  it('is not looked for elsewhere', async () => {
    const { stdout } = await run('run --arch toy --reporter json', at('plugins'));
    expect(memoryOf(stdout)).not.toBe(2 ** 20);
  });

  it('is found by its name, with its relative names', async () => {
    const { code, stderr } = await run('plugins list --config ../bad/missing-plugins.json', at('json'));
    expect(code).toBe(2);
    expect(stderr.match(/CVM_CLI_PLUGIN_NOT_FOUND/g)).toHaveLength(2);
    expect(stderr).toContain('missing-plugins.json: plugins[1]');
  });

  it.each([
    ['not-json.json', ['CVM_CLI_CONFIG_NOT_LOADED']],
    ['list.json', ['CVM_CLI_CONFIG_INVALID']],
    ['unknown-key.json', ['CVM_CLI_CONFIG_UNKNOWN_KEY', 'did you mean "plugins"?', 'did you mean "memory"?']],
    ['wrong-types.json', ['plugins', 'defaults.color', 'defaults.vcpus']],
    ['throws.mjs', ['CVM_CLI_CONFIG_NOT_LOADED', 'no luck today']],
    ['no-default.mjs', ['CVM_CLI_CONFIG_INVALID']],
    ['missing.json', ['CVM_CLI_INPUT_NOT_FOUND']],
  ])('is refused: %s', async (name, parts) => {
    const { code, stdout, stderr } = await run(`run --arch toy --config ${name}`, at('bad'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const part of parts) expect(stderr).toContain(part);
  });

  it('is one: two are refused', async () => {
    const { code, stderr } = await run('plugins list', at('two'));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('CVM_CLI_SEVERAL_CONFIGS') });
  });

  it.each(['run --help', '--help', '--version'])('is not read for help: %s', async (command) => {
    expect(await run(command, at('two'))).toMatchObject({ code: 0 });
  });
});

describe('--plugin', () => {
  it.each([
    ['./throws.mjs', ['CVM_CLI_PLUGIN_NOT_LOADED', 'no luck today']],
    ['./syntax.mjs', ['CVM_CLI_PLUGIN_NOT_LOADED']],
    ['./nothing.mjs', ['CVM_PLUGIN_NOT_A_PLUGIN']],
    ['./old.mjs', ['CVM_PLUGIN_CONTRACT_VERSION', 'update the plugin']],
    ['./new.mjs', ['CVM_PLUGIN_CONTRACT_VERSION', 'update cvm-teardown']],
    ['./registers.mjs', ['CVM_CLI_PLUGIN_NOT_LOADED', 'not me']],
    ['./empty.mjs', ['CVM_PLUGIN_INCONSISTENT', 'it registers no policy', 'it registers no model']],
    ['./typed.ts', ['CVM_PLUGIN_CONTRACT_VERSION']],
    ['../package-folder', ['CVM_PLUGIN_CONTRACT_VERSION']],
    ['./nowhere.mjs', ['CVM_CLI_PLUGIN_NOT_FOUND']],
    ['.', ['CVM_CLI_PLUGIN_NOT_FOUND']],
    ['not-installed', ['CVM_CLI_PLUGIN_NOT_FOUND', 'install the package there']],
    ['throws.mjs', ['CVM_CLI_PLUGIN_NOT_FOUND', 'did you mean the path "./throws.mjs"?']],
    ['node:fs', ['CVM_CLI_PLUGIN_NOT_FOUND']],
  ])('refuses %s', async (name, parts) => {
    const { code, stdout, stderr } = await run(['plugins', 'list', '--plugin', name], at('plugins'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const part of parts) expect(stderr).toContain(part);
  });

  it('says everything at once', async () => {
    const words = ['plugins', 'list', '--plugin', 'a', '--plugin', './b'];
    expect((await run(words, at('plugins'))).stderr.match(/CVM_CLI_PLUGIN_NOT_FOUND/g)).toHaveLength(2);
  });
});
