import { describe, expect, it } from 'vitest';
import { run } from './support/collect.js';

const file = import.meta.filename;

/** What people get wrong, and the codes of what they are told; the whole text is in golden/errors.txt. */
const mistakes: readonly (readonly [line: string, ...codes: string[]])[] = [
  ['frobnicate', 'CVM_CLI_UNKNOWN_COMMAND'],
  ['chek --arch toy', 'CVM_CLI_UNKNOWN_COMMAND'],
  ['--frob', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy --polcy eager', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy -x', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy --no-policy', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy --no-defect', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy --polcy eager --relase v1', 'CVM_CLI_UNKNOWN_OPTION', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check --arch toy --memory 64GiB', 'CVM_CLI_UNKNOWN_OPTION'],
  ['run --arch toy --pages 64', 'CVM_CLI_UNKNOWN_OPTION'],
  ['check toy', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['check --arch toy -- eager', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  ['check --arch toy --defect hangs skips-scrub', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  ['check', 'CVM_CLI_MISSING_ARGUMENT'],
  ['check --arch', 'CVM_CLI_MISSING_VALUE'],
  ['check --arch --policy eager', 'CVM_CLI_MISSING_VALUE'],
  ['check --arch=', 'CVM_CLI_MISSING_VALUE'],
  ['check --arch toy --policy= --pages=', 'CVM_CLI_MISSING_VALUE', 'CVM_CLI_MISSING_VALUE'],
  ['check --arch toy --arch toy', 'CVM_CLI_REPEATED_OPTION'],
  ['check --arch toy --pages 2 --pages 3 --faults 0 --faults 1', 'CVM_CLI_REPEATED_OPTION', 'CVM_CLI_REPEATED_OPTION'],
  ['check --arch toy --color=always', 'CVM_CLI_WRONG_FORM'],
  ['check --arch toi', 'CVM_PLUGIN_UNKNOWN_ARCHITECTURE'],
  ['check --arch toy --policy eeger', 'CVM_MACHINE_UNKNOWN_POLICY'],
  ['check --arch toy --release fixd', 'CVM_MACHINE_UNKNOWN_RELEASE'],
  ['check --arch toy --policy lazy --release v1', 'CVM_MACHINE_UNKNOWN_RELEASE'],
  ['check --arch toy --defect frees-frist', 'CVM_MACHINE_UNKNOWN_DEFECT'],
  ['check --arch toy --feature fest', 'CVM_MACHINE_UNKNOWN_FEATURE'],
  ['check --arch toy --option layot=flat', 'CVM_MACHINE_UNKNOWN_OPTION'],
  ['check --arch toy --option layout=round', 'CVM_MACHINE_IMPOSSIBLE_VALUE'],
  ['check --arch toy --trigger rebot', 'CVM_MACHINE_UNKNOWN_TRIGGER'],
  ['check --arch toy --policy lazy --trigger exit', 'CVM_MACHINE_UNKNOWN_TRIGGER'],
  ['check --arch toy --authority kernal', 'CVM_MACHINE_UNKNOWN_AUTHORITY'],
  ['check --arch toy --scale bach=2', 'CVM_MACHINE_UNKNOWN_SCALE'],
  ['check --arch toy --scale batch=0', 'CVM_MACHINE_IMPOSSIBLE_VALUE'],
  ['run --arch toy --scale batch=0', 'CVM_MACHINE_IMPOSSIBLE_VALUE'],
  ['check --random --arch toy --scale batch=0', 'CVM_MACHINE_IMPOSSIBLE_VALUE'],
  ['check --arch toy --scale batch', 'CVM_CLI_WRONG_FORM'],
  ['check --arch toy --scale batch=-1', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --scale batch=2 --scale batch=3', 'CVM_CLI_GIVEN_TWICE'],
  ['check --arch toy --feature FAST=maybe', 'CVM_CLI_WRONG_FORM'],
  ['check --arch toy --feature FAST --feature FAST=false', 'CVM_CLI_GIVEN_TWICE'],
  ['check --arch toy --option layout', 'CVM_CLI_WRONG_FORM'],
  ['check --arch toy --pages NaN', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages 0', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages -1', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages 1.5', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages 1e9', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages 1000000000', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --pages 64GiB', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --vcpus 99999999999999999999', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --faults many', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --max-states 0', 'CVM_CLI_NOT_A_COUNT'],
  ['check --arch toy --max-memory 2', 'CVM_UNITS_SIZE_WITHOUT_UNIT'],
  ['check --arch toy --max-time soon', 'CVM_UNITS_INVALID_DURATION'],
  ['check --arch toy --resident 0.8', 'CVM_UNITS_INVALID_PERCENTAGE'],
  ['check --arch toy --resident 120%', 'CVM_UNITS_INVALID_PERCENTAGE'],
  ['check --arch toy --reporter jsn', 'CVM_CLI_UNKNOWN_REPORTER'],
  ['check --arch toy --reporter json=', 'CVM_CLI_WRONG_FORM'],
  ['check --arch toy --reporter table --reporter json', 'CVM_CLI_OUTPUT_TWICE'],
  ['check --arch toy --reporter json=/', 'CVM_CLI_OUTPUT_IS_DIRECTORY'],
  ['check --arch toy --reporter json=/no/such/directory/x.json', 'CVM_CLI_OUTPUT_NOT_WRITABLE'],
  [`check --arch toy --reporter json=${file}/x.json`, 'CVM_CLI_OUTPUT_NOT_WRITABLE'],
  ['plugins', 'CVM_CLI_MISSING_ARGUMENT'],
  ['plugins lst', 'CVM_CLI_UNKNOWN_COMMAND'],
  ['plugins list toy', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  ['plugins info', 'CVM_CLI_MISSING_ARGUMENT'],
  ['plugins info toi', 'CVM_PLUGIN_UNKNOWN_ARCHITECTURE'],
  ['about --jsn', 'CVM_CLI_UNKNOWN_OPTION'],
  ['explain', 'CVM_CLI_MISSING_ARGUMENT'],
  ['explain scrub-pge', 'CVM_CLI_UNKNOWN_NAME'],
  ['explain CVM_CLI_UNKNOWN_OPTIN', 'CVM_CLI_UNKNOWN_NAME'],
  ['explain __proto__', 'CVM_CLI_UNKNOWN_NAME'],
  ['explain scrub-page free-page', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  ['profiles', 'CVM_CLI_MISSING_ARGUMENT'],
  ['profiles lits', 'CVM_CLI_UNKNOWN_COMMAND'],
  ['profiles show', 'CVM_CLI_MISSING_ARGUMENT'],
  ['profiles show toy-bx', 'CVM_PROFILE_UNKNOWN'],
  ['profiles show no-such-file.json', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['profiles show toy-box toy-box', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  [
    'check --arch toy --policy x --release y --pages z --resident 1 --feature FAST=no --reporter q',
    'CVM_CLI_NOT_A_COUNT',
    'CVM_CLI_UNKNOWN_REPORTER',
    'CVM_CLI_WRONG_FORM',
    'CVM_MACHINE_UNKNOWN_POLICY',
    'CVM_MACHINE_UNKNOWN_RELEASE',
    'CVM_UNITS_INVALID_PERCENTAGE',
  ],
];

const codesIn = (stderr: string): string[] =>
  [...stderr.matchAll(/^error (CVM_\w+): /gm)].map(([, code]) => code ?? '');

describe('what is wrong with a command line', () => {
  it.each(mistakes)('%s', async (line, ...codes) => {
    const { code, stdout, stderr } = await run(line);
    expect(codesIn(stderr).sort()).toEqual(codes);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const printed of stderr.split('\n').slice(0, -1))
      expect(printed).toMatch(/^(error CVM_[A-Z_]+: \S| {2}hint: \S)/);
  });

  it('is said in these words', async () => {
    let text = '';
    for (const [line] of mistakes) {
      const { stderr } = await run(line);
      text += `$ cvm-teardown ${line}\n${stderr}\n`.replaceAll(file, 'FILE');
    }
    await expect(text).toMatchFileSnapshot('golden/errors.txt');
  });

  it('cannot send control characters to the terminal', async () => {
    const { code, stderr } = await run(['check', '--arch', 'toy', '--policy', 'ea\u001b[2Jger\nerror']);
    expect(code).toBe(2);
    expect(stderr).not.toContain('\u001b');
    expect(codesIn(stderr)).toEqual(['CVM_MACHINE_UNKNOWN_POLICY']);
  });

  it('is red on a terminal', async () => {
    const { stderr } = await run('check --arch toi', { isTTY: true });
    expect(stderr).toContain('\u001b[31merror\u001b[39m');
  });
});
