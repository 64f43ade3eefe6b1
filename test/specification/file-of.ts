import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../tidy/source-files.js';

const placeOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Whether the repository has this file or directory. */
export const isThere = (path: string): boolean => existsSync(placeOf(path));

/** A file of the repository, by its path in it. */
export const fileOf = (path: string): SourceFile | undefined =>
  isThere(path) ? { path, text: readFileSync(placeOf(path), 'utf8') } : undefined;
