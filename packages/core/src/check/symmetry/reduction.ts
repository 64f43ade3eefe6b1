import type { BoundProperty } from '../../properties/bound-property.js';
import type { Declarations } from '../../state/declare.js';
import type { StateStore } from '../state-store.js';
import { pathTo } from '../trace.js';
import type { Transitions } from '../transitions.js';
import type { WalkState } from '../walk-state.js';
import { isAscendingPath } from './ascending-path.js';
import { Canonical } from './canonical.js';
import { type PageClasses, PageGroup } from './page-group.js';
import { Renamer } from './renamer.js';
import { SymmetryProof } from './symmetry-proof.js';

/** States between two looks at what is known of tasks. */
const LOOK_EVERY = 1 << 12;

/** The pages of a machine that can be alike: those of one array, and of all arrays of its length, together. */
export interface AlikeArrays {
  readonly pages: number;
  readonly arrays: ReadonlySet<string>;
}

/** @param memory the array; the first one by default */
export function alikeArrays(declarations: Declarations, memory?: string): AlikeArrays {
  const counts = new Map(
    Object.entries(declarations).flatMap(([name, of]) => (of.kind === 'pages' ? [[name, of.count]] : [])),
  );
  const pages = counts.get(memory ?? [...counts.keys()][0] ?? '') ?? 0;
  return { pages, arrays: new Set([...counts.keys()].filter((name) => counts.get(name) === pages)) };
}

/** What a walk needs to take states for one that differ only in what their pages are called. */
export class Reduction {
  readonly group: PageGroup;
  readonly #renamer: Renamer;
  readonly #canonical: Canonical;
  readonly #proof: SymmetryProof;
  #looked = 0;

  constructor(
    readonly transitions: Transitions,
    { pages, arrays }: AlikeArrays,
    classes: PageClasses,
    properties: readonly BoundProperty[],
  ) {
    this.group = new PageGroup(pages, classes);
    this.#renamer = new Renamer(transitions, this.group, arrays);
    this.#canonical = new Canonical(this.#renamer);
    this.#proof = new SymmetryProof(this.#renamer, properties);
  }

  standIn(state: WalkState): void {
    this.#canonical.standIn(state);
  }

  /** Makes sure of the current state, and now and then of the tasks. @throws Asymmetry */
  prove(): void {
    this.#proof.compareState();
    if (this.#looked++ % LOOK_EVERY === 0) this.#proof.compareTasks();
  }

  /** What it remembers of states, and may need at once. */
  get bytesAhead(): number {
    return this.#renamer.bytesAhead + this.#canonical.bytesAhead + this.#proof.bytesAhead;
  }

  /** @throws Asymmetry */
  proveAll(): void {
    this.#proof.compareTasks();
  }

  /**
   * The first actor that is about to gather a page, in the current state; -1: none. In ascending order it gathers all at once:
   * nobody else moves before it is done.
   */
  gatherer(): number {
    return this.transitions.positions.findIndex((_, rank) => {
      const prepared = this.transitions.prepared(rank);
      return prepared.kind === 'sweep' && prepared.gathers;
    });
  }

  /** Whether one of these states can be reached by ascending sweeps, too. */
  isReached(store: StateStore, indices: readonly number[]): boolean {
    return indices.some((index) => isAscendingPath(this, store, pathTo(store, index)));
  }
}
