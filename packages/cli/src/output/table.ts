import Table from 'cli-table3';

export interface TableOptions {
  readonly head?: readonly string[];
  /** Columns that the terminal gives us; text columns are wrapped to fit, between words only. Undefined: as wide as need be. */
  readonly width?: number | undefined;
  /** Columns that stand at the right, such as numbers. */
  readonly right?: readonly number[];
  readonly indent?: number;
}

type Rows = readonly (readonly string[])[];

const GAP = 2;
/** cli-table3 takes time in the third power of the lines of a cell: rows of more lines than this are given to it line by line. */
const TALL = 6;
const edges =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const borderless = { ...Object.fromEntries(edges.split(' ').map((edge) => [edge, ''])), middle: ' '.repeat(GAP) };
const bare = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };

/**
 * Columns of text without borders, ending in a newline; '' for no rows. cli-table3 knows how wide characters are and what is
 * colour; we decide how wide columns are. Nothing is cut: a table that cannot be narrow enough is too wide.
 */
export function table(rows: Rows, { head, width, right = [], indent = 0 }: TableOptions = {}): string {
  const all = head === undefined ? rows : [head, ...rows];
  if (rows.length === 0) return '';
  const drawn = new Table({
    chars: borderless,
    style: bare,
    colWidths: columnWidths(all, width === undefined ? undefined : width - indent),
    colAligns: all[0]?.map((_, column) => (right.includes(column) ? 'right' : 'left')) ?? [],
    wordWrap: true,
  });
  drawn.push(...all.flatMap((row) => (heightOf(row) > TALL ? linesOf(row) : [[...row]])));
  const margin = ' '.repeat(indent);
  return drawn
    .toString()
    .split('\n')
    .map((line) => `${(margin + line).trimEnd()}\n`)
    .join('');
}

/** The least width that a table of these rows can have without words being cut. */
export function leastWidth(rows: Rows): number {
  return total(longestWords(rows));
}

/** The width that a table of these rows has where nothing is wrapped. */
export function naturalWidth(rows: Rows): number {
  return total(naturalWidths(rows));
}

function columnWidths(rows: Rows, most = Number.POSITIVE_INFINITY): number[] {
  const least = longestWords(rows);
  const widths = naturalWidths(rows);
  const excess = () => total(widths) - most;
  while (excess() > 0) {
    const [widest] = widths
      .map((width, column) => ({ column, width, spare: width - (least[column] as number) }))
      .filter(({ spare }) => spare > 0)
      .sort((a, b) => b.width - a.width || a.column - b.column);
    if (widest === undefined) break;
    widths[widest.column] = widest.width - Math.min(widest.spare, Math.max(1, Math.floor(excess() / 4)));
  }
  return widths;
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width + GAP, -GAP);

const longestWords = (rows: Rows): number[] =>
  naturalWidths(rows.map((row) => row.map((cell) => cell.split(/\s+/).join('\n'))));

const heightOf = (row: Rows[number]): number => Math.max(...row.map((cell) => cell.split('\n').length));

/** A row as rows whose cells have one line each. */
function linesOf(row: Rows[number]): string[][] {
  const cells = row.map((cell) => cell.split('\n'));
  return Array.from({ length: heightOf(row) }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

/** How wide cli-table3 finds each column: the segments of a top border that is drawn for this purpose. */
function naturalWidths(rows: Rows): number[] {
  const drawn = new Table({ chars: { ...borderless, top: '-', 'top-mid': '+', middle: '|' }, style: bare });
  drawn.push(...rows.flatMap(linesOf));
  return (drawn.toString().split('\n')[0] ?? '').split('+').map((segment) => segment.length);
}
