import type { Automaton, Observation, TaskNode } from '../check/automaton.js';
import type { Transitions } from '../check/transitions.js';
import type { Coroutine } from '../engine/coroutine.js';
import { mergedPositions } from '../errors/messages/author.js';
import { locating, standing } from './locating.js';
import { sayPending } from './say-pending.js';
import { sayPosition } from './say-position.js';
import type { Comparisons } from './watch.js';

type History = readonly Observation[];

/** Histories that are kept per position. */
const KEPT = 6;
/** Observations that are replayed per task at most, shortest histories first; a task with 260 positions needed 50,000. */
const MOST_REPLAYED = 500_000;

/**
 * D3: histories that are merged at a position go on alike. Up to six histories of each position are led over each of its known
 * edges; each must reach the same position and the same next step, and goes on from there, so that merges are found that show
 * some steps later.
 *
 * @throws InputError (CVM_AUTHOR_MERGED_POSITIONS)
 */
export function checkMerges({ positions }: Transitions, made: Comparisons): void {
  for (const { automaton } of positions) made.merge += checkAutomaton(automaton);
}

function checkAutomaton(automaton: Automaton): number {
  const kept = new Map<number, History[]>([[0, [[]]]]);
  const open: (readonly [node: TaskNode, history: History])[] = [[automaton.node(0), []]];
  let compared = 0;
  let replayed = 0;
  for (let next = 0; next < open.length && replayed < MOST_REPLAYED; next++) {
    const [node, history] = open[next] as (typeof open)[number];
    for (const { observation, to } of node.edges.values()) {
      const reached = automaton.node(to);
      const longer = [...history, observation];
      compared++;
      replayed += longer.length;
      compare(automaton, reached, longer);
      if (keep(kept, to, longer)) open.push([reached, longer]);
    }
  }
  return compared;
}

function compare(automaton: Automaton, node: TaskNode, history: History): void {
  locating(
    () => standing(automaton.actor.name, node),
    () => {
      const difference = differenceOf(node, automaton.replay(history));
      if (difference === undefined) return;
      const [expected, found] = difference;
      const told = `${expected} after ${sayHistory(node.history)}, ${found} after ${sayHistory(history)}`;
      throw mergedPositions(sayPosition(node.key), told);
    },
  );
}

/** In what a task that is taken to stand at `node` differs from it: what it does next, or where it really stands. */
export function differenceOf(node: TaskNode, task: Coroutine): readonly [expected: string, found: string] | undefined {
  const [expected, found] = [sayPending(node.pending), sayPending(task.pending)];
  if (expected !== found) return [expected, found];
  return node.key === task.position() ? undefined : [sayPosition(node.key), sayPosition(task.position())];
}

/** Whether the history is one more to go on with. */
function keep(kept: Map<number, History[]>, node: number, history: History): boolean {
  const histories = kept.get(node) ?? [];
  kept.set(node, histories);
  if (histories.length >= KEPT || histories.some((known) => sameHistory(known, history))) return false;
  histories.push(history);
  return true;
}

const sameHistory = (a: History, b: History): boolean =>
  a.length === b.length && a.every(({ label }, i) => label === b[i]?.label);

/** The last observations of a history. */
const sayHistory = (history: History): string =>
  `[${history.length > 6 ? '... ' : ''}${history
    .slice(-6)
    .map(({ label }) => label || '-')
    .join(', ')}]`;
