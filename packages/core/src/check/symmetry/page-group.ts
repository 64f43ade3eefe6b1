/** Page -> page. */
export type Permutation = readonly number[];

/** Pages that are taken to be alike. */
export type PageClasses = readonly (readonly number[])[];

/** Permutations that a group has at most: each state that is new is looked at under all of them. */
const MOST_PERMUTATIONS = 120;

/** A class of more pages has more permutations. */
const MOST_ALIKE = 5;

/** The permutations that exchange pages within their classes. Number 0 changes nothing. */
export class PageGroup {
  readonly all: readonly Permutation[];
  readonly classes: PageClasses;
  /** How permutation i is made: the exchange of two pages, behind another permutation. Both by number, 0 by itself. */
  readonly made: readonly (readonly [exchange: number, behind: number])[];
  readonly #numbers = new Map<number, number>();
  /** The pages that move, and each one's place in its class. */
  readonly #moving: readonly number[];
  readonly #places: readonly number[];
  readonly #products = new Map<number, number>();

  constructor(
    readonly pages: number,
    classes: PageClasses,
  ) {
    this.classes = limited(classes);
    this.#moving = this.classes.filter(({ length }) => length > 1).flat();
    this.#places = Array.from({ length: pages }, (_, page) =>
      Math.max(...this.classes.map((alike) => alike.indexOf(page))),
    );
    const all: Permutation[] = [Array.from({ length: pages }, (_, page) => page)];
    const made: (readonly [number, number])[] = [[0, 0]];
    this.#numbers.set(this.#code(all[0] as Permutation), 0);
    const exchanges = this.classes.flatMap((alike) =>
      alike.slice(1).map((page, i) => exchange(pages, alike[i] as number, page)),
    );
    for (let behind = 0; behind < all.length; behind++)
      for (const next of exchanges) {
        const product = (all[behind] as Permutation).map((page) => next[page] as number);
        const code = this.#code(product);
        if (this.#numbers.has(code)) continue;
        this.#numbers.set(code, all.length);
        all.push(product);
        made.push([this.#numbers.get(this.#code(next)) ?? all.length - 1, behind]);
      }
    this.all = all;
    this.made = made;
  }

  /** The number of a permutation. */
  numberOf(permutation: Permutation): number {
    return this.#numbers.get(this.#code(permutation)) as number;
  }

  /** The number of `second` behind `first`. */
  behind(second: number, first: number): number {
    const key = second * this.all.length + first;
    let product = this.#products.get(key);
    if (product === undefined) {
      const then = this.all[second] as Permutation;
      product = this.numberOf((this.all[first] as Permutation).map((page) => then[page] as number));
      this.#products.set(key, product);
    }
    return product;
  }

  #code(permutation: Permutation): number {
    let code = 0;
    for (const page of this.#moving) code = code * MOST_ALIKE + (this.#places[permutation[page] as number] as number);
    return code;
  }
}

export const exchange = (pages: number, a: number, b: number): Permutation =>
  Array.from({ length: pages }, (_, page) => (page === a ? b : page === b ? a : page));

/** The first page that a permutation moves, and where to. */
export function movedPair(permutation: Permutation): readonly [number, number] {
  const page = permutation.findIndex((to, from) => to !== from);
  return [page, permutation[page] as number];
}

/** The two pages that a permutation exchanges, if it is no more than that. */
export function exchanged(permutation: Permutation): readonly [number, number] | undefined {
  const moved = permutation.flatMap((to, page) => (to === page ? [] : [page]));
  return moved.length === 2 ? [moved[0] as number, moved[1] as number] : undefined;
}

/** Classes that have few enough permutations: a class that is too large loses its last pages. */
function limited(classes: PageClasses): PageClasses {
  let permutations = 1;
  return classes.map((alike) => {
    let size = 1;
    while (size < alike.length && permutations * (size + 1) <= MOST_PERMUTATIONS) permutations *= ++size;
    return alike.slice(0, size);
  });
}

/** The coarsest classes, found greedily, in which no refuted pair is together. */
export function classesWithout(pages: number, refuted: readonly (readonly [number, number])[]): PageClasses {
  const classes: number[][] = [];
  const apart = (a: number, b: number): boolean =>
    refuted.some(([one, other]) => (one === a && other === b) || (one === b && other === a));
  for (let page = 0; page < pages; page++) {
    const alike = classes.find((members) => members.every((member) => !apart(member, page)));
    if (alike === undefined) classes.push([page]);
    else alike.push(page);
  }
  return classes;
}
