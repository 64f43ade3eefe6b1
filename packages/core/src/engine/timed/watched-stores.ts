import { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageSlot } from '../../state/layout.js';
import { PageArray } from '../../state/page-array.js';
import type { Marks, PageStore } from '../../state/page-store.js';

/** Called before protocol code looks at or changes pages [from, to) of an array. */
export type PageWatcher = (array: string, from: number, to: number) => void;

/**
 * Two ways to the same pages: steps go through stores that announce every access, so that plans over these pages are settled
 * first; the executor itself uses the arrays in `raw`.
 */
export class WatchedStores {
  readonly raw = new Map<string, PageArray>();
  watcher: PageWatcher = () => undefined;

  constructor(readonly chunkBits?: number) {}

  readonly store = ({ name, codec, count, width }: PageSlot): PageStore => {
    const store = new ChunkedPageStore(count, width > 8, this.chunkBits);
    this.raw.set(name, new PageArray(codec, store));
    return new WatchedStore(store, (from, to) => this.watcher(name, from, to));
  };
}

class WatchedStore implements PageStore {
  readonly length: number;

  constructor(
    readonly store: PageStore,
    readonly touch: (from: number, to: number) => void,
  ) {
    this.length = store.length;
  }

  get(page: number): number {
    this.touch(page, page + 1);
    return this.store.get(page);
  }

  set(page: number, code: number): void {
    this.touch(page, page + 1);
    this.store.set(page, code);
  }

  fill(from: number, to: number, code: number): void {
    this.touch(from, to);
    this.store.fill(from, to, code);
  }

  map(from: number, to: number, next: (code: number) => number): void {
    this.touch(from, to);
    this.store.map(from, to, next);
  }

  tally(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.touch(from, to);
    this.store.tally(from, to, tell);
  }

  walk(from: number, to: number, tell: (code: number, pages: number) => void): void {
    this.touch(from, to);
    this.store.walk(from, to, tell);
  }

  find(from: number, to: number, wanted: (code: number) => boolean): number {
    this.touch(from, to);
    return this.store.find(from, to, wanted);
  }

  mark(from: number, marks: Marks, code: number): void {
    this.touch(from, from + marks.pages);
    this.store.mark(from, marks, code);
  }
}
