import type { Fields, RecordView } from './declare.js';
import type { PageCodec } from './page-codec.js';
import type { PageStore } from './page-store.js';
import { scatter } from './scatter.js';

/** A function of one page's state: what it becomes, as the fields that change (undefined: unchanged). Pure. */
export type PageMap<F> = (state: Readonly<RecordView<F>>) => Partial<RecordView<F>> | undefined;

/** A set of page states. Pure. */
export type PageClass<F> = (state: Readonly<RecordView<F>>) => boolean;

/**
 * The states of an array of pages as protocol code sees them. Single pages by `at`, and only pages that are named in the step's
 * arguments; sets of pages by `map` and `count`, which engines can do without looking at each page.
 */
export class PageArray<F extends Fields = Fields> {
  readonly #maps = new WeakMap<PageMap<F>, Int32Array>();
  readonly #classes = new WeakMap<PageClass<F>, Uint8Array>();
  readonly #views: RecordView<F>[] = [];
  readonly #View: new (
    page: number,
  ) => RecordView<F>;

  constructor(
    readonly codec: PageCodec,
    readonly store: PageStore,
  ) {
    this.#View = pageViewClass<F>(codec, store);
  }

  get length(): number {
    return this.store.length;
  }

  /** A live view of one page: reading and assigning its fields acts on the state. Never keep it beyond the step. */
  at(page: number): RecordView<F> {
    if (!Number.isInteger(page) || page < 0 || page >= this.store.length) {
      throw new RangeError(`${this.codec.array}[${page}]: no such page (there are ${this.store.length})`);
    }
    if (page >= CACHED_VIEWS) return new this.#View(page);
    this.#views[page] ??= new this.#View(page);
    return this.#views[page];
  }

  /** Changes every page in [from, to) as `table` says. */
  map(table: PageMap<F>, from = 0, to = this.store.length): void {
    this.#checkRange(from, to);
    const next = this.mapTable(table);
    this.store.map(from, to, (code) => mapped(this.codec, next, code, table));
  }

  /** Puts every page in [from, to) into one state; fields that are not named keep their initial value. */
  fill(state: Partial<RecordView<F>>, from = 0, to = this.store.length): void {
    this.#checkRange(from, to);
    this.store.fill(from, to, this.codec.encode(state as Readonly<Record<string, never>>));
  }

  /** How many pages in [from, to) are in the class. */
  count(members: PageClass<F>, from = 0, to = this.store.length): number {
    this.#checkRange(from, to);
    let total = 0;
    const belongs = this.#belongs(members);
    this.store.tally(from, to, (code, pages) => {
      if (belongs(code)) total += pages;
    });
    return total;
  }

  /**
   * Tells the stretches of [from, to) whose pages are all in the class, each as long as it can be, in order. For reports: the
   * effect of a step does not depend on the order of pages.
   */
  runs(members: PageClass<F>, tell: (from: number, to: number) => void, from = 0, to = this.store.length): void {
    this.#checkRange(from, to);
    const belongs = this.#belongs(members);
    let at = from;
    let start = -1;
    this.store.walk(from, to, (code, pages) => {
      const inside = belongs(code);
      if (inside && start < 0) start = at;
      if (!inside && start >= 0) {
        tell(start, at);
        start = -1;
      }
      at += pages;
    });
    if (start >= 0) tell(start, at);
  }

  /** The first page in [from, to) that is in the class; undefined if none is. For reports, as `runs` is. */
  firstWhere(members: PageClass<F>, from = 0, to = this.store.length): number | undefined {
    this.#checkRange(from, to);
    const page = this.store.find(from, to, this.#belongs(members));
    return page < to ? page : undefined;
  }

  /**
   * Puts exactly round(share * pages) pages of [from, to) into one state, at pseudo-random places; the others keep theirs. The
   * same arguments give the same pages on every machine; see `scatter` for the generator.
   *
   * @param share 0 to 1
   * @param seed an integer of 32 bits
   * @throws RangeError for another share or seed
   */
  scatter(state: Partial<RecordView<F>>, share: number, seed: number, from = 0, to = this.store.length): void {
    this.#checkRange(from, to);
    if (!(share >= 0 && share <= 1)) throw new RangeError(`a share of ${share} of the pages: it is 0 to 1`);
    if (seed !== seed >>> 0) throw new RangeError(`seed ${seed}: it is an integer of 32 bits`);
    const code = this.codec.encode(state as Readonly<Record<string, never>>);
    scatter(this.store, { code, share, seed, from, to });
  }

  /** Whether a code's state is in the class, which is asked once per code. */
  #belongs(members: PageClass<F>): (code: number) => boolean {
    const known = this.classTable(members);
    return (code) => {
      if (known[code] === UNKNOWN) known[code] = members(this.codec.decode<F>(code)) ? MEMBER : STRANGER;
      return known[code] === MEMBER;
    };
  }

  /** Stores know nothing of bounds. An empty range is fine wherever it is. */
  #checkRange(from: number, to: number): void {
    if (from < to && (from < 0 || to > this.store.length))
      throw new RangeError(`${this.codec.array}[${from}..${to - 1}]: there are ${this.store.length} pages`);
  }

  private classTable(members: PageClass<F>): Uint8Array {
    let known = this.#classes.get(members);
    if (known === undefined) {
      known = new Uint8Array(this.codec.states);
      this.#classes.set(members, known);
    }
    return known;
  }

  /** The lazily filled table code -> code + 1 of a page map (0: not asked yet). */
  private mapTable(table: PageMap<F>): Int32Array {
    let next = this.#maps.get(table);
    if (next === undefined) {
      next = new Int32Array(this.codec.states);
      this.#maps.set(table, next);
    }
    return next;
  }
}

const CACHED_VIEWS = 64;
const UNKNOWN = 0;
const MEMBER = 1;
const STRANGER = 2;

function mapped<F extends Fields>(codec: PageCodec, next: Int32Array, code: number, table: PageMap<F>): number {
  const known = next[code] as number;
  if (known !== 0) return known - 1;
  const changes = table(codec.decode<F>(code));
  const after = changes === undefined ? code : codec.patch(code, changes);
  next[code] = after + 1;
  return after;
}

function pageViewClass<F extends Fields>(codec: PageCodec, store: PageStore): new (page: number) => RecordView<F> {
  class PageView {
    readonly #page: number;
    constructor(page: number) {
      this.#page = page;
    }
    static get(view: PageView, index: number): number | string | boolean {
      return codec.field(store.get(view.#page), index);
    }
    static set(view: PageView, index: number, value: unknown): void {
      store.set(view.#page, codec.withField(store.get(view.#page), index, value));
    }
  }
  codec.names.forEach((name, index) => {
    Object.defineProperty(PageView.prototype, name, {
      enumerable: true,
      get(this: PageView) {
        return PageView.get(this, index);
      },
      set(this: PageView, value: unknown) {
        PageView.set(this, index, value);
      },
    });
  });
  return PageView as unknown as new (
    page: number,
  ) => RecordView<F>;
}
