import type { RunEntry } from '@cvm-teardown/core/report';
import { stringify } from 'csv-stringify/sync';
import type { Figure } from './figures.js';

/** The columns of every CSV file that we write: those of runs and of comparisons can be put behind each other. */
const COLUMNS = [
  'group',
  'row',
  'arch',
  'trigger',
  'policy',
  'release',
  'memory_bytes',
  'measure',
  'name',
  'unit',
  'value',
  'basis',
  'note',
] as const;

export type CsvLine = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number>>>;

/** What tells the lines of one run from those of another. */
export const lineOf = (
  { inputs: { arch, trigger, policy, release, memory_bytes } }: RunEntry,
  figure: Figure,
): CsvLine => ({
  arch,
  trigger,
  policy,
  release,
  memory_bytes,
  ...figure,
});

/** RFC 4180 with a head, one number per line. A text that a spreadsheet would take for a formula gets a quote in front. */
export const csv = (lines: readonly CsvLine[]): string =>
  stringify([...lines], { header: true, columns: [...COLUMNS], escape_formulas: true });
