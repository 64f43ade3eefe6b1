import type { Look } from '../output/outputs.js';
import type { Palette } from '../output/palette.js';
import { leastWidth, table } from '../output/table.js';
import { type FigureLine, unbroken, unglued } from './comparison-cells.js';

/** A row of a comparison: lines in each cell, those of one line belong together. */
export interface ComparisonLines {
  readonly label: string;
  readonly release: string;
  readonly blocked: readonly FigureLine[];
  readonly later: readonly FigureLine[];
  readonly published: readonly string[];
}

const INDENT = 2;

/** Whether the rows can be drawn in that width. */
export const fits = (rows: readonly ComparisonLines[], { width, palette }: Look): boolean =>
  leastWidth(cellsOf(columnsOf(rows, palette), rows)) + INDENT <= width;

/** The rows, with the columns that are not empty in all of them. */
export function drawLines(rows: readonly ComparisonLines[], { width, palette }: Look): string {
  const columns = columnsOf(rows, palette);
  const [head = [], ...body] = cellsOf(columns, rows);
  const right = columns.flatMap((column, index) => (column.right ? [index] : []));
  const heads = head.map((title) => palette('dim', title));
  return withoutTrailingSpace(unglued(table(body, { head: heads, width, right, indent: INDENT })));
}

interface Column {
  readonly title: string;
  readonly cell: (row: ComparisonLines) => readonly string[];
  readonly right?: true;
}

function columnsOf(rows: readonly ComparisonLines[], palette: Palette): readonly Column[] {
  const later: readonly Column[] = [
    { title: 'later', cell: ({ later }) => orDash(later.map(({ figure }) => figure)), right: true },
    { title: '', cell: ({ later }) => later.map(({ of }) => of) },
  ];
  const published: Column = { title: 'published', cell: ({ published }) => orDash(published.map(unbroken)) };
  return [
    { title: 'policy', cell: ({ label, release }) => [label, palette('dim', unbroken(release))] },
    { title: 'blocked', cell: ({ blocked }) => blocked.map(({ figure }) => figure), right: true },
    { title: '', cell: ({ blocked }) => blocked.map(({ of }, line) => (line === 0 ? palette('yellow', of) : of)) },
    { title: 'ratio', cell: ({ blocked }) => blocked.map(({ ratio }) => shownRatio(palette, ratio)) },
    ...(rows.some((row) => row.later.length > 0) ? later : []),
    ...(rows.some((row) => row.published.length > 0) ? [published] : []),
  ];
}

const cellsOf = (columns: readonly Column[], rows: readonly ComparisonLines[]): string[][] => [
  columns.map(({ title }) => title),
  ...rows.map((row) => columns.map(({ cell }) => cell(row).join('\n'))),
];

const orDash = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['-'] : lines);

const withoutTrailingSpace = (text: string): string => text.replace(/ +$/gm, '');

/** An empty line must not be lost: the lines of a row stand beside each other. */
const shownRatio = (palette: Palette, ratio: string): string =>
  ratio === '' ? unbroken('') : palette(ratio.startsWith('1/') || ratio === 'gone' ? 'green' : 'dim', unbroken(ratio));
