import { describe, expect, it, test } from 'vitest';
import { bannedIdentifiersIn } from './tidy/banned-identifiers.js';
import { forbiddenImports, importersOf, importsOf } from './tidy/imports.js';
import { lengthFindings, longFiles, maximumLines, missingFromArchitecture } from './tidy/layout.js';
import { filesBelow, manifestOf, packageDirectories, type SourceFile, sourcesOf } from './tidy/source-files.js';
import { vendorWordsIn } from './tidy/vendor-words.js';

const packages = packageDirectories();
const architectures = packages.filter((name) => name.startsWith('arch-'));
const sources = new Map(packages.map((name) => [name, sourcesOf(name)]));
const core = sources.get('core') ?? [];
const everything = [...sources.values()].flat();

const file = (path: string, text: string): SourceFile => ({ path, text });
const inCore = (text: string): SourceFile => file('packages/core/src/engine/x.ts', text);

it('looks at the real packages', () => {
  expect(packages).toEqual(['arch-arm64', 'arch-ppc', 'arch-s390', 'cli', 'core']);
  for (const [name, files] of sources) expect(files.length, name).toBeGreaterThan(0);
});

describe('dependency rule', () => {
  test.each(packages)('%s imports only what it may', (name) => {
    const manifest = manifestOf(name);
    expect((sources.get(name) ?? []).flatMap((source) => forbiddenImports(source, manifest))).toEqual([]);
  });

  it('sees every form of import', () => {
    const text = `import a from 'one'; import type { B } from 'two'; import 'three'; export * from 'four'; export { c } from 'five';
      const d = await import('six'); type E = import('seven').E; const f = await import(a + 'x'); export const g = 'import "nine"'; // import 'ten'`;
    expect(importsOf(inCore(text)).map(({ specifier }) => specifier)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
      '(computed)',
    ]);
  });

  const manifest = { dependencies: { zod: '1', '@cvm-teardown/core': '1', '@cvm-teardown/arch-s390': '1' } };
  test.each([
    ['core', "import '@cvm-teardown/arch-s390'"],
    ['core', "import '@cvm-teardown/core/plugin'"],
    ['core', "import '../../../arch-s390/src/plugin.js'"],
    ['core', "import 'left-pad'"],
    ['core', "import 'node:fs'"],
    ['core', "import 'fs/promises'"],
    ['core', 'await import(name)'],
    ['arch-s390', "import '@cvm-teardown/core'"],
    ['arch-s390', "import '@cvm-teardown/core/testing'"],
    ['arch-s390', "import '@cvm-teardown/arch-ppc'"],
    ['arch-s390', "import '../../arch-ppc/src/plugin.js'"],
    ['arch-s390', "import '../test/helper.js'"],
    ['arch-s390', "import 'zod'"],
    ['arch-s390', "import 'node:fs'"],
    ['cli', "import '../../core/src/index.js'"],
    ['cli', "import 'left-pad'"],
  ])('%s may not say %s', (name, text) => {
    expect(forbiddenImports(file(`packages/${name}/src/x.ts`, text), manifest)).toHaveLength(1);
  });

  test.each([
    ['core/src/engine', "import { z } from 'zod'; import '../index.js'"],
    ['core/src/node', "import 'node:fs'"],
    [
      'arch-s390/src',
      "import { page } from '@cvm-teardown/core/plugin'; import './mmu.js'; import x from './profiles/x.json' with { type: 'json' }",
    ],
    [
      'cli/src',
      "import '@cvm-teardown/core'; import '@cvm-teardown/arch-s390'; import 'node:fs'; await import(plugin)",
    ],
  ])('%s may say %s', (directory, text) => {
    expect(forbiddenImports(file(`packages/${directory}/x.ts`, text), manifest)).toEqual([]);
  });

  it('wants a rule for a new package', () => {
    expect(() => forbiddenImports(file('packages/viewer/src/x.ts', ''), {})).toThrow('no dependency rule');
  });
});

describe('vendor words', () => {
  it('are not in core', () => {
    expect(core.flatMap(vendorWordsIn)).toEqual([]);
  });

  // biome-ignore format: a list of words
  test.each([
    'const uvc = 1', '// one UVC per page', 'uvcCall()', 'type Uvc = 1', '// CMOs', 'needsCmo', 'vmalls12e1is', 'TLBI', 'tlbiRange', 'H_SVM_INIT_DONE',
    'hSvmInitDone', 'h-svm', 'Ultravisor', "'s390x'", 'S390', 'arm64Mmu', 'AArch64', 'powerpc', 'ppcPage', 'PPC64', 'kvm_pv_x', 'KVM_PV_ASYNC', 'kvmPvAsync', 'TDX',
  ])('are found: %s', (text) => {
    expect(vendorWordsIn(inCore(text))).not.toEqual([]);
  });

  it('are found in the name of a file, and named with their line', () => {
    expect(vendorWordsIn(file('packages/core/src/ppc/x.ts', ''))).toHaveLength(1);
    expect(vendorWordsIn(inCore('\n\n// the TLBI'))).toEqual(["packages/core/src/engine/x.ts:3 says 'tlbi'"]);
  });

  test.each([
    'severity',
    'swept',
    'uvw',
    'several cmd',
    'arm the timer',
    'power of two',
    'farm64x',
    'snapshot',
    'service',
    'tlb',
    'stage 2',
  ])('leave plain words alone: %s', (text) => {
    expect(vendorWordsIn(inCore(text))).toEqual([]);
  });
});

