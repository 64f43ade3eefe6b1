import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly path: string;
  readonly remove: () => void;
  /** What is in it now, at the top. */
  readonly names: () => string[];
  readonly text: (name: string) => string;
}

/** A folder of its own with files, by their paths in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Folder {
  const path = mkdtempSync(join(tmpdir(), 'cvm-teardown-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true }),
    names: () => readdirSync(path),
    text: (name) => readFileSync(join(path, name), 'utf8'),
  };
}
