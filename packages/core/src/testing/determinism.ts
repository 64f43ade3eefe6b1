import type { TaskNode } from '../check/automaton.js';
import type { Positions } from '../check/positions.js';
import type { Transitions } from '../check/transitions.js';
import { taskNotDeterministic } from '../errors/messages/author.js';
import type { Random } from '../random/random.js';
import { locating, standing } from './locating.js';
import { sayPending } from './say-pending.js';
import { sayPosition } from './say-position.js';
import type { Comparisons } from './watch.js';

/** Replays at least, however few histories there are: chance needs some rounds to show. */
const LEAST_REPLAYS = 200;

/**
 * D2: every known history, replayed once more in random order, leads to the same position and the same next step. A task that
 * depends on anything but its observations does not repeat itself.
 *
 * @throws InputError (CVM_AUTHOR_TASK_NOT_DETERMINISTIC)
 */
export function checkDeterminism({ positions }: Transitions, random: Random, made: Comparisons): void {
  const known = positions.flatMap((of) => of.automaton.nodes.map((node) => ({ of, node })));
  for (let left = LEAST_REPLAYS; left > 0 && known.length > 0; left -= known.length) {
    for (const { of, node } of random.shuffled(known)) {
      made.determinism++;
      locating(
        () => standing(of.actor.name, node),
        () => replay(of, node),
      );
    }
  }
}

function replay({ actor, automaton }: Positions, node: TaskNode): void {
  const again = automaton.replay(node.history);
  const before = [sayPending(node.pending), sayPosition(node.key)];
  const now = [sayPending(again.pending), sayPosition(again.position())];
  const i = before.findIndex((said, at) => said !== now[at]);
  if (i >= 0) throw taskNotDeterministic(actor.name, `${before[i]} at first, ${now[i]} when replayed`);
}
