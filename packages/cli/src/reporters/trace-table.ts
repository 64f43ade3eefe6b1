import type { CheckReport } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { leastWidth, table } from '../output/table.js';

type Step = NonNullable<CheckReport['violation']>['trace'][number];

const INDENT = 2;

/**
 * A counterexample to be read aloud: one row per step, a column for each actor in the order of their first steps, and the
 * fields of the state that changed. Where so many columns do not fit, one column names the actor.
 */
export function traceTable(trace: readonly Step[], { width, palette }: Look): string {
  const actors = [...new Set(trace.map(({ actor }) => actor))];
  const wide = trace.map((step, i) => [
    String(i + 1),
    ...actors.map((actor) => (actor === step.actor ? callOf(step, palette) : '')),
    changesOf(step),
  ]);
  const narrow = trace.map((step, i) => [String(i + 1), step.actor, callOf(step, palette), changesOf(step)]);
  const heads = { wide: ['#', ...actors, 'changes'], narrow: ['#', 'actor', 'step', 'changes'] };
  const shape = leastWidth([heads.wide, ...wide]) <= width - INDENT ? 'wide' : 'narrow';
  const head = heads[shape].map((name) => palette('bold', name));
  return table({ wide, narrow }[shape], { head, width, right: [0], indent: INDENT });
}

/** `take-page(3) -> free`, and what the environment did to it. */
function callOf({ step, args, choice, fault, seen }: Step, palette: Look['palette']): string {
  const call = args.length === 0 ? step : `${step}(${args.join(', ')})`;
  return [
    call,
    choice === undefined ? '' : `choice ${choice}`,
    fault === undefined ? '' : palette('red', `fault ${fault}`),
    seen === undefined ? '' : `-> ${seen}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const changesOf = ({ changes }: Step): string =>
  changes.map(({ field, from, to }) => `${field}: ${from} -> ${to}`).join('\n');
