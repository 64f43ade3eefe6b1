import { type Stats, statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Finding } from '@cvm-teardown/core';
import { inputNotFound, inputNotReadable, noLitmusFiles } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';
import { similarFile } from '../input/similar-file.js';
import { filesBelow, filesOfGlob, isGlob } from './glob.js';

const ENDINGS = /\.(ya?ml|json)$/;

/**
 * The files that words of the command line name, as they are to be shown: files, folders (what ends in .yaml, .yml or .json, at
 * any depth) and patterns. Each file once; words that lead to nothing are findings.
 */
export function findLitmusFiles(words: readonly string[], cwd: string, findings: Finding[]): string[] {
  const found = words.flatMap((word) => filesOf(word, cwd, findings));
  const seen = new Set<string>();
  return found.filter((file) => {
    const path = resolve(cwd, file);
    return seen.has(path) ? false : seen.add(path);
  });
}

function filesOf(word: string, cwd: string, findings: Finding[]): string[] {
  const there = statOf(resolve(cwd, word), word, findings);
  if (there === 'refused') return [];
  if (there?.isDirectory()) {
    const files = filesBelow(resolve(cwd, word)).filter((file) => ENDINGS.test(file));
    if (files.length === 0) findings.push(noLitmusFiles(word));
    return files.map((file) => posix.join(word, file));
  }
  if (there !== undefined) return [word];
  const matched = isGlob(word) ? filesOfGlob(word, cwd) : [];
  if (matched.length === 0)
    findings.push(isGlob(word) ? noLitmusFiles(word) : inputNotFound(word, similarFile(word, cwd)));
  return matched;
}

/** Whether anything of this name is there. */
export const isThere = (word: string, cwd: string): boolean => statOf(resolve(cwd, word), word, []) !== undefined;

function statOf(path: string, word: string, findings: Finding[]): Stats | 'refused' | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    findings.push(inputNotReadable(word, sayErrno(code)));
    return 'refused';
  }
}
