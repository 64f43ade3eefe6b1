import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';

/* What can be wrong with a scenario: each is said with its place, ends with 2, and writes nothing. */

const architectures = await loadArchitectures();
const { path: cwd, remove } = folderWith({});
afterAll(remove);

const good = {
  head: 'scenario: 1\nname: a',
  guest: 'guest: { memory: 64MiB }',
  arch: 'arch: { s390: { release: "6.2" } }',
  events: 'events: [{ id: again, do: reboot }]',
};
/** A good file with one part in the place of another. */
const file = (parts: Partial<typeof good> & { readonly more?: string } = {}): string =>
  [...Object.values({ ...good, ...parts })].join('\n');
const events = (...list: string[]): string =>
  file({ events: `events:\n${list.map((event) => `  - ${event}`).join('\n')}` });
const AGAIN = '{ id: again, do: reboot }';

const BAD: Readonly<Record<string, string>> = {
  'unknown key': file({ more: 'expects: { oom_kills: "< 1" }' }),
  'unknown key of the guest': file({ guest: 'guest: { memry: 64MiB, memory: 64MiB }' }),
  'unknown key of the host': file({ more: 'host: { sockets: 2 }' }),
  'unknown key of an event': events('{ do: reboot, afer: x.done }'),
  'unknown key of an architecture': file({ arch: 'arch: { s390: { polcy: async } }' }),
  'unknown event': events('{ do: rebot }'),
  'unknown architecture': file({ arch: 'arch: { s309: {} }' }),
  'no architecture': file({ arch: 'arch: {}' }),
  'unknown policy': file({ arch: 'arch: { s390: { policy: asinc } }' }),
  'policy for a trigger that it does not know': file({ arch: 'arch: { s390: { policy: { exit: async } } }' }),
  'policy for no event': events('{ do: exit }').replace('release: "6.2"', 'policy: async'),
  'unknown release': file({ arch: 'arch: { s390: { release: "6.3" } }' }),
  'number as a release': file({ arch: 'arch: { s390: { release: 6.2 } }' }),
  'release before the policy': file({ arch: 'arch: { s390: { policy: async, release: "5.19" } }' }),
  'unknown feature': file({ arch: 'arch: { s390: { features: { destroyfast: true } } }' }),
  'feature that is no switch': file({ arch: 'arch: { s390: { features: { destroyFast: yes please } } }' }),
  'unknown option': file({ arch: 'arch: { arm64: { options: { granul: 4K } } }' }).replace('reboot', 'close'),
  'impossible value of an option': file({ arch: 'arch: { arm64: { options: { granule: 5K } } }' }).replace(
    'reboot',
    'close',
  ),
  'options that exclude each other': file({
    arch: 'arch: { arm64: { options: { granule: 64K, leaf: block1 } } }',
  }).replace('reboot', 'close'),
  'unknown defect': file({ arch: 'arch: { s390: { defects: [asce] } }' }),
  'unknown scale': file({ arch: 'arch: { s390: { scale: { batch: 2 } } }' }),
  'unknown operation': file({ more: 'assume: { destroy-pge: 1us }' }),
  'price without a unit': file({ more: 'assume: { destroy-page: 1.2 }' }),
  'unknown profile': file({ more: 'host: { profile: { s390: z17 } }' }),
  'size without a unit': file({ guest: 'guest: { memory: 64 }' }),
  'ambiguous size': file({ guest: 'guest: { memory: 64G }' }),
  'wrong unit of a size': file({ guest: 'guest: { memory: 64ms }' }),
  'negative size': file({ guest: 'guest: { memory: -64MiB }' }),
  'no memory': file({ guest: 'guest: { memory: 0GiB }' }),
  'huge size': file({ guest: 'guest: { memory: 9000000TiB }' }),
  'size that is not paged': file({ guest: 'guest: { memory: 5000B }' }),
  'size that is no number': file({ guest: 'guest: { memory: .nan }' }),
  'size that is infinite': file({ guest: 'guest: { memory: .inf }' }),
  'size that is a list': file({ guest: 'guest: { memory: [64MiB] }' }),
  'time without a unit': events('{ do: reboot, at: 5 }'),
  'negative time': events('{ do: reboot, at: -5s }'),
  'part of more than all': file({ guest: 'guest: { memory: 64MiB, resident: 120% }' }),
  'parts of more than all': file({ guest: 'guest: { memory: 64MiB, resident: 90%, shared: 20% }' }),
  'part without a unit': file({ guest: 'guest: { memory: 64MiB, resident: 0.8 }' }),
  'part that the architecture does not know': file({
    guest: 'guest: { memory: 64MiB, shared: 10% }',
    arch: 'arch: { arm64: {} }',
    events: 'events: [{ do: close }]',
  }),
  'more guests than memory': file({ more: 'host: { memory: 32MiB }' }),
  'half a CPU': file({ more: 'host: { cpus: 0.5 }' }),
  'no CPU': file({ more: 'host: { cpus: 0 }' }),
  'no events': file({ events: 'events: []' }),
  'no guest': file({ guest: '' }),
  'guest and guests': file({ more: 'guests: { b: { memory: 64MiB } }' }),
  'event of a guest that is not there': events('{ do: reboot, guest: b }'),
  'guest of a process': events('{ do: start-process, guest: guest, memory: 1MiB }'),
  'process without memory': events('{ do: start-process }'),
  'rate of a teardown': events('{ do: reboot, rate: 1GiB/s }'),
  'rate that is a size': events('{ do: boot, rate: 1GiB }'),
  'more than the guest has': events('{ do: touch, amount: 65MiB }'),
  'event that does not say when': events(AGAIN, '{ do: exit }'),
  'at and after': events(AGAIN, '{ do: exit, at: 5s, after: again.done }'),
  'after an unknown event': events(AGAIN, '{ do: exit, after: agian.done }'),
  'after an event below': events('{ do: exit, after: again.done }', AGAIN),
  'after an unknown moment': events(AGAIN, '{ do: exit, after: again.finished }'),
  'after nothing': events(AGAIN, '{ do: exit, after: again }'),
  'after the scrubbing of a boot': events('{ id: up, do: boot }', '{ do: exit, after: up.scrubbed }'),
  'two events of one name': events(AGAIN, '{ id: again, do: exit, at: 5s }'),
  'name that is none': file({ head: 'scenario: 1\nname: My Scenario' }),
  'two boots': events('{ do: boot }', '{ do: boot, at: 5s }'),
  'threshold without a comparison': file({ more: 'expect: { again.blocked: 500ms }' }),
  'threshold on an unknown event': file({ more: 'expect: { agan.blocked: "< 1s" }' }),
  'threshold on an unknown measure': file({ more: 'expect: { again.bloked: "< 1s" }' }),
  'threshold on an unknown operation': file({ more: 'expect: { again.blocked.destroy-pge: "< 1" }' }),
  'threshold in the wrong unit': file({ more: 'expect: { again.blocked: "< 1GiB" }' }),
  'count with a unit': file({ more: 'expect: { oom_kills: "< 1s" }' }),
  'blocked time of a boot': events('{ id: up, do: boot }').concat('\nexpect: { up.blocked: "< 1s" }'),
  'threshold on a time without a price': file({ more: 'expect: { again.blocked: "< 1s" }' }),
  'threshold on what never happens': file({
    more: 'expect: { again.secure_again: "< 1s" }\nassume: { destroy-page: 1us }',
  }),
  'too many copies': file({ guest: 'guests: { a: { memory: 64MiB, copies: 100000 } }' }),
  'another version': file({ head: 'scenario: 2\nname: a' }),
  'no version': file({ head: 'name: a' }),
  'several things at once': events('{ do: reboot, at: 5 }', '{ do: exti, at: 7s }').replace('64MiB', '64G'),
  // Events that cannot happen
  'event that the architecture does not have': file({ arch: 'arch: { ppc: {} }', events: 'events: [{ do: exit }]' }),
  'hotplug where there is none': events('{ do: hotplug }'),
  'touch that is not modelled': file({ arch: 'arch: { arm64: {} }', events: 'events: [{ do: touch }]' }),
  'share where nothing is confidential': file({ arch: 'arch: { arm64: {} }', events: 'events: [{ do: share }]' }),
  'event in an unfinished teardown': events(AGAIN, '{ do: touch, at: 1us }').concat('\nassume: { destroy-page: 1ms }'),
  'teardown in an unfinished one': events(AGAIN, '{ id: crash, do: kill, at: 1us }').concat(
    '\nassume: { destroy-page: 1ms }',
  ),
  'teardown while the guest uses its memory': events('{ id: use, do: touch, rate: 1MiB/s }', '{ do: exit, at: 1s }'),
  'event behind the end': events('{ id: end, do: exit }', '{ do: reboot, after: end.done }'),
  'event before the boot': events('{ id: up, do: boot, at: 5s }', '{ do: reboot, at: 1s }'),
  'waiting for what never happens': file({
    arch: 'arch: { arm64: {} }',
    events: 'events: [{ id: end, do: close }, { do: start-process, memory: 1MiB, after: end.scrubbed }]',
  }),
  // Form
  'not YAML': 'scenario: 1\nname: [a',
  'key twice': file({ head: 'scenario: 1\nname: a\nname: b' }),
  'two documents': `${file()}\n---\n${file()}`,
  tag: file({ head: 'scenario: 1\nname: !js a' }),
  'list as a key': file({ more: '? [a]\n: 1' }),
  'proto key': file({ more: '__proto__: { polluted: true }' }),
  'proto as an architecture': file({ arch: 'arch: { __proto__: {} }' }),
  'constructor as an operation': file({ more: 'assume: { constructor: 1us }' }),
  'a list': '- 1\n- 2',
  'a word': 'reboot',
  nothing: '',
  comments: '# nothing yet\n',
  'deep nesting': `${'['.repeat(1000)}${']'.repeat(1000)}`,
  'exploding aliases': [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
  ].join('\n'),
  'an alias of itself': 'scenario: &s\n  again: *s',
  'control characters': file({ head: 'scenario: 1\nname: "a\\e[31m"' }),
};

