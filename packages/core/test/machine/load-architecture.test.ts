import { describe, expect, it } from 'vitest';
import { loadArchitecture } from '../../src/machine/index.js';
import { type ArchPlugin, defineArchPlugin, type Registrar } from '../../src/plugin/index.js';
import { codesOf, messagesOf } from '../support/findings.js';
import { later, now } from '../support/toy/policies.js';
import { register, TOY_PROFILE, toyPlugin } from '../support/toy/toy-plugin.js';

const { manifest } = toyPlugin;

/** The toy with something changed or added behind its own registration. */
const spoilt = (spoil: (registrar: Registrar) => void) =>
  defineArchPlugin({
    manifest,
    register: (registrar) => {
      register(registrar);
      spoil(registrar);
    },
  });
/** The toy without some of its calls. */
const without = (...calls: readonly (keyof Registrar)[]) =>
  defineArchPlugin({
    manifest,
    register: (registrar) => register({ ...registrar, ...Object.fromEntries(calls.map((call) => [call, () => {}])) }),
  });
const said = (plugin: unknown) => messagesOf(() => loadArchitecture(plugin));
const inconsistent = (what: string) => `plugin "toy" is not consistent: ${what}`;

describe('a plugin that is sound', () => {
  const toy = loadArchitecture(toyPlugin);

  it('becomes an architecture with everything that it registered, in order', () => {
    expect(toy.manifest).toBe(manifest);
    expect(toy.policies.map(({ id }) => id)).toEqual(['now', 'later']);
    expect(toy.releases.map(({ id }) => id)).toEqual(['old', 'fixed']);
    expect(toy.profiles.map(({ id, rows }) => [id, rows.length])).toEqual([['toy-machine', 8]]);
    expect([toy.operations.length, toy.litmus, toy.notModelled]).toEqual([9, [], ['everything real']]);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(toy)).toBe(true);
    expect(Object.values(toy).filter((part) => Array.isArray(part) && !Object.isFrozen(part))).toEqual([]);
  });

  it('may lack secure memory if it says so', () => {
    const open = spoilt(() => {});
    const plain = defineArchPlugin({
      manifest,
      register: (registrar) =>
        register({
          ...registrar,
          secureMemory: () => {},
          capabilities: (record) => registrar.capabilities({ ...record, confidential: false }),
        }),
    });
    expect(loadArchitecture(open).secureMemory).toBeDefined();
    expect(loadArchitecture(plain).secureMemory).toBeUndefined();
  });
});

