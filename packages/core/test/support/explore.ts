import { type TransitionOptions, Transitions } from '../../src/check/transitions.js';
import type { WalkState } from '../../src/check/walk-state.js';
import type { MachineModel } from '../../src/engine/machine-model.js';

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** The declared state and who is done, of every state in which nobody can move. */
  readonly finals: ReadonlySet<string>;
  /** Names of the moves that were seen. */
  readonly moves: ReadonlySet<string>;
}

/** Everything that is reachable, found with a plain set of strings: nothing of the walker but its moves, each of them made anew. */
export function explore(
  model: MachineModel,
  options: TransitionOptions = { faults: 0 },
  most = 50_000,
): Explored | undefined {
  const transitions = new Transitions(model, { ...options, remembers: false, packing: 'bytes' });
  const seen = new Set<string>();
  const queue: Int32Array[] = [];
  const finals = new Set<string>();
  const moves = new Set<string>();
  let count = 0;
  const visit = ({ words, shared }: WalkState): void => {
    const key = `${words.join()} ${shared.scalars.bytes.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(words.slice());
  };
  visit(transitions.begin());
  for (let words = queue.pop(); words !== undefined; words = queue.pop()) {
    if (seen.size > most) return undefined;
    transitions.current.words.set(words);
    const here = transitions.visit((next, move) => {
      moves.add(move.name);
      visit(next);
    });
    count += here;
    if (here > 0) continue;
    const done = model.actors.map((_, rank) => transitions.done(transitions.current, rank));
    finals.add(finalOf(transitions.current.shared.scalars.bytes, done));
  }
  return { states: seen.size, transitions: count, finals, moves };
}

/** A final state as `explore` writes it. */
export const finalOf = (shared: Uint8Array, done: readonly boolean[]): string => `${shared.join()} ${done.join()}`;
