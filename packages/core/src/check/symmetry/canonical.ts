import type { PageArray } from '../../state/page-array.js';
import type { PackedState } from '../../state/state.js';
import { MAP_ENTRY } from '../memory.js';
import type { WalkState } from '../walk-state.js';
import type { PageGroup } from './page-group.js';
import type { Renamer } from './renamer.js';

/** A permutation that sorts the pages, and those that can follow it. */
type Candidates = readonly [first: number, rest: readonly number[]];

/** Bytes of them, as engines keep an array of two. */
const CANDIDATES = 48;

/**
 * Of the states that differ only in what their pages are called, the one that stands for all: pages of a class are sorted by
 * their states; of what is left to choose from, the least as a row of words.
 */
export class Canonical {
  readonly #group: PageGroup;
  readonly #colours: Float64Array;
  readonly #best: Int32Array;
  readonly #other: Int32Array;
  /** By declared state: a permutation that sorts the pages, and those that can follow it. */
  readonly #known = new Map<number, Candidates>();
  readonly #order: Int32Array;
  /** By which sorted neighbours are equal: the permutations that change nothing of the sorting. */
  readonly #ties = new Map<number, readonly number[]>();

  constructor(readonly renamer: Renamer) {
    this.#group = renamer.group;
    const { words } = renamer.transitions.current;
    this.#best = new Int32Array(words.length);
    this.#other = new Int32Array(words.length);
    this.#colours = new Float64Array(this.#group.pages);
    this.#order = new Int32Array(this.#group.pages);
  }

  /** Puts the state that stands for this one into its place. */
  standIn(state: WalkState): void {
    const [first, rest] = this.#candidatesOf(state);
    if (first === 0 && rest.length === 1) return;
    let best = this.#best;
    let other = this.#other;
    this.renamer.rename(state, first, best);
    for (let i = 1; i < rest.length; i++) {
      this.renamer.rename(state, this.#group.behind(rest[i] as number, first), other);
      if (isLess(other, best)) [best, other] = [other, best];
    }
    state.words.set(best);
  }

  /** Of what it remembers of declared states, as of a `StateStore`. */
  get bytesAhead(): number {
    return (MAP_ENTRY + CANDIDATES) * this.#known.size;
  }

  #candidatesOf(state: WalkState): Candidates {
    const { sharedNumber } = state;
    let candidates = this.#known.get(sharedNumber);
    if (candidates === undefined) {
      candidates = this.#candidates(state.shared);
      this.#known.set(sharedNumber, candidates);
    }
    return candidates;
  }

  #candidates({ pages }: PackedState): Candidates {
    if (this.renamer.statesName) return [0, this.#tied(-1)];
    this.#colour(pages);
    const { classes } = this.#group;
    let ties = 0;
    let place = 0;
    for (let page = 0; page < this.#group.pages; page++) this.#order[page] = page;
    for (const alike of classes) {
      const sorted = this.#sorted(alike);
      for (let i = 0; i < alike.length; i++, place++) {
        this.#order[sorted[i] as number] = alike[i] as number;
        if (i > 0 && this.#colours[sorted[i] as number] === this.#colours[sorted[i - 1] as number]) ties |= 1 << place;
      }
    }
    return [this.#group.numberOf(Array.from(this.#order)), this.#tied(ties)];
  }

  #sorted(alike: readonly number[]): readonly number[] {
    const colours = this.#colours;
    let isSorted = true;
    for (let i = 1; i < alike.length && isSorted; i++)
      isSorted = (colours[alike[i - 1] as number] as number) <= (colours[alike[i] as number] as number);
    if (isSorted) return alike;
    return [...alike].sort((a, b) => (colours[a] as number) - (colours[b] as number) || a - b);
  }

  /** What a page is, whatever it is called: its states in all arrays. */
  #colour(pages: PackedState['pages']): void {
    const colours = this.#colours.fill(0);
    for (const { name } of this.renamer.moved) {
      const { store } = pages.get(name) as PageArray;
      for (let page = 0; page < colours.length; page++)
        colours[page] = (colours[page] as number) * 65_536 + store.get(page);
    }
  }

  /** `ties`: a bit for each place whose page is equal to the one before; -1: all. */
  #tied(ties: number): readonly number[] {
    let found = this.#ties.get(ties);
    if (found === undefined) {
      found = this.#group.all.flatMap((permutation, number) => (this.#keeps(permutation, ties) ? [number] : []));
      this.#ties.set(ties, found);
    }
    return found;
  }

  #keeps(permutation: readonly number[], ties: number): boolean {
    const runs = new Map<number, number>();
    let [place, run] = [0, 0];
    for (const alike of this.#group.classes)
      for (const [i, page] of alike.entries()) {
        if (i === 0 || (ties & (1 << place)) === 0) run++;
        runs.set(page, run);
        place++;
      }
    return permutation.every((to, page) => runs.get(to) === runs.get(page));
  }
}

function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return false;
}
