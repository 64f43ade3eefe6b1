import type { Move } from '../check/move.js';
import { exchange } from '../check/symmetry/page-group.js';
import { Renaming } from '../check/symmetry/renaming.js';
import type { Transitions } from '../check/transitions.js';
import { InputError, isInputError, locateError } from '../errors/input-error.js';
import { asymmetric } from '../errors/messages/author.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { standingNow } from './locating.js';
import type { Survey } from './survey.js';

/** Pairs of a state and a renaming that are compared at most. */
const MOST_COMPARED = 1_000;

export interface AlikePages {
  /** The page arrays whose pages are renamed, together. */
  readonly arrays: ReadonlySet<string>;
  readonly pairs: readonly (readonly [a: number, b: number])[];
  /** What must not tell them apart. */
  readonly properties: readonly BoundProperty[];
}

/**
 * D6: a machine that is symmetric in its pages does the same under other names. For reachable states and pairs of pages, what
 * follows the renamed state is what followed the state, renamed; and no property tells them apart.
 *
 * @returns how many states were compared in which the names made any difference
 * @throws InputError (CVM_AUTHOR_ASYMMETRIC)
 */
export function checkSymmetry(survey: Survey, { arrays, pairs, properties }: AlikePages): number {
  const { store, random, transitions } = survey;
  const pages = 1 + Math.max(...pairs.flat());
  const renamings = pairs.map(([a, b]) => ({
    renaming: new Renaming(transitions, exchange(pages, a, b), arrays),
    exchanged: `with pages ${a} and ${b} exchanged`,
  }));
  if (renamings.length === 0) return 0;
  const samples =
    store.size > MOST_COMPARED
      ? Array.from({ length: MOST_COMPARED }, () => random.below(store.size))
      : [...Array(store.size).keys()];
  const words = new Int32Array(store.words);
  let compared = 0;
  for (const index of samples) {
    store.read(index, words);
    const all = samples.length * renamings.length <= MOST_COMPARED;
    for (const { renaming, exchanged } of all ? renamings : [random.pick(renamings)])
      if (compare(survey, renaming, exchanged, words, properties)) compared++;
  }
  return compared;
}

/** Whether the two pages made any difference, so that something was compared. */
function compare(
  survey: Survey,
  renaming: Renaming,
  exchanged: string,
  words: Int32Array,
  properties: readonly BoundProperty[],
): boolean {
  const { transitions } = survey;
  const { current } = transitions;
  const renamed = renaming.state(words);
  current.words.set(words);
  const before = properties.map(({ holds }) => holds?.(current.shared.view));
  const moves = movesOf(survey);
  current.words.set(renamed);
  properties.forEach(({ id, holds }, i) => {
    const after = holds?.(current.shared.view);
    if (after !== before[i]) throw asymmetric(id, `${exchanged} it is ${after}, else ${before[i]}`);
  });
  const expected = outcomesOf(transitions, moves, (next) => renaming.state(next));
  const found = outcomesOf(transitions, movesOfRenamed(survey, exchanged), (next) => next);
  refuse(survey, renamed, found, expected, `${exchanged} it leads where it should not`);
  refuse(survey, words, expected, found, `${exchanged} it does not lead where it should`);
  const same = outcomesOf(transitions, moves, (next) => next);
  return renamed.some((word, i) => word !== words[i]) || [...expected.keys()].some((key) => !same.has(key));
}

type MoveMade = readonly [move: Pick<Move, 'rank' | 'name' | 'fault' | 'broken'>, next: Int32Array];

/** What can happen in the current state. */
function movesOf(survey: Survey): MoveMade[] {
  const moves: MoveMade[] = [];
  survey.visit((words, move) => void moves.push([move.copy(), words.slice()]));
  return moves;
}

/** The same in a renamed state, where nothing may fail that did not fail before. */
function movesOfRenamed(survey: Survey, exchanged: string): MoveMade[] {
  try {
    return movesOf(survey);
  } catch (error) {
    if (!isInputError(error)) throw error;
    const { findings } = asymmetric('a step', `${exchanged} it fails: ${error.findings[0].message}`);
    throw new InputError(findings, { cause: error });
  }
}

/** Moves by what they lead to: by whom, with which fault, and to which state or broken promise. */
type Outcomes = ReadonlyMap<string, MoveMade[0]>;

const outcomesOf = (
  transitions: Transitions,
  moves: readonly MoveMade[],
  rename: (next: Int32Array) => Int32Array,
): Outcomes =>
  new Map(
    moves.map(([move, next]) => {
      const outcome = move.broken?.property ?? keyOf(transitions, rename(next));
      return [`${move.rank} ${move.fault} ${outcome}`, move];
    }),
  );

/** Every move of `outcomes` has its like in `others`. */
function refuse(survey: Survey, from: Int32Array, outcomes: Outcomes, others: Outcomes, difference: string): void {
  for (const [key, { rank, name }] of outcomes) {
    if (others.has(key)) continue;
    survey.transitions.current.words.set(from);
    const where = standingNow(survey.transitions, rank);
    throw locateError(asymmetric(name, difference), { path: where });
  }
}

/** A state by what it means: units in flight that end alike are alike, whatever the numbers of their rules. */
function keyOf({ positions, next }: Transitions, words: Int32Array): string {
  next.words.set(words);
  const places = positions.map((of, rank) => {
    const { node, sweep, flight } = of.get(next.position(rank));
    next.setPosition(rank, 0);
    if (flight === undefined) return `${node.id} ${sweep?.key()}`;
    const { action, array, rule } = flight;
    const effects = JSON.stringify([rule.during, rule.after, rule.entries, rule.counters, rule.stop, rule.outcome]);
    return `${node.id} ${sweep?.key()} ${array} ${action.level} ${action.page} ${effects}`;
  });
  return `${places.join('; ')} ${next.words.join()}`;
}
