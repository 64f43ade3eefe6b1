import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { type Folder, folderWith } from './support/folder.js';

const head = 'litmus: 1\nname: bad\narch: toy\n';
const CALL = 'do: [{ call: SCRUB }]\n';
const about = (body: string): string => head + body;

/** What is in a file, and the codes of what is said about it; the whole text is in golden/litmus-errors.txt. */
const files: Readonly<Record<string, readonly [content: string | Uint8Array, ...codes: string[]]>> = {
  'empty.yaml': ['', 'EMPTY'],
  'comments.yaml': ['# later\n', 'EMPTY'],
  'binary.yaml': [new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), 'NOT_TEXT'],
  'latin1.yaml': [new Uint8Array([...new TextEncoder().encode('name: pr'), 0xfc, 0x66]), 'NOT_TEXT'],
  'too-large.yaml': [`${head}# ${'x'.repeat(70_000)}\n`, 'TOO_LARGE'],
  'list.yaml': ['- litmus: 1\n', 'INVALID'],
  'text.yaml': ['once upon a time\n', 'INVALID'],
  'syntax.yaml': [about('do: [{ call: SCRUB }\n'), 'SYNTAX'],
  'indentation.yaml': [about('given:\n page: {}\n  owner: host\n'), 'SYNTAX'],
  'truncated.json': ['{ "litmus": 1, "name": "bad"', 'SYNTAX'],
  'key-twice.yaml': [about(`${CALL}release: v1\nrelease: v2\n`), 'SYNTAX'],
  'two-documents.yaml': [`${about(CALL)}---\n${about(CALL)}`, 'SYNTAX'],
  'tag.yaml': [about(`${CALL}given: !!js/function "x"\n`), 'SYNTAX'],
  'proto.yaml': [about(`${CALL}given: { __proto__: { page: 1 } }\n`), 'SYNTAX'],
  'list-for-key.yaml': [about(`${CALL}? [a, b]\n: c\n`), 'SYNTAX'],
  'deep.yaml': [`${head}given: ${'['.repeat(1000)}`, 'SYNTAX'],
  'alias-of-itself.yaml': [about('do: &calls [*calls]\n'), 'SYNTAX'],
  'aliases-explode.yaml': [
    about(
      `a: &a [1, 1, 1, 1, 1, 1, 1, 1]\n${[...'bcdefg'].map((c, i) => `${c}: &${c} [${Array(8).fill(`*${'abcdef'[i]}`).join(', ')}]\n`).join('')}`,
    ),
    'SYNTAX',
  ],
  'version.yaml': [about(CALL).replace('litmus: 1', 'litmus: 2'), 'VERSION'],
  'nothing-needed.yaml': ['do: []\n', 'INVALID', 'MISSING', 'MISSING', 'MISSING'],
  'unknown-key.yaml': [about(`${CALL}polcy: lazy\n`), 'UNKNOWN_KEY'],
  'number-for-name.yaml': [about(`${CALL}release: 5.10\n`), 'INVALID'],
  'wrong-kind.yaml': [
    about('do: { call: SCRUB }\nmachine: 3\nfeatures: { FAST: 1 }\n'),
    'INVALID',
    'INVALID',
    'INVALID',
  ],
  'verdict.yaml': [about(`${CALL}verdict: vald\n`), 'INVALID'],
  'architecture.yaml': [about(CALL).replace('toy', 'toi'), 'CVM_PLUGIN_UNKNOWN_ARCHITECTURE'],
  'release.yaml': [about(`${CALL}release: v3\n`), 'CVM_MACHINE_UNKNOWN_RELEASE'],
  'policy.yaml': [about(`${CALL}policy: eeger\n`), 'CVM_MACHINE_UNKNOWN_POLICY'],
  'defect-and-feature.yaml': [
    about(`${CALL}defects: [frees-frist]\nfeatures: { FEST: true }\n`),
    'CVM_MACHINE_UNKNOWN_DEFECT',
    'CVM_MACHINE_UNKNOWN_FEATURE',
  ],
  'pages.yaml': [about(`${CALL}machine: { pages: 0 }\n`), 'INVALID'],
  'call.yaml': [about('do: [{ call: SCRAB }]\n'), 'UNKNOWN_CALL'],
  'argument.yaml': [about('do: [{ call: FREE, args: { page: 0 } }]\n'), 'UNKNOWN_ARGUMENT'],
  'argument-missing.yaml': [about('do: [{ call: TOUCH }]\n'), 'MISSING'],
  'page-out-of-range.yaml': [
    about('do: [{ call: TOUCH, args: { page: 2 } }]\nthen: { page: { 0-7: freed } }\n'),
    'PAGE_OUT_OF_RANGE',
    'PAGE_OUT_OF_RANGE',
  ],
  'pages-backwards.yaml': [about(`${CALL}then: { page: { 1-0: freed } }\n`), 'PAGE_OUT_OF_RANGE'],
  'result.yaml': [about('do: [{ call: TOUCH, args: { page: 0 }, returns: REFUSD }]\n'), 'UNKNOWN_VALUE'],
  'no-result.yaml': [about('do: [{ call: SCRUB, returns: OK }]\n'), 'CONFLICT'],
  'operation.yaml': [about('do: [{ call: SCRUB, counts: { scrab-page: 1 } }]\n'), 'UNKNOWN_OPERATION'],
  'field.yaml': [about(`${CALL}given: { vmm: { gone: true }, vm: { gon: true } }\n`), 'UNKNOWN_FIELD', 'UNKNOWN_FIELD'],
  'field-value.yaml': [about(`${CALL}given: { vm: { gone: maybe } }\n`), 'UNKNOWN_VALUE'],
  'page-state.yaml': [about(`${CALL}then: { page: { 0: fred } }\n`), 'UNKNOWN_VALUE'],
  'page-twice.yaml': [about(`${CALL}given: { page: { 0-1: clean, 1: secret } }\n`), 'CONFLICT'],
  'fault.yaml': [about(`${CALL}faults: [firmware-bussy]\n`), 'UNKNOWN_FAULT'],
  'fault-of-nobody.yaml': [about(`${CALL}faults: [firmware-busy@cleaner]\n`), 'UNKNOWN_ACTOR'],
  'property.yaml': [about(`${CALL}violates: no-secret-leaks\n`), 'UNKNOWN_PROPERTY'],
  'situation.yaml': [about(`${CALL}reaches: [page-scrubed]\n`), 'UNKNOWN_PROPERTY'],
  'conflicting-verdict.yaml': [about(`${CALL}verdict: valid\nviolates: no-secret-leaves\n`), 'CONFLICT'],
  'violation-of-nothing.yaml': [about(`${CALL}verdict: violated\n`), 'MISSING'],
  'end-behind-violation.yaml': [
    about(`${CALL}violates: no-secret-leaves\nthen: { vm: { gone: false } }\n`),
    'CONFLICT',
  ],
  'nothing-done.yaml': [head, 'MISSING'],
  'nobody-ends.yaml': [about('actors: { a: { daemon: true, do: [{ call: SCRUB }] } }\n'), 'CONFLICT'],
  'never-returns.yaml': [
    about(
      'actors:\n  a: [{ call: SCRUB }]\n  b: { daemon: true, do: [{ call: AWAIT_END }, { call: TOUCH, args: { page: 0 }, returns: OK }] }\n',
    ),
    'UNREACHABLE',
  ],
  'fault-without-chance.yaml': [about('do: [{ call: SHUT_DOWN }]\nfaults: [firmware-busy]\n'), 'UNREACHABLE'],
  'of-another-tool.yaml': ['apiVersion: v1\nkind: Pod\nmetadata: { name: x }\n', 'MISSING'],
  'version-in-quotes.yaml': ['litmus: "1"\nname: x\narch: toy\n', 'VERSION'],
  'words-for-calls.yaml': [about('do: [SCRUB, FREE]\n'), 'INVALID', 'INVALID'],
  'one-call.yaml': [about('do: { call: SCRUB }\n'), 'INVALID'],
  'name-with-spaces.yaml': ['litmus: 1\nname: My Litmus Test\narch: toy\ndo: [{ call: SCRUB }]\n', 'INVALID'],
  'ranges-of-others.yaml': [about(`${CALL}then: { page: { 0..1: clean, all: clean } }\n`), 'INVALID', 'INVALID'],
  'argument-alone.yaml': [about('do: [{ call: TOUCH, args: 0 }]\n'), 'INVALID'],
  'one-fault.yaml': [about(`${CALL}faults: firmware-busy\n`), 'INVALID'],
  'list-of-violations.yaml': [about(`${CALL}violates: [no-secret-leaves]\n`), 'INVALID'],
  'actors-with-dashes.yaml': [about('actors:\n  - a: [{ call: SCRUB }]\n  - b: [{ call: FREE }]\n'), 'INVALID'],
  'list-of-tests.yaml': ['- litmus: 1\n  name: a\n- litmus: 1\n  name: b\n', 'INVALID'],
  'many.yaml': [
    about(
      'polcy: lazy\nrelease: v3\ndo: [{ call: SCRAB }, { call: TOUCH, args: { pge: 1 } }]\nthen: { pag: 1 }\nreaches: x\n',
    ),
    'CVM_MACHINE_UNKNOWN_RELEASE',
    'INVALID',
    'MISSING',
    'UNKNOWN_ARGUMENT',
    'UNKNOWN_CALL',
    'UNKNOWN_FIELD',
    'UNKNOWN_KEY',
  ],
};

