import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source file as the rules see it. `path` is relative to the repository, with `/`: `packages/core/src/index.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface PackageManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const repository = fileURLToPath(new URL('../../', import.meta.url));

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

export const packageDirectories = (): string[] =>
  readdirSync(join(repository, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Paths below `directory`, relative to it, sorted. */
export const filesBelow = (directory: string): string[] =>
  readdirSync(join(repository, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(repository, directory).length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

export const sourcesOf = (packageDirectory: string): SourceFile[] =>
  filesBelow(`packages/${packageDirectory}/src`)
    .filter((path) => /\.[cm]?tsx?$/.test(path))
    .map((path) => `packages/${packageDirectory}/src/${path}`)
    .map((path) => ({ path, text: read(path) }));

export const manifestOf = (packageDirectory: string): PackageManifest =>
  JSON.parse(read(`packages/${packageDirectory}/package.json`)) as PackageManifest;
