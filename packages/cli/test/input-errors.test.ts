import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { type Folder, folderWith } from './support/folder.js';

const profile = (more: object = {}) => ({
  schemaVersion: 1,
  id: 'mine',
  arch: 'toy',
  machine: 'mine',
  summary: 'made up',
  rows: [{ operation: 'scrub-page', unit: 'call', ns: 5, source: 'made up', confidence: 'assumed' }],
  ...more,
});
const json = (value: unknown): string => JSON.stringify(value);
const row = (more: object) => profile({ rows: [{ ...profile().rows[0], ...more }] });
const MIB = 2 ** 20;

const FILES = {
  'good.json': json(profile()),
  'empty.json': '',
  'half.json': '{ "schemaVersion": 1,',
  'text.json': 'once upon a time',
  'list.json': '[]',
  'null.json': 'null',
  'binary.json': Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 255),
  'proto.json': '{ "__proto__": { "rows": [] }, "schemaVersion": 1 }',
  'deep.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'version.json': json(profile({ schemaVersion: 2 })),
  'key.json': json(profile({ rowz: [] })),
  'arch.json': json(profile({ arch: 'toi' })),
  'target.json': json(row({ ns: undefined, relativeTo: { operation: 'scrub-pge', times: 2 } })),
  'unit.json': json(row({ unit: 'page' })),
  'negative.json': json(row({ ns: -5 })),
  'text-price.json': json(row({ ns: '5ns' })),
  'huge-price.json': json(row({ ns: 1e300 })),
  'twice.json': json(profile({ rows: [...profile().rows, ...profile().rows] })),
  'confidence.json': json(row({ confidence: 'certain' })),
  'huge.json': '{',
  'huge.yaml': 'litmus: 1\n',
  'secret.json': json(profile()),
  'folder.json/x': '',
};

let folder: Folder;
beforeAll(() => {
  folder = folderWith(FILES);
  for (const name of ['huge.json', 'huge.yaml']) truncateSync(join(folder.path, name), 100 * MIB);
  symlinkSync('loop.json', join(folder.path, 'loop.json'));
  chmodSync(join(folder.path, 'secret.json'), 0);
  mkdirSync(join(folder.path, 'sealed'), { mode: 0o555 });
});
afterAll(() => folder.remove());

