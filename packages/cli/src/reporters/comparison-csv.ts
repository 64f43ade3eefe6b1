import type { ComparisonGroup, ComparisonReport, ComparisonRow, RunEntry } from '@cvm-teardown/core/report';
import { type Figure, figuresOf, INCOMPLETE } from './figures.js';
import { type CsvLine, csv, lineOf } from './figures-csv.js';

/** A comparison for spreadsheets and scripts: every number of every run, and how it compares, one per line. */
export function comparisonCsv({ groups, runs, incomplete }: ComparisonReport): string {
  const entries = new Map(runs.map(({ id, entry }) => [id, entry]));
  const lines = groups.flatMap((group) =>
    group.rows.flatMap((row) =>
      linesOf(group, row, row.comparable ? entries.get(row.run) : undefined).map((line) => ({
        group: group.id,
        row: row.label,
        ...line,
      })),
    ),
  );
  return csv([...lines, ...(incomplete ? [INCOMPLETE] : [])]);
}

function linesOf(group: ComparisonGroup, row: ComparisonRow, run: RunEntry | undefined): readonly CsvLine[] {
  if (run !== undefined) return [...figuresOf(run), ...ratios(row)].map((figure) => lineOf(run, figure));
  const { arch, trigger, memory_bytes } = group;
  const note = row.comparable ? '' : row.because;
  return [{ arch, trigger, memory_bytes, measure: 'not_comparable', note }];
}

/** This row divided by its baseline. */
function ratios(row: ComparisonRow): readonly Figure[] {
  if (!row.comparable || row.against_baseline === undefined) return [];
  const { baseline, operations, blocked_time_ratio } = row.against_baseline;
  const ratio = (measure: string, name: string, value: number | null): Figure => ({
    measure,
    name,
    unit: 'ratio',
    value: value ?? '',
    note: `to ${baseline}`,
  });
  return [
    ratio('blocked_time_ratio', '', blocked_time_ratio),
    ...operations.map(({ operation, ratio: value }) => ratio('operation_blocked_ratio', operation, value)),
  ];
}
