import type { Observation, TaskNode } from '../check/automaton.js';
import type { Position, Positions } from '../check/positions.js';
import { Coroutine } from '../engine/coroutine.js';
import { mergedPositions } from '../errors/messages/author.js';
import { locating, standing } from './locating.js';
import { differenceOf } from './merges.js';
import { sayPosition } from './say-position.js';
import type { Survey } from './survey.js';

const SCHEDULES = 48;
const MOST_MOVES = 320;
/** Of four moves, how many the favourite of a schedule makes, as long as it can. */
const FAVOURED = 3;

/**
 * D4: random schedules from the beginning, with live tasks beside the automata that stand for them. A live task has one long
 * history and shares the world with the others, which replays do not. Each schedule has a favourite among the actors, so that
 * loops are gone round often.
 *
 * @throws InputError (CVM_AUTHOR_MERGED_POSITIONS)
 */
export function checkLockStep(survey: Survey): void {
  const { length } = survey.transitions.positions;
  for (let i = 0; i < SCHEDULES && length > 0; i++) schedule(survey, i % length);
}

function schedule(survey: Survey, favourite: number): void {
  const { transitions, random, watch } = survey;
  const { current, positions } = transitions;
  const live = positions.map(({ actor }) => new Coroutine(actor.name, actor.task).start());
  current.words.set(transitions.begin().words);
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const next = successorsByActor(survey);
    if (next.size === 0) return;
    const rank = next.has(favourite) && random.below(4) < FAVOURED ? favourite : random.pick([...next.keys()]);
    const of = positions[rank] as Positions;
    const before = of.get(current.position(rank));
    current.words.set(random.pick(next.get(rank) as Int32Array[]));
    const after = of.get(current.position(rank));
    const observation = observed(of, before, after);
    if (observation === undefined) continue;
    watch.made.lockStep++;
    locating(
      () => standing(of.actor.name, after.node),
      () => follow(live[rank] as Coroutine, observation, after.node),
    );
  }
}

function successorsByActor(survey: Survey): Map<number, Int32Array[]> {
  const next = new Map<number, Int32Array[]>();
  survey.visit((words, { rank, broken }) => {
    if (broken === undefined) next.set(rank, [...(next.get(rank) ?? []), words.slice()]);
  });
  return next;
}

/** What the task was told on the way: nothing unless it stands at the beginning of a node; an edge that leads there. */
function observed(of: Positions, before: Position, after: Position): Observation | undefined {
  if (after.id !== of.at(after.node.id)) return undefined;
  for (const { observation, to } of before.node.edges.values()) if (to === after.node.id) return observation;
  return undefined;
}

function follow(live: Coroutine, { value, label }: Observation, node: TaskNode): void {
  live.resume(value, label);
  const difference = differenceOf(node, live);
  if (difference === undefined) return;
  const [expected, found] = difference;
  throw mergedPositions(sayPosition(node.key), `${expected} for those who replay, ${found} in a live task`);
}
