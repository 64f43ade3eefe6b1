import type { TraceRow } from './check-outline.js';
import { callOf } from './trace-words.js';

/** What stands in one line of a trace: a step, or a sweep that does the same with many pages, one after the other. */
export interface ShownRow {
  /** `7`, or `7-26`. */
  readonly number: string;
  readonly call: string;
  /** The row, or the first one with what all of them change together. */
  readonly row: TraceRow;
}

/** So many pages in a row to which the same happens are shown together. */
const ALIKE = 4;

/** The rows of a trace as people read them: a sweep that passes by a hundred pages is one line. */
export function shownRows(trace: readonly TraceRow[]): ShownRow[] {
  const shown: ShownRow[] = [];
  for (let i = 0; i < trace.length; ) {
    const stretch = stretchAt(trace, i, 2) ?? stretchAt(trace, i, 1);
    const row = trace[i] as TraceRow;
    shown.push(stretch === undefined ? { number: String(i + 1), call: callOf(row), row } : together(stretch, i));
    i += stretch?.length ?? 1;
  }
  return shown;
}

/** The rows from `begin` on that make the same of one page after the other: `rows` rows for each, a unit's beginning and end. */
function stretchAt(trace: readonly TraceRow[], begin: number, rows: 1 | 2): readonly TraceRow[] | undefined {
  const first = trace.slice(begin, begin + rows);
  if (first.length < rows || !isUnit(first)) return undefined;
  let end = begin + rows;
  while (goesOn(trace.slice(end - rows, end), trace.slice(end, end + rows))) end += rows;
  return end - begin >= ALIKE * rows ? trace.slice(begin, end) : undefined;
}

/** One unit of a sweep, and nothing else: the environment had no say in it. */
function isUnit([begin, end]: readonly TraceRow[]): boolean {
  if (begin === undefined || !isPlain(begin)) return false;
  return end === undefined || (isPlain(end) && end.step === `end of ${begin.step} on` && pageOf(end) === pageOf(begin));
}

const pageOf = ({ args }: TraceRow): number =>
  args.length === 1 && typeof args[0] === 'number' ? args[0] : Number.NaN;

const isPlain = (row: TraceRow): boolean =>
  row.choice === undefined && row.fault === undefined && !Number.isNaN(pageOf(row));

function goesOn(before: readonly TraceRow[], after: readonly TraceRow[]): boolean {
  return before.length === after.length && isUnit(after) && before.every((row, i) => isNext(row, after[i] as TraceRow));
}

const isNext = (before: TraceRow, row: TraceRow): boolean =>
  pageOf(row) === pageOf(before) + 1 && shapeOf(before) === shapeOf(row);

/** What a row does, whichever page it does it to. Counters go on counting. */
function shapeOf(row: TraceRow): string {
  const own = `[${pageOf(row)}]`;
  const changes = row.changes.map(({ field, from, to }) =>
    field.includes(own) ? [field.replace(own, '[]'), from, to] : [field],
  );
  return JSON.stringify([row.actor, row.step, row.seen, changes]);
}

function together(rows: readonly TraceRow[], begin: number): ShownRow {
  const [first, last] = [rows[0], rows.at(-1)] as [TraceRow, TraceRow];
  return {
    number: `${begin + 1}-${begin + rows.length}`,
    call: callOf({ step: first.step, args: [`${first.args[0]}..${last.args[0]}`] }),
    row: { ...first, changes: netChanges(rows) },
  };
}

function netChanges(rows: readonly TraceRow[]): TraceRow['changes'] {
  const net = new Map<string, TraceRow['changes'][number]>();
  for (const change of rows.flatMap(({ changes }) => changes))
    net.set(change.field, { ...change, from: net.get(change.field)?.from ?? change.from });
  return [...net.values()].filter(({ from, to }) => from !== to);
}