const FILES: Readonly<Record<string, Uint8Array>> = {
  binary: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
  'not UTF-8': new Uint8Array([0x73, 0x63, 0xff, 0xfe]),
  large: new Uint8Array(100 * 2 ** 20).fill(0x23),
};

const nameOf = (what: string) => `${what.replace(/[^a-zA-Z0-9]+/g, '-')}.yaml`;

async function said(path: string, ...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['run', path, ...more], { cwd, architectures });
  expect([code, stdout]).toEqual([2, '']);
  return stderr;
}

describe('what is wrong with a scenario', () => {
  it('is of at least 30 kinds', () => expect(Object.keys(BAD).length).toBeGreaterThanOrEqual(30));

  test('is said with its code, its place and a hint', async () => {
    let all = '';
    const wrong: unknown[] = [];
    for (const [what, text] of Object.entries(BAD)) {
      writeFileSync(join(cwd, nameOf(what)), text);
      const { code, stdout, stderr } = await run(['run', nameOf(what)], { cwd, architectures });
      if (code !== 2 || stdout !== '' || !/^error CVM_[A-Z]+_[A-Z_]+: /.test(stderr)) wrong.push([what, code, stderr]);
      // What plugins list changes with them.
      all += `=== ${what}\n${stderr.replace(/valid: ("[^"]*"(, | and )?){7,}/g, 'valid: ...')}`;
    }
    expect(wrong).toEqual([]);
    await expect(all).toMatchFileSnapshot('golden/scenario-errors.txt');
  });

  test.each(Object.entries(FILES))('is that a file is %s', async (what, bytes) => {
    writeFileSync(join(cwd, nameOf(what)), bytes);
    expect(await said(nameOf(what))).toMatch(/^error CVM_SCENARIO_(NOT_TEXT|TOO_LARGE): /);
  });

  test('is that there is no file', async () => {
    writeFileSync(join(cwd, 'reboot.yaml'), file());
    expect(await said('rebot.yaml')).toMatch(
      /^error CVM_CLI_INPUT_NOT_FOUND: .*\n {2}hint: did you mean "reboot.yaml"/,
    );
  });

  test('is that a file is a directory', async () => {
    mkdirSync(join(cwd, 'folder'));
    expect(await said('folder')).toMatch(/^error CVM_CLI_INPUT_NOT_READABLE: /);
  });

  test('does not reach other objects', () => expect('polluted' in {}).toBe(false));

  test('leaves no report behind', async () => {
    writeFileSync(join(cwd, 'late.yaml'), BAD['event in an unfinished teardown'] as string);
    await said('late.yaml', '--reporter', 'json=late.json');
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(cwd).filter((name) => name.includes('late.json'))).toEqual([]);
  });
});

