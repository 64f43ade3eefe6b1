import { type TransitionOptions, Transitions } from '../../src/check/transitions.js';
import type { MachineModel } from '../../src/engine/machine-model.js';

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** The declared state and who is done, of every state in which nobody can move. */
  readonly finals: ReadonlySet<string>;
  /** Names of the moves that were seen. */
  readonly moves: ReadonlySet<string>;
}

/** Everything that is reachable, found with a plain set of strings: nothing of the walker but its moves. */
export function explore(
  model: MachineModel,
  options: TransitionOptions = { faults: 0 },
  most = 50_000,
): Explored | undefined {
  const transitions = new Transitions(model, options);
  const seen = new Set<string>();
  const queue: Uint8Array[] = [];
  const finals = new Set<string>();
  const moves = new Set<string>();
  let count = 0;
  const visit = (bytes: Uint8Array): void => {
    const key = bytes.join();
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(bytes.slice());
  };
  visit(transitions.begin().bytes);
  for (let bytes = queue.pop(); bytes !== undefined; bytes = queue.pop()) {
    if (seen.size > most) return undefined;
    transitions.current.bytes.set(bytes);
    const here = transitions.visit((next, move) => {
      moves.add(move.name);
      visit(next.bytes);
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
