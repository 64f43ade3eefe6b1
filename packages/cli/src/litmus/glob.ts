import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Whether a word is a pattern: shells expand most of them, quoted ones and those that match nothing they hand over. */
export const isGlob = (word: string): boolean => /[*?[{]/.test(word);

/**
 * Files below `cwd` that a pattern matches, sorted, as the pattern would write them: `*` and `?` stay within a name, `**` is any
 * number of folders, `[ab]` one of these characters, `{a,b}` one of these words. Hidden files and node_modules are passed by.
 */
export function filesOfGlob(pattern: string, cwd: string): string[] {
  const parts = posix.normalize(pattern.replaceAll('\\', '/')).split('/');
  const plain = parts.findIndex(isGlob);
  const base = parts.slice(0, plain < 0 ? parts.length - 1 : plain).join('/');
  const start = base === '' && pattern.startsWith('/') ? '/' : base;
  const matches = new RegExp(`^${regexOf(parts.slice(plain < 0 ? -1 : plain).join('/'))}$`);
  return filesBelow(join(cwd, start) === start || start.startsWith('/') ? start : join(cwd, start))
    .filter((path) => matches.test(path))
    .map((path) => posix.join(start, path));
}

/** Files below a directory, sorted, relative to it; none if it does not exist. */
export function filesBelow(directory: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const entry of entriesOf(join(directory, path))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const below = posix.join(path, entry.name);
      if (entry.isDirectory()) visit(below);
      else if (entry.isFile()) found.push(below);
    }
  };
  visit('');
  return found.sort();
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw error;
  }
}

function regexOf(pattern: string): string {
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i);
    const [special] = /^(?:\*\*\/?|\*|\?|\[!?[^\]]+\]|\{[^}]*\})/.exec(rest) ?? [];
    if (special === undefined) text += escaped(pattern[i] as string);
    else {
      text += ofSpecial(special);
      i += special.length - 1;
    }
  }
  return text;
}

function ofSpecial(special: string): string {
  if (special === '**/') return '(?:[^/]+/)*';
  if (special === '**') return '.*';
  if (special === '*') return '[^/]*';
  if (special === '?') return '[^/]';
  if (special.startsWith('{')) return `(?:${special.slice(1, -1).split(',').map(regexOf).join('|')})`;
  return `[${special.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
}

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