describe('options beside a scenario', () => {
  test('that the file says itself are refused', async () => {
    writeFileSync(join(cwd, 'good.yaml'), file());
    const found = await said('good.yaml', '--policy', 'async', '--memory', '1GiB');
    expect(found.match(/CVM_CLI_NOT_WITH/g)).toHaveLength(2);
  });

  test('must choose an architecture where there are several', async () => {
    writeFileSync(join(cwd, 'both.yaml'), file({ arch: 'arch: { s390: {}, ppc: {} }' }));
    expect(await said('both.yaml')).toMatch(/CVM_CLI_MISSING_ARGUMENT: .*--arch/);
    expect(await said('both.yaml', '--arch', 'arm64')).toMatch(/CVM_PLUGIN_UNKNOWN_ARCHITECTURE/);
    expect((await run(['run', 'both.yaml', '--arch', 'ppc'], { cwd, architectures })).code).toBe(0);
  });

  test('--dry-run prints a file to begin with', async () => {
    const argv = [
      'run',
      '--arch',
      's390',
      '--policy',
      'async',
      '--memory',
      '64MiB',
      '--resident',
      '33.3%',
      '--dry-run',
    ];
    const { code, stdout } = await run(argv, { cwd, architectures });
    expect(code).toBe(0);
    writeFileSync(join(cwd, 'dry.yaml'), stdout);
    const again = await run(['run', 'dry.yaml', '--dry-run'], { cwd, architectures });
    expect([again.code, again.stdout]).toEqual([0, stdout]);
    expect((await run(['compare', '--dry-run'], { cwd, architectures })).code).toBe(2);
  });
});
