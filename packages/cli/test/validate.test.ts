import { loadArchitecture } from '@cvm-teardown/core';
import { defineArchPlugin, type MeasuredCount, type PublishedTime, type Registrar } from '@cvm-teardown/core/plugin';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';
import { toyPlugin } from './support/toy-plugin.js';

const source = 'made up for the tests';
const MiB = 2 ** 20;

/** The toy with something to be held against. */
const toyWith = (more: (registrar: Registrar) => void) =>
  loadArchitecture(
    defineArchPlugin({
      ...toyPlugin,
      register: (registrar) => {
        toyPlugin.register(registrar);
        more(registrar);
      },
    }),
  );

const counted = (id: string, count: number): MeasuredCount => ({
  id,
  system: 'a box with a counter',
  source,
  taken: {
    machine: { trigger: 'exit', policy: 'eager', release: 'v2', memoryBytes: MiB },
    counts: [
      { name: 'SCRUB', operations: ['scrub-page'], count },
      { name: 'all calls', operations: ['scrub-page', 'free-page'], count: 512 },
    ],
  },
});

const published = (id: string, seconds: number | undefined, more: Partial<PublishedTime> = {}): PublishedTime => ({
  id,
  trigger: 'exit',
  memoryBytes: MiB,
  profile: 'priced',
  sides: [{ policy: 'eager', ...(seconds === undefined ? { kind: 'unknown' } : { seconds, kind: 'value' }) }],
  machine: 'another box',
  source,
  ...more,
});

/** 256 pages: 256 us of scrubbing and 256 us of freeing. */
const priced = {
  schemaVersion: 1,
  id: 'priced',
  arch: 'toy',
  machine: 'another box',
  summary: 'a microsecond each',
  rows: ['scrub-page', 'free-page'].map((operation) => ({
    operation,
    unit: operation === 'free-page' ? 'page' : 'call',
    ns: 1000,
    source,
    confidence: 'measured',
  })),
};

const bound = (kind: 'at most' | 'at least', seconds: number): PublishedTime['sides'] => [
  { policy: 'eager', seconds, kind },
];

const card = toyWith((registrar) => {
  registrar.profile(priced);
  registrar.published(
    published('half', 0.001024),
    published('nothing-said', undefined),
    published('other-guest', 1, { confidential: false }),
    published('contrary', 5, { contradicts: 'half' }),
    published('upper-bound', 0, { sides: bound('at most', 0.001) }),
    published('lower-bound', 0, { sides: bound('at least', 0.0001) }),
  );
  registrar.measured(counted('box exit', 256), {
    id: 'box map',
    system: 'a box with a counter',
    source,
    taken: 'mapping is not modelled',
  });
});

