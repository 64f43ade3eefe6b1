/** A Markdown table whose columns line up, so that it reads well in a terminal too. The first column is text, the others are figures. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column > 0)).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column > 0 ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const pad = (text: string, width: number, right: boolean): string =>
  right ? text.padStart(width) : text.padEnd(width);

/** Three digits: 12.3 ms, 4.56 s, 7.3 min, 3.2 h. */
export function duration(ms: number): string {
  const [value, unit] =
    ms < 1000
      ? [ms, 'ms']
      : ms < 120_000
        ? [ms / 1000, 's']
        : ms < 7_200_000
          ? [ms / 60_000, 'min']
          : [ms / 3_600_000, 'h'];
  return `${threeDigits(value)} ${unit}`;
}

export const threeDigits = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : Math.abs(value) < 0.001 ? '0' : value.toPrecision(3);

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

export const ratio = (value: number): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : threeDigits(value)} x`;

/** 2^26, or the number where it is no power of two. */
export const power = (value: number): string =>
  Number.isInteger(Math.log2(value)) ? `2^${Math.log2(value)}` : String(value);
