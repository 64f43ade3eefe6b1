import { guardReadsPages, impureGuard, stateOutsideStep } from '../errors/messages/author.js';
import type { PackedState } from '../state/state.js';
import { type Objection, StateCurtain } from './state-curtain.js';

/** How many comparisons each debug check made. */
export interface Comparisons {
  /** D1: pieces of task code and of guards that ran while what they must not touch was taken away. */
  poison: number;
  /** D2: histories replayed once more. */
  determinism: number;
  /** D3: histories that were led over an edge. */
  merge: number;
  /** D4: observations handed to live tasks. */
  lockStep: number;
  /** D5: guards, applies and rules that were asked twice. */
  purity: number;
  /** D6: states whose successors were compared with those of the renamed state; only asked for on request. */
  symmetry?: number;
}

const KEPT: Objection = (path) => {
  throw stateOutsideStep(path);
};

/**
 * Watches over the two states of an exploration, the one before a move and the one behind it. While `close`, each guard, apply
 * and rule is asked twice with everything taken away that it must not touch; task code is always watched.
 */
export class Watch {
  close = true;
  readonly made: Comparisons = { poison: 0, determinism: 0, merge: 0, lockStep: 0, purity: 0 };
  #before: StateCurtain | undefined;
  #behind: StateCurtain | undefined;

  attach(before: PackedState, behind: PackedState): void {
    this.#before = new StateCurtain(before);
    this.#behind = new StateCurtain(behind);
  }

  /** Runs what must not touch state at all. */
  outside<T>(run: () => T): T {
    return this.#during(KEPT, KEPT, run);
  }

  /** Runs what may look at the fields of the state before, and change nothing. `asked`: guard, select. */
  asking<T>(name: string, asked: string, run: () => T): T {
    this.made.poison++;
    this.made.purity++;
    const look: Objection = (path, touch, part) => {
      if (touch === 'writes') throw impureGuard(name, `it writes ${path}`, asked);
      if (part === 'pages') throw guardReadsPages(name, path, asked);
    };
    return this.#during(look, KEPT, run);
  }

  /** Runs what may look at everything, and change nothing. */
  counting<T>(name: string, asked: string, run: () => T): T {
    const look: Objection = (path, touch) => {
      if (touch === 'writes') throw impureGuard(name, `it writes ${path}`, asked);
    };
    return this.#during(KEPT, look, run);
  }

  /** Runs what changes the state behind a move; the state before is out of reach. */
  changing<T>(run: () => T): T {
    return this.#during(KEPT, undefined, run);
  }

  /** The declared state behind the move, to be compared and put back. */
  get behind(): { readonly bytes: Uint8Array; readonly state: PackedState } {
    return this.#behind as StateCurtain;
  }

  #during<T>(before: Objection, behind: Objection | undefined, run: () => T): T {
    if (this.#before === undefined || this.#behind === undefined) return run();
    const [first, second] = [this.#before, this.#behind];
    return first.during(before, () => (behind === undefined ? run() : second.during(behind, run)));
  }
}
