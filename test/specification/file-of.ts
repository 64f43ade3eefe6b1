import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../tidy/source-files.js';

/** A file of the repository, by its path in it. */
export const fileOf = (path: string): SourceFile | undefined => {
  const place = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return existsSync(place) ? { path, text: readFileSync(place, 'utf8') } : undefined;
};
