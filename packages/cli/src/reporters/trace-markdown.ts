import type { TraceRow } from './check-outline.js';
import { type Block, code, type Inline, lines, paragraph, tableOf, text } from './markdown.js';
import { shownRows } from './shown-rows.js';
import { actorsOf, changesOf, circumstancesOf } from './trace-words.js';

/** A counterexample: what stands above it, and a table with a row per step and a column for each actor. */
export function traceBlocks(way: string, trace: readonly TraceRow[]): Block[] {
  if (trace.length === 0) return [];
  const actors = actorsOf(trace);
  const rows = shownRows(trace).map(({ number, call, row }): Inline[][] => [
    [text(number)],
    ...actors.map((actor) => (actor === row.actor ? [code(call), ...behind(circumstancesOf(row))] : [])),
    lines(changesOf(row)),
    [text(row.source ?? '')],
  ]);
  return [paragraph(text(`${way}:`)), tableOf(['#', ...actors, 'changes', 'source'], rows)];
}

const behind = (words: string): Inline[] => (words === '' ? [] : [text(` ${words}`)]);
