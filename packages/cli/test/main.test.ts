import { describe, expect, it } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { cliCatalogue } from '../src/errors/catalogue.js';
import * as messages from '../src/errors/messages.js';
import { run } from './support/collect.js';
import { toy, toyPlugin } from './support/toy-plugin.js';

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: { findings: { code: string; message: string }[] }) => error.findings,
  );

describe('main', () => {
  it('reports an error of ours with stack, versions and arguments, and exit code 70', async () => {
    const broken = {
      ...toy,
      model: {
        ...toy.model,
        declare: () => {
          throw new TypeError('the model is broken');
        },
      },
    };
    const { code, stdout, stderr } = await run('check --arch toy', { architectures: [broken] });
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(/^internal error: this is a bug of cvm-teardown, please report it with all that follows\n/);
    expect(stderr).toContain(`Node ${process.version}`);
    expect(stderr).toContain('arguments: ["check","--arch","toy"]');
    expect(stderr).toMatch(/TypeError: the model is broken\n {4}at /);
  });
});

describe('loadArchitectures', () => {
  it('loads the default exports of packages, in order', async () => {
    const other: typeof toyPlugin = {
      ...toyPlugin,
      manifest: { ...toyPlugin.manifest, id: 'other' },
      register: (registrar) => {
        const profile = (...all: readonly unknown[]) =>
          registrar.profile(...all.map((one) => ({ ...(one as object), arch: 'other' })));
        toyPlugin.register({ ...registrar, profile });
      },
    };
    const packages = { a: async () => ({ default: other }), b: async () => ({ default: toyPlugin }) };
    const loaded = await loadArchitectures({ packages });
    expect(loaded.map(({ manifest }) => manifest.id)).toEqual(['other', 'toy']);
  });

  it('says of every package that does not load why, at once', async () => {
    const findings = await refusal(
      loadArchitectures({
        packages: {
          missing: () => Promise.reject(new Error("Cannot find package 'missing'")),
          empty: async () => ({}),
          old: async () => ({ default: { ...toyPlugin, apiVersion: 0 } }),
          good: async () => ({ default: toyPlugin }),
        },
      }),
    );
    expect(findings.map(({ code }) => code).sort()).toEqual([
      'CVM_CLI_PLUGIN_NOT_LOADED',
      'CVM_PLUGIN_CONTRACT_VERSION',
      'CVM_PLUGIN_NOT_A_PLUGIN',
    ]);
    expect(findings.some(({ message }) => message.includes("Cannot find package 'missing'"))).toBe(true);
  });
});

describe('the catalogue of the command line', () => {
  it('has an entry for every code that a message carries, and no other', () => {
    const words = ['x', 'y', 'z'];
    const made = Object.values(messages).map((message) =>
      (message as (...args: unknown[]) => unknown)('a=b', words, words),
    );
    const codes = made.flatMap((found) =>
      typeof found === 'object' && found !== null && 'code' in found ? [found.code] : [],
    );
    expect([...new Set(codes)].sort()).toEqual(Object.keys(cliCatalogue).sort());
  });
});
