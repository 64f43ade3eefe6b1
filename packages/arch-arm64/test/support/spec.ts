/** Reads the tables of docs/arm64.md, so that the specification is what the tests hold the plugin to. */
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../../../docs/arm64.md', import.meta.url), 'utf8');

export type Row = Readonly<Record<string, string>>;

/** Rows of the `index`th table of a section, keyed by column heading. Throws if there is none: a renamed section must not pass. */
export function specTable(section: string, index = 0): readonly Row[] {
  const found = tables(body(section))[index];
  if (found === undefined) throw new Error(`docs/arm64.md has no table ${index} in section ${section}`);
  return found;
}

/** `1,024` as 1024; anything else is a mistake in the table. */
export function num(cell: string | undefined): number {
  if (cell === undefined || !/^\d{1,3}(,\d{3})*$/.test(cell)) throw new Error(`not a number: ${cell}`);
  return Number(cell.replaceAll(',', ''));
}

function body(section: string): readonly string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /^#{2,3} ([\d.]*\d)/.exec(line)?.[1] === section);
  if (from < 0) throw new Error(`docs/arm64.md has no section ${section}`);
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => /^#{2,3} /.test(line));
  return to < 0 ? rest : rest.slice(0, to);
}

function tables(lines: readonly string[]): readonly (readonly Row[])[] {
  const found: Row[][] = [];
  let header: string[] | undefined;
  for (const line of lines) {
    if (!line.startsWith('|')) {
      header = undefined;
      continue;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (header === undefined) {
      header = cells;
      found.push([]);
    } else if (!cells.every((cell) => /^-+$/.test(cell))) {
      found.at(-1)?.push(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
    }
  }
  return found;
}
