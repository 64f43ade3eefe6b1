import type { Field } from '../../state/declare.js';
import { readCode, writeCode } from '../../state/field-access.js';
import type { PageCodec } from '../../state/page-codec.js';
import { MAP_ENTRY } from '../memory.js';
import type { Transitions } from '../transitions.js';
import { WalkState } from '../walk-state.js';
import { Asymmetry } from './asymmetry.js';
import { movedPair, type PageGroup, type Permutation } from './page-group.js';
import { Renaming } from './renaming.js';

/** A page array of which something is renamed: where its codes are, and which of its fields name pages. */
interface Moved {
  readonly name: string;
  readonly at: number;
  readonly width: number;
  readonly codec: PageCodec;
  readonly count: number;
  readonly naming: readonly number[];
}

/** A field that names a page. */
interface Named {
  readonly at: number;
  readonly width: number;
}

/** Renames whole states by the permutations of a group, fast: what it found out about positions and page states it remembers. */
export class Renamer {
  readonly moved: readonly Moved[];
  readonly #kept: readonly Moved[];
  readonly #named: readonly Named[];
  /** Per permutation: declared state -> renamed declared state. */
  readonly #shared: readonly Map<number, number>[];
  readonly #from: Uint8Array;
  readonly #into: WalkState;
  readonly #renamings: readonly Renaming[];
  /** Per permutation and actor: position -> renamed position. */
  readonly #positions: readonly (readonly (number | undefined)[][])[];

  /** @param arrays the page arrays whose pages are renamed, together */
  constructor(
    readonly transitions: Transitions,
    readonly group: PageGroup,
    readonly arrays: ReadonlySet<string>,
  ) {
    const { states, model } = transitions;
    this.#from = new Uint8Array(4 * states.words);
    this.#into = new WalkState(model, states);
    const names = (field: Field | undefined): boolean => field?.kind === 'page' && arrays.has(field.array);
    const all = [...states.layout.pages.values()].map(({ name, codec, offset, width, count }) => ({
      name,
      at: offset,
      width,
      codec,
      count,
      naming: codec.names.flatMap((field, index) => (names(codec.fields[field]) ? [index] : [])),
    }));
    this.moved = all.filter(({ name }) => arrays.has(name));
    this.#kept = all.filter(({ name, naming }) => !arrays.has(name) && naming.length > 0);
    this.#named = [...states.layout.slots.values()].flatMap(({ field, offset, width }) =>
      names(field) ? [{ at: offset, width }] : [],
    );
    this.#renamings = group.all.map((permutation) => new Renaming(transitions, permutation, arrays));
    this.#positions = group.all.map(() => transitions.positions.map(() => []));
    this.#shared = group.all.map(() => new Map());
  }

  /** Of what it remembers of declared states, as of a `StateStore`. */
  get bytesAhead(): number {
    return MAP_ENTRY * this.#shared.reduce((entries, { size }) => entries + size, 0);
  }

  renaming(permutation: number): Renaming {
    return this.#renamings[permutation] as Renaming;
  }

  /** The renamed position of an actor. Only exchanges are found by replaying; the rest is made of them. */
  position(permutation: number, rank: number, id: number): number {
    if (permutation === 0) return id;
    const known = this.#positions[permutation]?.[rank] as (number | undefined)[];
    let renamed = known[id];
    if (renamed === undefined) {
      const [exchange, behind] = this.group.made[permutation] as readonly [number, number];
      renamed =
        behind === 0
          ? this.#replayed(permutation, rank, id)
          : this.position(exchange, rank, this.position(behind, rank, id));
      known[id] = renamed;
    }
    return renamed;
  }

  /** @throws Asymmetry if the task fails under other names: it was told what it can be told only if pages are not alike */
  #replayed(permutation: number, rank: number, id: number): number {
    const renaming = this.renaming(permutation);
    try {
      return renaming.position(rank, id);
    } catch (error) {
      const { model } = this.transitions;
      const why = `actor "${model.actors[rank]?.name}" fails with pages renamed: ${(error as Error).message}`;
      throw new Asymmetry([movedPair(renaming.permutation)], why);
    }
  }

  /** A whole state, renamed, as words. */
  rename(from: WalkState, permutation: number, into: Int32Array): void {
    const renamed = this.#into;
    renamed.words.set(from.words);
    const { positions } = this.transitions;
    for (let rank = 0; rank < positions.length; rank++)
      renamed.setPosition(rank, this.position(permutation, rank, from.position(rank)));
    renamed.sharedNumber = this.shared(permutation, from.sharedNumber);
    into.set(renamed.words);
  }

  /** The number of a renamed declared state. */
  shared(permutation: number, number: number): number {
    if (permutation === 0) return number;
    const known = this.#shared[permutation] as Map<number, number>;
    let renamed = known.get(number);
    if (renamed === undefined) {
      renamed = this.#renamedShared(permutation, number);
      known.set(number, renamed);
    }
    return renamed;
  }

  #renamedShared(permutation: number, number: number): number {
    const { states } = this.transitions;
    states.read(number, new Int32Array(this.#from.buffer));
    const into = this.#from.slice();
    this.renameDeclared(this.#from, permutation, into);
    return states.numberOf(new Int32Array(into.buffer));
  }

  /** Declared state, into a copy of it. */
  renameDeclared(from: Uint8Array, permutation: number, into: Uint8Array): void {
    const to = this.group.all[permutation] as Permutation;
    for (const { at, width } of this.#named) {
      const code = readCode(from, at, width);
      if (code > 0) writeCode(into, at, width, (to[code - 1] ?? code - 1) + 1);
    }
    for (const { at, width, codec, naming } of this.moved)
      for (let page = 0; page < to.length; page++) {
        const code = readCode(from, at + width * page, width);
        writeCode(into, at + width * (to[page] as number), width, renamedCode(codec, naming, code, to));
      }
    for (const { at, width, count, codec, naming } of this.#kept)
      for (let page = 0; page < count; page++) {
        const place = at + width * page;
        writeCode(into, place, width, renamedCode(codec, naming, readCode(from, place, width), to));
      }
  }

  /** Whether the page states of an array name pages. */
  namesPages(array: string): boolean {
    return [...this.moved, ...this.#kept].some(({ name, naming }) => name === array && naming.length > 0);
  }

  /** Whether states of renamed pages name pages: then they change when pages are renamed. */
  get statesName(): boolean {
    return this.moved.some(({ naming }) => naming.length > 0);
  }
}

function renamedCode(codec: PageCodec, naming: readonly number[], code: number, to: Permutation): number {
  let renamed = code;
  for (const index of naming) {
    const page = codec.field(code, index) as number;
    if (page >= 0) renamed = codec.withField(renamed, index, to[page] ?? page);
  }
  return renamed;
}
