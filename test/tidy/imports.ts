import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { PackageManifest, SourceFile } from './source-files.js';
import { position, type SyntaxNode, visitSyntax } from './syntax.js';

export interface Import {
  readonly specifier: string;
  /** `path:line` */
  readonly where: string;
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

/** Static, re-exporting, dynamic and type imports. A dynamic import of a computed name has the specifier `(computed)`. */
export const importsOf = (file: SourceFile): Import[] => {
  const found: Import[] = [];
  visitSyntax(file, (node) => {
    if (!importing.has(node.type)) return;
    const source = (node['source'] ?? node['expression']) as SyntaxNode | null | undefined;
    if (!source) return;
    const specifier = typeof source['value'] === 'string' ? source['value'] : '(computed)';
    found.push({ specifier, where: position(file, node.start) });
  });
  return found;
};

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(packageName(specifier));

const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier);

/** A relative import stays inside the `src` that its file is in. */
const isOwnFile = (file: SourceFile, specifier: string): boolean =>
  isRelative(specifier) &&
  posix.join(posix.dirname(file.path), specifier).startsWith(`${file.path.split('/').slice(0, 3).join('/')}/`);

const isProject = (name: string): boolean => name === 'cvm-teardown' || name.startsWith('@cvm-teardown/');

const declared = (manifest: PackageManifest, name: string): boolean =>
  name in { ...manifest.dependencies, ...manifest.peerDependencies };

type Allows = (specifier: string, manifest: PackageManifest, file: SourceFile) => boolean;

const coreMay: Allows = (specifier, manifest, file) =>
  isBuiltin(specifier)
    ? file.path.startsWith('packages/core/src/node/')
    : !isProject(packageName(specifier)) && declared(manifest, packageName(specifier));

/** An architecture gets what a third party gets: the plugin contract and nothing else. */
const archMay: Allows = (specifier) => specifier === '@cvm-teardown/core/plugin';

const cliMay: Allows = (specifier, manifest) =>
  specifier === '(computed)' || // plugins named by the user
  isBuiltin(specifier) ||
  declared(manifest, packageName(specifier));

const allowsOf = (packageDirectory: string): Allows => {
  if (packageDirectory === 'core') return coreMay;
  if (packageDirectory === 'cli') return cliMay;
  if (packageDirectory.startsWith('arch-')) return archMay;
  throw new Error(`packages/${packageDirectory} has no dependency rule: add one to test/tidy/imports.ts`);
};

/** The dependency rule of ARCHITECTURE.md: arch-* -> core/plugin, cli -> core and arch-*, core -> no part of the project. */
export const forbiddenImports = (file: SourceFile, manifest: PackageManifest): string[] => {
  const allows = allowsOf(file.path.split('/')[1] ?? '');
  return importsOf(file)
    .filter(({ specifier }) => !isOwnFile(file, specifier) && !allows(specifier, manifest, file))
    .map(({ specifier, where }) => `${where} must not import '${specifier}'`);
};

/** Files that import the package `name`, or a subpath of it. */
export const importersOf = (name: string, files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => importsOf(file).some(({ specifier }) => packageName(specifier) === name))
    .map(({ path }) => path);
