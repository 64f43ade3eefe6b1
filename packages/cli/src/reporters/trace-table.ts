import type { Look } from '../output/outputs.js';
import { leastWidth, table } from '../output/table.js';
import type { TraceRow } from './check-outline.js';
import { actorsOf, changesOf, circumstancesOf, shownRows } from './trace-words.js';

const INDENT = 2;

/**
 * A counterexample to be read aloud: one row per step, a column for each actor in the order of their first steps, and the
 * fields of the state that changed. Where so many columns do not fit, one column names the actor.
 */
export function traceTable(trace: readonly TraceRow[], { width, palette }: Look): string {
  const actors = actorsOf(trace);
  const rows = shownRows(trace).map(({ number, call, row }) => ({
    number,
    actor: row.actor,
    does: [call, circumstancesOf(row, (fault) => palette('red', fault))].filter((part) => part !== '').join(' '),
    changes: changesOf(row).join('\n'),
  }));
  const wide = rows.map(({ number, actor, does, changes }) => [
    number,
    ...actors.map((column) => (column === actor ? does : '')),
    changes,
  ]);
  const narrow = rows.map(({ number, actor, does, changes }) => [number, actor, does, changes]);
  const heads = { wide: ['#', ...actors, 'changes'], narrow: ['#', 'actor', 'step', 'changes'] };
  const shape = leastWidth([heads.wide, ...wide]) <= width - INDENT ? 'wide' : 'narrow';
  const head = heads[shape].map((name) => palette('bold', name));
  return table({ wide, narrow }[shape], { head, width, right: [0], indent: INDENT });
}