const RUN = 'run --arch toy';
/** What is asked for, and the codes of what is said about it; the whole text is in golden/input-errors.txt. */
const inputs: readonly (readonly [line: string, ...codes: string[]])[] = [
  // Sizes, times and parts.
  [`${RUN} --memory 64G`, 'UNITS_AMBIGUOUS_SIZE'],
  [`${RUN} --memory 64`, 'UNITS_SIZE_WITHOUT_UNIT'],
  [`${RUN} --memory 64GIB`, 'UNITS_UNKNOWN_SIZE_UNIT'],
  [`${RUN} --memory 64parsecs`, 'UNITS_UNKNOWN_SIZE_UNIT'],
  [`${RUN} --memory -64GiB`, 'UNITS_NEGATIVE_SIZE'],
  [`${RUN} --memory NaN`, 'UNITS_INVALID_SIZE'],
  [`${RUN} --memory 1e3GiB`, 'UNITS_INVALID_SIZE'],
  [`${RUN} --memory 99999999999TiB`, 'UNITS_SIZE_TOO_LARGE'],
  [`${RUN} --memory 0GiB`, 'MACHINE_IMPOSSIBLE_VALUE'],
  [`${RUN} --memory 5000B`, 'MACHINE_MEMORY_NOT_PAGED'],
  [`${RUN} --resident 101%`, 'UNITS_INVALID_PERCENTAGE'],
  [`${RUN} --resident 50`, 'UNITS_INVALID_PERCENTAGE'],
  [`${RUN} --assume scrub-page=5`, 'UNITS_DURATION_WITHOUT_UNIT'],
  [`${RUN} --assume scrub-page=5parsecs`, 'UNITS_UNKNOWN_DURATION_UNIT'],
  [`${RUN} --assume scrub-page=-5ns`, 'UNITS_NEGATIVE_DURATION'],
  [`${RUN} --assume scrub-pge=5ns`, 'COST_ASSUMED_UNKNOWN_OPERATION'],
  [`${RUN} --assume scrub-page`, 'COST_ASSUMPTION_FORM'],
  [`${RUN} --assume scrub-page=5ns --assume scrub-page=6ns`, 'COST_ASSUMED_TWICE'],
  // Names and numbers.
  [`${RUN} --trigger rebot`, 'MACHINE_UNKNOWN_TRIGGER'],
  [`${RUN} --policy eeger`, 'MACHINE_UNKNOWN_POLICY'],
  [`${RUN} --release 5.10`, 'MACHINE_UNKNOWN_RELEASE'],
  [`${RUN} --release 1`, 'MACHINE_UNKNOWN_RELEASE'],
  [`${RUN} --feature fast`, 'MACHINE_UNKNOWN_FEATURE'],
  [`${RUN} --feature __proto__`, 'MACHINE_UNKNOWN_FEATURE'],
  [`${RUN} --option __proto__=1`, 'MACHINE_UNKNOWN_OPTION'],
  [`${RUN} --scale constructor=1`, 'MACHINE_UNKNOWN_SCALE'],
  [`${RUN} --scale batch=0`, 'MACHINE_IMPOSSIBLE_VALUE'],
  [`${RUN} --vcpus -1`, 'CLI_NOT_A_COUNT'],
  [`${RUN} --cpus 0`, 'CLI_NOT_A_COUNT'],
  [`${RUN} --cpus Infinity`, 'CLI_NOT_A_COUNT'],
  [`${RUN} --pages 3`, 'CLI_UNKNOWN_OPTION'],
  [`${RUN} --memory 1GiB --memory 2GiB`, 'CLI_REPEATED_OPTION'],
  ['run', 'CLI_MISSING_ARGUMENT'],
  ['compare --trigger rebot', 'MACHINE_UNKNOWN_TRIGGER'],
  ['compare --trigger reboot --policy eager,lzy', 'MACHINE_UNKNOWN_POLICY'],
  ['compare --trigger reboot --baseline lzy', 'MACHINE_UNKNOWN_POLICY'],
  // Cost profiles.
  [`${RUN} --profile toy-bx`, 'PROFILE_UNKNOWN'],
  ...(
    [
      ['no-such', 'CLI_INPUT_NOT_FOUND'],
      ['folder', 'CLI_INPUT_NOT_READABLE'],
      ['loop', 'CLI_INPUT_NOT_READABLE'],
      ['huge', 'PROFILE_INVALID'],
      ['empty', 'PROFILE_INVALID'],
      ['half', 'PROFILE_INVALID'],
      ['text', 'PROFILE_INVALID'],
      ['list', 'PROFILE_INVALID'],
      ['null', 'PROFILE_INVALID'],
      ['binary', 'PROFILE_INVALID'],
      ['proto', 'PROFILE_INVALID', 'PROFILE_UNKNOWN_KEY'],
      ['deep', 'PROFILE_INVALID'],
      ['version', 'PROFILE_VERSION'],
      ['key', 'PROFILE_UNKNOWN_KEY'],
      ['arch', 'PLUGIN_UNKNOWN_ARCHITECTURE'],
      ['target', 'PROFILE_UNKNOWN_TARGET'],
      ['unit', 'PROFILE_UNIT_MISMATCH'],
      ['negative', 'PROFILE_INVALID'],
      ['text-price', 'PROFILE_INVALID'],
      ['huge-price', 'PROFILE_INVALID'],
      ['twice', 'PROFILE_DUPLICATE_OPERATION'],
      ['confidence', 'PROFILE_INVALID'],
    ] as const
  ).map(([name, ...codes]) => [`${RUN} --profile ${name}.json`, ...codes] as const),
  // Outputs.
  [`${RUN} --reporter csv=`, 'CLI_WRONG_FORM'],
  [`${RUN} --reporter xlsx`, 'CLI_UNKNOWN_REPORTER'],
  [`${RUN} --reporter csv=folder.json`, 'CLI_OUTPUT_IS_DIRECTORY'],
  [`${RUN} --reporter csv=no/such/folder/x.csv`, 'CLI_OUTPUT_NOT_WRITABLE'],
  [`${RUN} --reporter csv=good.json/x.csv`, 'CLI_OUTPUT_NOT_WRITABLE'],
  [`${RUN} --reporter csv=x --reporter json=./x`, 'CLI_OUTPUT_TWICE'],
  [`${RUN} --reporter csv --reporter markdown`, 'CLI_OUTPUT_TWICE'],
  // Files of commands.
  ['check huge.yaml', 'LITMUS_TOO_LARGE'],
  ['check folder.json/x', 'LITMUS_EMPTY'],
  ['replay huge.json', 'CLI_NOT_A_REPRODUCTION'],
  ['replay deep.json', 'CLI_NOT_A_REPRODUCTION'],
  ['replay proto.json', 'CLI_NOT_A_REPRODUCTION'],
  ['replay loop.json', 'CLI_INPUT_NOT_READABLE'],
  ['profiles show huge.json', 'PROFILE_INVALID'],
];

const codesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/CVM_(\w+)/g)].map(([, code]) => code ?? '')),
];

describe('what is wrong with an input', () => {
  it.each(inputs)('%s', async (line, ...codes) => {
    const before = folder.names();
    const { code, stdout, stderr } = await run(line, { cwd: folder.path });
    expect([code, codesIn(stdout + stderr)]).toEqual([2, codes]);
    expect(stdout + stderr).not.toMatch(/internal error|undefined|\[object|NaN is|\n {4}at /);
    // Nothing is half-written.
    expect(folder.names()).toEqual(before);
  });

  it('is said in these words', async () => {
    let text = '';
    for (const [line] of inputs) {
      const { stdout, stderr } = await run(line, { cwd: folder.path });
      text += `$ cvm-teardown ${line}\n${stdout}${stderr}\n`.replaceAll(folder.path, 'FOLDER');
    }
    // What is wrong with JSON every version of Node says in its own words.
    const steady = text.replaceAll(/not JSON: .* \((\w+\.json)\)/g, 'not JSON: ... ($1)');
    await expect(steady).toMatchFileSnapshot('golden/input-errors.txt');
  });

  it.skipIf(process.getuid?.() === 0)('may be that one may not', async () => {
    expect((await run(`${RUN} --profile secret.json`, { cwd: folder.path })).stderr).toContain('permission denied');
    expect((await run(`${RUN} --reporter csv=sealed/x`, { cwd: folder.path })).stderr).toContain('permission denied');
  });

  it('has at least sixty kinds here', () => {
    expect(inputs.length).toBeGreaterThanOrEqual(60);
  });
});