describe('validate', () => {
  it.each([80, 120])('prints a report card, %d columns wide', async (columns) => {
    const ran = await run('validate', { architectures: [card], columns });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot(`golden/validate-${columns}.txt`);
  });

  it('prints it as Markdown', async () => {
    const { stdout } = await run('validate --reporter markdown', { architectures: [card] });
    await expect(stdout).toMatchFileSnapshot('golden/validate-markdown.md');
  });

  it('gives errors, bounds and reasons as data, the same bytes each time', async () => {
    const line = 'validate --reporter json';
    const { stdout } = await run(line, { architectures: [card] });
    expect((await run(line, { architectures: [card] })).stdout).toBe(stdout);
    const { times, counts } = JSON.parse(stdout).architectures[0];
    const of = Object.fromEntries(times.map((time: { id: string }) => [time.id, time]));
    expect(of['half']).toMatchObject({ verdict: 'error', error: -0.5, modelled: { ns: 512_000, basis: 'predicted' } });
    expect(of['upper-bound']).toMatchObject({ verdict: 'kept' });
    expect(of['lower-bound']).toMatchObject({ verdict: 'kept' });
    expect(of['nothing-said']).toMatchObject({ verdict: 'unknown', because: 'the source gives no figure' });
    expect(of['other-guest']).toMatchObject({ verdict: 'unknown', because: 'it is of a guest without protection' });
    expect(of['contrary']).toMatchObject({ verdict: 'unknown', because: 'it contradicts half' });
    expect(of['toy-exit-1g']).toMatchObject({ verdict: 'unknown', because: 'no price for free-page' });
    expect(counts).toMatchObject({ rows: 2, exact: 1, missed: [] });
  });

  it('sets apart what a price was fitted to', async () => {
    const fitted = toyWith((registrar) => {
      const [scrub, free] = priced.rows;
      registrar.profile({ ...priced, rows: [{ ...scrub, confidence: 'fitted', fits: ['half'] }, free] });
      registrar.published(published('half', 0.001024), published('other', 0.001024, { memoryBytes: 2 * MiB }));
    });
    const { stdout } = await run('validate --reporter json', { architectures: [fitted] });
    const { times } = JSON.parse(stdout).architectures[0];
    expect(times.slice(1)).toMatchObject([
      { id: 'half', verdict: 'fitted' },
      { id: 'other', verdict: 'error', error: 0 },
    ]);
  });

  it('ends with 1 and says where a count is off', async () => {
    const wrong = toyWith((registrar) => registrar.measured(counted('box exit', 255)));
    const { code, stdout } = await run('validate', { architectures: [wrong] });
    expect(code).toBe(1);
    expect(stdout).toContain('0 of 1 rows agree exactly');
    expect(stdout).toContain('box exit: SCRUB 255 measured, 256 modelled');
  });

  it.each(['at most', 'at least'] as const)('ends with 1 where a published bound is missed: %s', async (kind) => {
    const wrong = toyWith((registrar) => {
      registrar.profile(priced);
      registrar.published(published('bound', 0, { sides: bound(kind, kind === 'at most' ? 0.0005 : 0.0006) }));
    });
    const { code, stdout } = await run('validate', { architectures: [wrong] });
    expect(code).toBe(1);
    expect(stdout).toMatch(/bound.*MISSED/);
  });

  describe('litmus files that come with an architecture', () => {
    const litmus = (then: string) =>
      [
        'litmus: 1',
        'name: scrubs',
        'arch: toy',
        'source: "made up"',
        'do: [ { call: SCRUB } ]',
        `then: { page: { 0: ${then} } }`,
        '',
      ].join('\n');
    const folder = folderWith({ 'good/a.yaml': litmus('clean'), 'bad/a.yaml': litmus('secret') });
    afterAll(folder.remove);
    const shipped = (name: string) =>
      toyWith((registrar) => registrar.litmus(new URL(`file://${folder.path}/${name}/`)));

    it('are checked', async () => {
      const { code, stdout } = await run('validate', { architectures: [shipped('good')] });
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 file as expected') });
    });

    it('decide the exit code', async () => {
      const { code, stdout } = await run('validate', { architectures: [shipped('bad')] });
      expect(code).toBe(1);
      expect(stdout).toMatch(/failed +\S*bad\/a.yaml/);
    });

    it('are left out on demand', async () => {
      const { code, stdout } = await run('validate --no-litmus', { architectures: [shipped('bad')] });
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.not.stringContaining('litmus') });
    });
  });

  it('knows its architectures', async () => {
    const { code, stderr } = await run('validate --arch to,toy', { architectures: [card] });
    expect(code).toBe(2);
    expect(stderr).toContain('CVM_PLUGIN_UNKNOWN_ARCHITECTURE');
    expect(stderr).toContain('"toy"');
  });

  it('marks what was given up', async () => {
    const onInterrupt = (listener: () => void) => {
      queueMicrotask(listener);
      return () => undefined;
    };
    const { code, stdout } = await run('validate', { architectures: [card], onInterrupt });
    expect({ code, stdout }).toMatchObject({ code: 130, stdout: expect.stringContaining('given up before its end') });
  });
});
