import type { SourceFile } from '../tidy/source-files.js';
import { titlesIn } from './titles.js';

/** One row of a table of promises. `test`: `pending`, or a path in backticks, a colon and the title of a test or of a goal. */
export interface Promised {
  readonly line: number;
  readonly promise: string;
  readonly test: string;
}

/** The rows of all tables whose last column is headed "test". */
export const promisesIn = (markdown: string): Promised[] => {
  let inTable = false;
  return markdown.split('\n').flatMap((text, i) => {
    const cells = cellsOf(text);
    if (cells === undefined) inTable = false;
    else if (cells.at(-1) === 'test') inTable = true;
    else if (inTable && !cells.every((cell) => /^:?-+:?$/.test(cell)))
      return [{ line: i + 1, promise: cells[0] as string, test: cells.at(-1) as string }];
    return [];
  });
};

const cellsOf = (line: string): string[] | undefined =>
  line.startsWith('|')
    ? line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|'))
    : undefined;

/**
 * Of time and memory no test says anything: what was measured is recorded in tables of goal, limit, measured and met. A goal is
 * met if all rows of its name say so, in words and in numbers (limit and measured are in one unit).
 */
const isMetIn = (markdown: string, goal: string): boolean => {
  let inTable = false;
  const rows = markdown.split('\n').flatMap((text) => {
    const cells = cellsOf(text);
    if (cells?.join() === 'goal,limit,measured,met') inTable = true;
    else if (cells === undefined) inTable = false;
    return inTable && cells?.[0] === goal ? [cells] : [];
  });
  return rows.length > 0 && rows.every(isMet);
};

const isMet = ([, limit = '', measured = '', met]: readonly string[]): boolean => {
  const [value, most] = [measured, limit.slice(2)].map((text) => Number.parseFloat(text.replaceAll(',', '')));
  if (met !== 'yes' || value === undefined || most === undefined) return false;
  return limit.startsWith('>=') ? value >= most : limit.startsWith('<=') && value <= most;
};

/** Rows that name no test that exists. */
export const specificationFindings = (
  promises: readonly Promised[],
  find: (path: string) => SourceFile | undefined,
): string[] =>
  promises.flatMap(({ line, promise, test }) => {
    if (test === 'pending') return [];
    const [, path, title] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
    const complain = (what: string) => [`SPECIFICATION.md, line ${line} ("${promise}"): ${what}`];
    if (path === undefined || title === undefined) return complain('neither "pending" nor "`file`: title"');
    const file = find(path);
    if (file === undefined) return complain(`no file ${path}`);
    if (path.endsWith('.md')) return isMetIn(file.text, title) ? [] : complain(`no goal "${title}" met in ${path}`);
    return titlesIn(file).includes(title) ? [] : complain(`no test "${title}" in ${path}`);
  });