describe('something that is no plugin', () => {
  it.each([
    [undefined, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [null, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [42, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [{}, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [{ manifest: { id: 7 }, apiVersion: 1 }, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [{ manifest, apiVersion: 1 }, 'CVM_PLUGIN_NOT_A_PLUGIN'],
    [{ ...toyPlugin, apiVersion: 2 }, 'CVM_PLUGIN_CONTRACT_VERSION'],
    [{ manifest, register }, 'CVM_PLUGIN_CONTRACT_VERSION'],
  ])('is refused: %j', (plugin, code) => {
    expect(codesOf(() => loadArchitecture(plugin))).toEqual([code]);
  });

  it('is called by the name it was looked for under', () => {
    expect(messagesOf(() => loadArchitecture(undefined, './toy.js'))).toEqual([
      '"./toy.js" is not a plugin: it is not an object',
    ]);
  });
});

describe('what is wrong with a plugin', () => {
  it('is found: what is missing', () => {
    expect(said(without('capabilities', 'model', 'mmu'))).toEqual([
      inconsistent('it registers no capabilities'),
      inconsistent('it registers no model'),
      inconsistent('it registers no mmu'),
    ]);
    expect(said(without('policy', 'published', 'profile'))).toEqual([inconsistent('it registers no policy')]);
  });

  it('is found: what is there twice', () => {
    const twice = spoilt((registrar) => {
      registrar.policy(now);
      registrar.mmu({ plan: () => ({ pageBytes: 1, description: '' }), unmap: now.actors as never });
      registrar.defect({
        id: 'no-flush',
        kind: 'mutant',
        summary: '',
        violates: 'no-deadlock',
        source: '',
        mark: 'inferred',
      });
      registrar.property({ id: 'no-secret-leaves', kind: 'always', summary: '', source: '' });
    });
    expect(codesOf(() => loadArchitecture(twice))).toEqual(Array.from({ length: 4 }, () => 'CVM_PLUGIN_DUPLICATE_ID'));
    expect(said(twice)).toEqual([
      'the "mmu" is registered twice by "toy"',
      'policy "now" is registered twice by "toy"',
      'property "no-secret-leaves" is registered twice by "toy"',
      'defect "no-flush" is registered twice by "toy"',
    ]);
  });

  it('is found: releases that do not end with "fixed" without defects', () => {
    const broken = inconsistent('its last release is not "fixed" without defects');
    const after = spoilt((registrar) => registrar.release({ id: 'newer', title: '', defects: [], source: '' }));
    expect(said(after)).toEqual([broken]);
    const fixedWithDefect = defineArchPlugin({
      manifest,
      register: (registrar) =>
        register({
          ...registrar,
          release: (...releases) => registrar.release(...releases.map((one) => ({ ...one, defects: ['no-flush'] }))),
        }),
    });
    expect(said(fixedWithDefect)).toEqual([broken]);
  });

  it('is found: names that nobody has', () => {
    const dangling = spoilt((registrar) => {
      registrar.policy({ ...now, id: 'lost', defaultRelease: '9.9', releases: ['9.9', 'old', '9.8'] });
      registrar.defect({
        id: 'odd',
        kind: 'mutant',
        summary: '',
        violates: 'no-such-thing',
        source: '',
        mark: 'stated',
      });
      registrar.published({
        id: 'odd-time',
        trigger: 'exit',
        memoryBytes: 4096,
        sides: [{ policy: 'never', release: '9.7', kind: 'unknown' }],
        machine: '',
        source: '',
      });
      registrar.profile({
        ...TOY_PROFILE,
        id: 'odd-profile',
        rows: [{ ...TOY_PROFILE.rows[0], fits: ['toy-now', 'nothing'] }],
      });
    });
    expect(said(dangling)).toEqual([
      inconsistent('policy "lost" names the unknown release "9.9"'),
      inconsistent('policy "lost" names the unknown release "9.8"'),
      inconsistent('defect "odd" violates the unknown property "no-such-thing"'),
      inconsistent('published time "odd-time" names the unknown policy "never"'),
      inconsistent('published time "odd-time" names the unknown release "9.7"'),
      inconsistent('profile "odd-profile" is fitted to the unknown published time "nothing"'),
    ]);
    const release = defineArchPlugin({
      manifest,
      register: (registrar) =>
        register({
          ...registrar,
          release: (...releases) =>
            registrar.release({ id: 'first', title: '', defects: ['gone'], source: '' }, ...releases),
        }),
    });
    expect(said(release)).toEqual([inconsistent('release "first" names the unknown defect "gone"')]);
  });

  it('is found: a policy that nobody can choose', () => {
    const policies = spoilt((registrar) => {
      registrar.policy(
        { ...later, id: 'a', triggers: [] },
        { ...later, id: 'b', triggers: ['reboot', 'party' as never] },
        { ...later, id: 'c', releases: ['old'] },
      );
    });
    expect(said(policies)).toEqual([
      inconsistent('policy "a" has no trigger'),
      inconsistent('policy "b" has the unknown trigger "party"'),
      inconsistent('policy "c" is by default of release "fixed", which is not among its releases'),
    ]);
  });

  it('is found: defaults that are no values', () => {
    const options = spoilt((registrar) => {
      registrar.option({ name: 'size', values: [1, 2], default: 3, checkDefault: 4, summary: '' });
      registrar.option({ name: 'kind', values: ['x'], default: 'x', summary: '' });
    });
    expect(said(options)).toEqual([
      inconsistent('option "size" has the default "3", which is not among its values'),
      inconsistent('option "size" has the default "4", which is not among its values'),
    ]);
  });

  it('is found: properties that nobody can judge', () => {
    const properties = spoilt((registrar) => {
      registrar.property(
        { id: 'a', kind: 'eventually', summary: '', source: '' },
        { id: 'b', kind: 'sometimes', summary: '', source: '' },
        { id: 'c', kind: 'always', summary: '', source: '' },
      );
    });
    expect(said(properties)).toEqual([
      inconsistent('property "a" is of kind "eventually" and has no "holds"'),
      inconsistent('property "b" is of kind "sometimes" and has no "holds"'),
    ]);
  });

  it('is found: capabilities that are not true', () => {
    const contradiction = inconsistent(
      'its capability "confidential" and the presence of its secure memory contradict each other',
    );
    expect(said(without('secureMemory'))).toEqual([contradiction]);
  });

  it('is found: profiles that are malformed, or about somebody else', () => {
    const [, setAside, ...rows] = TOY_PROFILE.rows;
    const profiles = spoilt((registrar) => {
      registrar.profile({ ...TOY_PROFILE, id: 'other-machine', arch: 'other' });
      registrar.profile({ ...TOY_PROFILE, id: 'odd', rows: [{ ...setAside, operation: 'set-asied' }, ...rows] });
      registrar.profile({ ...TOY_PROFILE, id: 'odder', rows: [{ ...setAside, unit: 'page' }] });
    });
    expect(codesOf(() => loadArchitecture(profiles))).toEqual([
      'CVM_PROFILE_UNIT_MISMATCH',
      'CVM_PLUGIN_INCONSISTENT',
      'CVM_PLUGIN_INCONSISTENT',
    ]);
    expect(said(profiles).slice(1)).toEqual([
      inconsistent('profile "other-machine" is about the architecture "other"'),
      inconsistent('profile "odd" prices the unknown operation "set-asied"'),
    ]);
  });

  it('is found all at once', () => {
    const everything = spoilt((registrar) => {
      registrar.policy({ ...now, id: 'a', triggers: [] });
      registrar.profile({ schemaVersion: 1 });
      registrar.model({ declare: () => ({}), locks: () => [], memory: 'page' });
    });
    const codes = new Set(codesOf(() => loadArchitecture(everything)));
    expect([...codes].sort()).toEqual(['CVM_PLUGIN_DUPLICATE_ID', 'CVM_PLUGIN_INCONSISTENT', 'CVM_PROFILE_INVALID']);
  });

  it("is thrown on when it is the plugin's own error", () => {
    const broken: ArchPlugin = {
      ...toyPlugin,
      register: () => {
        throw new Error('not today');
      },
    };
    expect(() => loadArchitecture(broken)).toThrow('not today');
  });
});
