/** Reads docs/ppc.md, so that the specification is what the tests hold the plugin to. */
import { readFileSync } from 'node:fs';

export const text = readFileSync(new URL('../../../../docs/ppc.md', import.meta.url), 'utf8');

export type Row = Readonly<Record<string, string>>;

/** Numbers of all sections: `0`, `7.5`, `13`. */
export const sections: ReadonlySet<string> = new Set(
  text.split('\n').flatMap((line) => /^#{2,3} (\d+(?:\.\d+)?)[. ]/.exec(line)?.[1] ?? []),
);

/** The rows of the first table of a section, keyed by column heading. Throws if there is none: a renamed section must not pass. */
export function specTable(section: string): readonly Row[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => new RegExp(`^#{2,3} ${section.replace('.', '\\.')}[. ]`).test(line));
  const start = lines.findIndex((line, i) => i > from && line.startsWith('|'));
  const nextSection = lines.findIndex((line, i) => i > from && /^#{2,3} /.test(line));
  if (from < 0 || start < 0 || (nextSection >= 0 && start > nextSection)) {
    throw new Error(`docs/ppc.md has no table in section ${section}`);
  }
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  const [header, , ...rows] = lines.slice(start, end < 0 ? undefined : end).map(cells);
  return rows.map((row) => Object.fromEntries((header as string[]).map((name, i) => [name, row[i] ?? ''])));
}

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('*', '').trim());
