import { changedFields, describeState } from '../state/describe-state.js';
import type { TraceStep } from './check-result.js';
import type { Move } from './move.js';
import type { StateStore } from './state-store.js';
import type { Transitions } from './transitions.js';

/** Indices from the initial state to `index`. */
export function pathTo(store: StateStore, index: number): number[] {
  const path: number[] = [];
  for (let at = index; at >= 0; at = store.parent(at)) path.push(at);
  return path.reverse();
}

/**
 * The moves along a path of states, found again by executing them, and one more behind it if `last` is given (the move that
 * broke a promise; its state was never stored).
 */
export function traceOf(
  transitions: Transitions,
  store: StateStore,
  path: readonly number[],
  last?: Move,
): TraceStep[] {
  const steps: TraceStep[] = [];
  const target = new Int32Array(store.words);
  for (let i = 1; i < path.length; i++) {
    store.read(path[i] as number, target);
    steps.push(findMove(transitions, store, path[i - 1] as number, (words) => sameWords(words, target)));
  }
  if (last !== undefined) {
    const from = path[path.length - 1] as number;
    steps.push(findMove(transitions, store, from, (_, move) => sameMove(move, last)));
  }
  return steps;
}

function findMove(
  transitions: Transitions,
  store: StateStore,
  from: number,
  wanted: (words: Int32Array, move: Move) => boolean,
): TraceStep {
  store.read(from, transitions.current.words);
  const before = describeState(transitions.current.shared);
  let found: TraceStep | undefined;
  transitions.visit((next, move) => {
    if (found !== undefined || !wanted(next.words, move)) return;
    const source = transitions.sourceOf(move.rank);
    found = {
      actor: (transitions.model.actors[move.rank] as { name: string }).name,
      step: move.name,
      args: [...move.args],
      ...(move.choice > 0 && { choice: move.choice }),
      ...(move.fault !== undefined && { fault: move.fault }),
      ...(move.seen !== '' && { seen: move.seen }),
      changes: changedFields(before, describeState(next.shared)),
      ...(source !== undefined && { source }),
    };
  });
  if (found === undefined)
    throw new Error('a stored state cannot be reached again from its parent: the model does not repeat itself');
  return found;
}

const sameWords = (a: Int32Array, b: Int32Array): boolean => b.every((word, i) => a[i] === word);

const sameMove = (a: Move, b: Move): boolean =>
  a.rank === b.rank &&
  a.name === b.name &&
  a.choice === b.choice &&
  a.fault === b.fault &&
  a.broken?.property === b.broken?.property &&
  a.args.length === b.args.length &&
  a.args.every((arg, i) => arg === b.args[i]);
