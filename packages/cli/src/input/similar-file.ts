import { readdirSync } from 'node:fs';
import { basename, dirname, posix, resolve } from 'node:path';
import { nearest } from '@cvm-teardown/core';

/** A name in the same folder that was probably meant; undefined where nothing is like it, or the folder cannot be read. */
export function similarFile(file: string, cwd: string): string | undefined {
  const folder = dirname(file);
  const name = nearest(basename(file), namesIn(resolve(cwd, folder)));
  return name === undefined ? undefined : posix.join(folder, name);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [];
  }
}