describe('banned identifiers', () => {
  it('are not in core outside src/node', () => {
    const neutral = core.filter(({ path }) => !path.startsWith('packages/core/src/node/'));
    expect(neutral.flatMap(bannedIdentifiersIn)).toEqual([]);
  });

  // biome-ignore format: a list of sources
  test.each([
    'new Date()', 'let d: Date', 'const now = Date.now', 'Math.random()', "Math['random']()", 'const { random } = Math', 'const m = Math', 'performance.now()',
    'setTimeout(f, 1)', 'process.exit(1)', 'const { process } = x', 'globalThis.Date', 'f(process)', 'x[process]', 'const s = `$' + '{process}`',
  ])('are found: %s', (text) => {
    expect(bannedIdentifiersIn(inCore(text))).toHaveLength(1);
  });

  test.each([
    'Math.max(1, 2)',
    'x.process()',
    'const y = { process: 1, Date: 2 }',
    "'new Date()'",
    '// process',
    'interface X { performance: number }',
  ])('leave alone: %s', (text) => {
    expect(bannedIdentifiersIn(inCore(text))).toEqual([]);
  });

  it('does not pass over a file that does not parse', () => {
    expect(() => bannedIdentifiersIn(inCore('const ='))).toThrow(SyntaxError);
  });
});

describe('length of files', () => {
  it(`is at most ${maximumLines} lines`, () => {
    expect(lengthFindings(everything, longFiles)).toEqual([]);
  });

  it('counts lines, honours and checks the list of exceptions', () => {
    const fits = file('a.ts', 'x\n'.repeat(maximumLines));
    const long = file('b.ts', 'x\n'.repeat(maximumLines + 1));
    expect(lengthFindings([fits, long], new Map())).toEqual(['b.ts has 351 lines, at most 350']);
    expect(lengthFindings([fits, long], new Map([['b.ts', 'a table']]))).toEqual([]);
    expect(lengthFindings([fits], new Map([['a.ts', 'a table']]))).toEqual([
      expect.stringContaining('a.ts is excused'),
    ]);
  });
});

describe('dependency injection', () => {
  test.each(['tsyringe', 'reflect-metadata'])('%s is imported in exactly one file, in core', (name) => {
    expect(importersOf(name, everything)).toEqual([expect.stringMatching(/^packages\/core\/src\//)]);
  });

  it('is one file for both', () => {
    expect(importersOf('tsyringe', everything)).toEqual(importersOf('reflect-metadata', everything));
  });

  it('finds importers', () => {
    const files = [
      inCore("import 'tsyringe'"),
      file('packages/cli/src/y.ts', "import type { A } from 'tsyringe/x'"),
      inCore("'tsyringe'"),
    ];
    expect(importersOf('tsyringe', files)).toEqual(['packages/core/src/engine/x.ts', 'packages/cli/src/y.ts']);
  });
});

describe('same file names in every architecture', () => {
  test.each(architectures)('%s', (name) => {
    expect(missingFromArchitecture(name, filesBelow(`packages/${name}/src`))).toEqual([]);
  });

  it('reports what is missing', () => {
    // biome-ignore format: files, then directories
    const all = [
      'plugin.ts', 'mmu.ts', 'secure-memory.ts', 'firmware.ts', 'hypervisor.ts', 'operations.ts', 'properties.ts', 'releases.ts', 'defects.ts',
      'policies/sync.ts', 'profiles/machine.json',
    ];
    expect(missingFromArchitecture('arch-x', all)).toEqual([]);
    for (const name of all.slice(1)) {
      const rest = all.filter((other) => other !== name);
      expect(missingFromArchitecture('arch-x', rest), name).toHaveLength(1);
    }
    expect(missingFromArchitecture('arch-x', all.slice(1))).toEqual([expect.stringContaining('no plugin.ts yet')]);
    expect(
      missingFromArchitecture(
        'arch-x',
        [...all, 'policies/x.json'].filter((n) => n !== 'policies/sync.ts'),
      ),
    ).toHaveLength(1);
  });
});
