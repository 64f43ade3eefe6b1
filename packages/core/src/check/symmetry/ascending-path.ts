import type { StateStore } from '../state-store.js';
import type { Reduction } from './reduction.js';

/**
 * Whether sweeps in ascending order, too, can go along a path of states that stand for others. The walk was over any order: only
 * those of its moves are taken that an ascending sweep can make (it gathers all pages in one move).
 */
export function isAscendingPath(reduction: Reduction, store: StateStore, path: readonly number[]): boolean {
  const { transitions } = reduction;
  const wanted = new Int32Array(store.words);
  let here = new Map<string, Int32Array>([['', transitions.begin().words.slice()]]);
  for (const index of path.slice(1)) {
    store.read(index, wanted);
    const there = new Map<string, Int32Array>();
    for (const words of here.values()) {
      transitions.current.words.set(words);
      const gatherer = reduction.gatherer();
      transitions.visit((next, move) => {
        if (move.broken !== undefined || move.turn > 0 || (gatherer >= 0 && move.rank !== gatherer)) return;
        const reached = next.words.slice();
        reduction.standIn(next);
        if (next.words.every((word, i) => word === wanted[i])) there.set(reached.join(), reached);
      });
    }
    if (there.size === 0) return false;
    here = there;
  }
  return true;
}