/** What does not even lead to a file. */
const words: readonly (readonly [words: string, ...codes: string[]])[] = [
  ['no-such-file.yaml', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['empti.yaml', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['no/such/folder/x.yaml', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['empty.yaml/x.yaml', 'CVM_CLI_INPUT_NOT_FOUND'],
  ['without', 'CVM_CLI_NO_LITMUS_FILES'],
  ['*.litmus', 'CVM_CLI_NO_LITMUS_FILES'],
  ['empty.yaml --arch toy', 'CVM_CLI_NOT_WITH'],
  ['empty.yaml --release v1 --pages 3', 'CVM_CLI_NOT_WITH', 'CVM_CLI_NOT_WITH'],
  ['--arch toy --defect hangs skips-scrub', 'CVM_CLI_UNEXPECTED_ARGUMENT'],
  ['empty.yaml --reporter tabel', 'CVM_CLI_UNKNOWN_REPORTER'],
];

const full = (code: string): string => (code.startsWith('CVM_') ? code : `CVM_LITMUS_${code}`);

describe('what is wrong with litmus files', () => {
  let folder: Folder;
  beforeAll(() => {
    const contents = Object.entries(files).map(([name, [content]]) => [name, content] as const);
    folder = folderWith({ ...Object.fromEntries(contents), 'without/notes.txt': '' });
  });
  afterAll(() => folder.remove());
  const ran = new Map<string, ReturnType<typeof run>>();
  const check = (line: string) => {
    const known = ran.get(line) ?? run(`check ${line}`, { cwd: folder.path });
    ran.set(line, known);
    return known;
  };

  it.each(Object.entries(files))('%s', async (name, [, ...codes]) => {
    const { code, stdout, stderr } = await check(name);
    expect([code, stderr]).toEqual([2, '']);
    const found = [...stdout.matchAll(/\[(CVM_\w+)\]$/gm)].map(([, one]) => one);
    expect(found.sort()).toEqual(codes.map(full).sort());
    // One line for each finding, with its place, and a hint below it.
    for (const line of stdout.split('\n').slice(1, -3))
      expect(line).toMatch(/^ {2}(\S+\.(yaml|json)(:\d+:\d+)?: \S.* \[CVM_\w+\]| {2}hint: \S.*)$/);
  });

  it.each(words)('%s', async (line, ...codes) => {
    const { code, stdout, stderr } = await check(line);
    expect([code, stdout]).toEqual([2, '']);
    expect([...stderr.matchAll(/^error (CVM_\w+): /gm)].map(([, one]) => one)).toEqual(codes);
  });

  it('is said in these words', async () => {
    let text = '';
    for (const line of [...Object.keys(files), ...words.map(([word]) => word)]) {
      const { stdout, stderr } = await check(line);
      text += `$ cvm-teardown check ${line}\n${stdout}${stderr}\n`;
    }
    await expect(text).toMatchFileSnapshot('golden/litmus-errors.txt');
  });

  it('does not keep the others from being checked', async () => {
    const { stdout } = await check('.');
    expect(stdout).toContain(`${Object.keys(files).length} files: ${Object.keys(files).length} ERROR\n`);
  });

  it('cannot send control characters to the terminal', async () => {
    const hostile = folderWith({ 'x\u001b[2J.yaml': about('do: [{ call: "a\\e[2Jb" }]\n"\\u009b": 1\n') });
    const { stdout } = await run('check .', { cwd: hostile.path });
    hostile.remove();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
