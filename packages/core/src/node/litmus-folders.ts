import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENDINGS = /\.(ya?ml|json)$/;

/** The litmus files below folders (file URLs), at any depth: paths relative to their folder, sorted, and bytes. */
export function litmusFilesIn(folders: readonly URL[]): ReadonlyMap<string, Uint8Array> {
  const below = (folder: URL): [string, Uint8Array][] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => ENDINGS.test(path))
      .map((path) => [path, readFileSync(join(fileURLToPath(folder), path))]);
  return new Map(folders.flatMap(below).sort(([a], [b]) => (a < b ? -1 : 1)));
}
