import type { Look } from '../output/outputs.js';
import { leastWidth, naturalWidth, table } from '../output/table.js';
import type { TraceRow } from './check-outline.js';
import { shownRows } from './shown-rows.js';
import { actorsOf, changesOf, circumstancesOf, sourcesOf } from './trace-words.js';

const INDENT = 2;

/**
 * A counterexample to be read aloud: one row per step, a column for each actor in the order of their first steps, the fields of
 * the state that changed, and where the step is written down. Where so many columns do not fit, the sources are below the
 * table, by the numbers of their steps; where the actors' do not fit either, one column names the actor.
 */
export function traceTable(trace: readonly TraceRow[], look: Look): string {
  const { width, palette } = look;
  const actors = actorsOf(trace);
  const rows = shownRows(trace).map(({ number, call, row }) => ({
    number,
    actor: row.actor,
    does: [call, circumstancesOf(row, (fault) => palette('red', fault))].filter((part) => part !== '').join(' '),
    changes: changesOf(row).join('\n'),
    source: palette('dim', row.source ?? ''),
  }));
  const wide = [
    ['#', ...actors, 'changes'],
    ...rows.map(({ number, actor, does, changes }) => [
      number,
      ...actors.map((column) => (column === actor ? does : '')),
      changes,
    ]),
  ];
  const narrow = [
    ['#', 'actor', 'step', 'changes'],
    ...rows.map(({ number, actor, does, changes }) => [number, actor, does, changes]),
  ];
  const whole = wide.map((cells, i) => [...cells, i === 0 ? 'source' : (rows[i - 1]?.source ?? '')]);
  const room = width - INDENT;
  const cited = sourcesOf(trace);
  if (cited.length > 0 && naturalWidth(whole) <= room) return drawn(whole, look);
  const steps = drawn(leastWidth(wide) <= room ? wide : narrow, look);
  return cited.length === 0 ? steps : `${steps}\n${sourceList(cited, look)}`;
}

function drawn([names = [], ...rows]: readonly (readonly string[])[], { width, palette }: Look): string {
  const head = names.map((name) => palette('bold', name));
  return table(rows, { head, width, right: [0], indent: INDENT });
}

function sourceList(cited: ReturnType<typeof sourcesOf>, { width, palette }: Look): string {
  const rows = cited.map(([steps, source]) => [steps, palette('dim', source)]);
  return table(rows, { head: [palette('bold', 'steps'), palette('bold', 'source')], width, indent: INDENT });
}
