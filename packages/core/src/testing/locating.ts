import type { TaskNode } from '../check/automaton.js';
import type { Transitions } from '../check/transitions.js';
import { isInputError, locateError } from '../errors/input-error.js';
import { quote } from '../errors/quote.js';
import { sayPending } from './say-pending.js';
import { sayPosition } from './say-position.js';

/** Who stood where, about to do what: `actor "worker" at "@idle()" before claim(2)`. */
export const standing = (actor: string, { key, pending }: Pick<TaskNode, 'key' | 'pending'>): string =>
  `actor ${quote(actor)} at ${quote(sayPosition(key))} before ${sayPending(pending)}`;

/** Says of a mistake that shows while `run` runs where it was made. */
export function locating<T>(where: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isInputError(error) ? locateError(error, { path: where() }) : error;
  }
}

/** Where an actor stands in the state that is being looked at. */
export function standingNow({ positions, current, model }: Transitions, rank: number): string {
  const node = positions[rank]?.get(current.position(rank)).node;
  return node === undefined ? '' : standing(model.actors[rank]?.name ?? '', node);
}
