import type { OperationUse } from '../protocol/operation.js';
import type { PageTable } from '../protocol/page-table.js';
import type { SpanTail, Sweep, SweepEnd, TableTail } from '../protocol/sweep.js';
import type { PageArray } from '../state/page-array.js';
import { gatherMark, PASSED_BY } from './gather-marks.js';

/** What a sweep does at a boundary. */
export type SweepAction =
  | { readonly kind: 'acquire' }
  | { readonly kind: 'gather' }
  | { readonly kind: 'release' }
  /** One unit on `page` of the table's array; `level` is -1 for the swept pages, else the index of the table tail. */
  | { readonly kind: 'unit'; readonly table: PageTable; readonly page: number; readonly level: number }
  | { readonly kind: 'span'; readonly tail: SpanTail; readonly start: number; readonly length: number }
  | { readonly kind: 'finish'; readonly end: SweepEnd; readonly consumesSignal: boolean };

const ACQUIRE = { kind: 'acquire' } as const;
const GATHER = { kind: 'gather' } as const;
const RELEASE = { kind: 'release' } as const;

type BatchPhase = 'fresh' | 'locked' | 'gathered' | 'processing';

/**
 * The one state machine of a sweep: no clock, no page states, only where it is. All executors drive it; `key` is its whole
 * state, `clone` a copy. Boundaries lie between units: signals are seen and others act there.
 */
export class SweepRun {
  /** The next page to look at. */
  next: number;
  /** Units since the sweep began; gatherings count. */
  units = 0;
  /** The page whose tails are still to be looked at, and how far that is; -1: none. */
  tailPage = -1;
  tailLevel = 0;
  batchPhase: BatchPhase = 'fresh';
  gathered: readonly number[] = [];
  cursor = 0;
  stopped: string | undefined;
  /** With pages visited in any order: the pages visited so far, as a bit mask. */
  visited = 0;

  constructor(
    readonly sweep: Sweep,
    readonly anyOrder = false,
  ) {
    this.next = sweep.range.from;
  }

  /** Whether `order: any` can be offered for this sweep: no batches of several pages, no tails, few pages. */
  static orderIsFree(sweep: Sweep): boolean {
    const { batch, tails } = sweep.options;
    return (batch === undefined || batch.size === 1) && (tails?.length ?? 0) === 0 && sweep.range.to <= 30;
  }

  /** The first page that it has not passed. */
  get reached(): number {
    return this.gathered[this.cursor] ?? this.next;
  }

  /** What comes next, given whether a fatal signal is pending. Moves over tails whose boundary is not reached. */
  boundary(signalPending: boolean): SweepAction {
    if (this.stopped !== undefined && this.cursor >= this.gathered.length) return finish(this.stopped, false);
    return this.sweep.options.batch === undefined ? this.#plain(signalPending) : this.#batched(signalPending);
  }

  #plain(signalPending: boolean): SweepAction {
    const { options, table, range } = this.sweep;
    if (signalPending && options.signals === 'page' && this.units > 0) return finish('interrupted', true);
    const tail = this.#tail();
    if (tail !== undefined) return tail;
    if (this.#exhausted(range.to)) return finish('finished', false);
    return { kind: 'unit', table, page: this.next, level: -1 };
  }

  #batched(signalPending: boolean): SweepAction {
    const { options, table } = this.sweep;
    switch (this.batchPhase) {
      case 'fresh':
        return options.batch?.lock === undefined ? GATHER : ACQUIRE;
      case 'locked':
        return GATHER;
      case 'gathered':
        return RELEASE;
      case 'processing': {
        if (signalPending && options.signals === 'page') return finish('interrupted', true);
        const page = this.gathered[this.cursor];
        if (page !== undefined) return { kind: 'unit', table, page, level: -1 };
        if (signalPending && options.signals !== undefined) return finish('interrupted', true);
        if (this.gathered.length < (options.batch?.size ?? 1)) return finish('finished', false);
        this.batchPhase = 'fresh';
        this.gathered = [];
        this.cursor = 0;
        return this.#batched(signalPending);
      }
    }
  }

  /** Whether the sweep offers its CPU to others before it does this, which comes next. */
  reschedulesAt({ kind }: SweepAction): boolean {
    const { reschedules, batch } = this.sweep.options;
    if (reschedules === undefined || this.units === 0) return false;
    if (reschedules === 'unit') return kind !== 'release';
    return kind === 'finish' || kind === (batch?.lock === undefined ? 'gather' : 'acquire');
  }

  /** Whether a batch comes next, if anything does. */
  get atBatch(): boolean {
    const { size } = this.sweep.options.batch ?? {};
    if (this.batchPhase === 'fresh') return size !== undefined;
    return this.batchPhase === 'processing' && this.cursor === size;
  }

  /** `batches` full batches are over, all in front of `next`, and a batch comes next. */
  passBatches(batches: number, next: number): void {
    this.units += batches * (1 + (this.sweep.options.batch?.size ?? 0));
    this.next = next;
    this.batchPhase = 'fresh';
    this.gathered = [];
    this.cursor = 0;
  }

  acquired(): void {
    this.batchPhase = 'locked';
  }

  released(): void {
    this.batchPhase = 'processing';
  }

  /** The gathered pages that it has not passed. */
  get due(): readonly number[] {
    return this.gathered.slice(this.cursor);
  }

  /**
   * Gathers from `next` on: the pages that the mark takes, up to the batch's size; returns how many were passed by. Marks are
   * applied at once. In any order `firstOf` is looked at instead, if one is left; if it is passed by, gathering goes on under
   * the same lock.
   */
  gather(array: PageArray, firstOf?: number): { gathered: number; passed: number } {
    const { batch } = this.sweep.options;
    if (batch === undefined) throw new TypeError('gather without a batch');
    const { store } = array;
    const mark = gatherMark(array, batch.mark);
    const gathered: number[] = [];
    let passed = 0;
    const take = (page: number): void => {
      const code = store.get(page);
      const marked = mark(code);
      if (marked === PASSED_BY) {
        passed++;
        return;
      }
      gathered.push(page);
      if (marked !== code) store.set(page, marked);
    };
    if (!this.anyOrder) {
      const { to } = this.sweep.range;
      const isTaken = (code: number): boolean => mark(code) !== PASSED_BY;
      while (gathered.length < batch.size && this.next < to) {
        const page = store.find(this.next, to, isTaken);
        passed += page - this.next;
        this.next = page;
        if (page < to) take(this.next++);
      }
    } else if (firstOf !== undefined) {
      this.visited |= 1 << firstOf;
      take(firstOf);
    }
    this.units++;
    this.gathered = gathered;
    this.cursor = 0;
    const goesOn = this.anyOrder && gathered.length === 0 && this.candidates().length > 0;
    if (goesOn) this.batchPhase = batch.lock === undefined ? 'fresh' : 'locked';
    else this.batchPhase = batch.lock === undefined ? 'processing' : 'gathered';
    return { gathered: gathered.length, passed };
  }

  /** A unit on `page` is over. */
  passed(action: { readonly page: number; readonly level: number }, stop: string | undefined): void {
    this.units++;
    this.stopped ??= stop;
    if (action.level >= 0) {
      this.tailLevel = action.level + 1;
      return;
    }
    if (this.sweep.options.batch !== undefined) {
      this.cursor++;
      return;
    }
    if (this.anyOrder) this.visited |= 1 << action.page;
    else this.next = action.page + 1;
    if (this.sweep.options.tails !== undefined) {
      this.tailPage = action.page;
      this.tailLevel = 0;
    }
  }

  /** `units` units on consecutive pages are over, behind none of which a tail or the end of a batch was due. */
  skip(units: number): void {
    this.units += units;
    if (this.sweep.options.batch !== undefined) this.cursor += units;
    else this.next += units;
    this.tailPage = -1;
    this.tailLevel = 0;
  }

  /** How many more units can follow the one on this page before a tail, a batch or the range ends. */
  reach(): number {
    const { batch, tails } = this.sweep.options;
    if (batch !== undefined) return this.gathered.length - 1 - this.cursor;
    let reach = this.sweep.range.to - 1 - this.next;
    for (const tail of tails ?? []) {
      const origin = originOf(tail);
      const boundary = Math.floor((this.next + origin) / tail.every) * tail.every + tail.every - origin - 1;
      reach = Math.min(reach, boundary - this.next);
    }
    return reach;
  }

  /** The gathered pages behind the one that is being processed; undefined without batches: the pages that follow. */
  ahead(): readonly number[] | undefined {
    return this.sweep.options.batch === undefined ? undefined : this.gathered.slice(this.cursor + 1);
  }

  /** The same place in the sweep, `pages` further on. */
  shift(pages: number): void {
    this.next += pages;
    if (this.gathered.length > 0) this.gathered = this.gathered.map((page) => page + pages);
    if (this.tailPage >= 0) this.tailPage += pages;
  }

  /** A span tail is over. */
  passedSpan(): void {
    this.units++;
    this.tailLevel++;
  }

  /** Pages that may be visited next when the order is free. */
  candidates(): number[] {
    const { from, to } = this.sweep.range;
    return Array.from({ length: to - from }, (_, i) => from + i).filter((page) => (this.visited & (1 << page)) === 0);
  }

  /** The table page whose entry count a unit changes: the innermost table above a swept page, the next one above a table page. */
  parentOf(action: {
    readonly page: number;
    readonly level: number;
  }): { readonly tail: TableTail; readonly page: number } | undefined {
    const leaf = action.level < 0 ? action.page : this.tailPage;
    const tail = this.sweep.options.tails?.find(
      (above, level): above is TableTail => level > action.level && above.kind === 'table',
    );
    return tail === undefined ? undefined : { tail, page: tablePageOf(tail, leaf) };
  }

  /** A copy; `sweep` may be an equal one of another object, or over other pages. */
  clone(sweep: Sweep = this.sweep): SweepRun {
    const copy = new SweepRun(sweep, this.anyOrder);
    copy.next = this.next;
    copy.units = this.units;
    copy.tailPage = this.tailPage;
    copy.tailLevel = this.tailLevel;
    copy.batchPhase = this.batchPhase;
    copy.gathered = this.gathered;
    copy.cursor = this.cursor;
    copy.stopped = this.stopped;
    copy.visited = this.visited;
    return copy;
  }

  /** Everything that the sweep's future depends on, except page states. */
  key(): string {
    const begun = this.units > 0 ? 1 : 0;
    return `${this.next},${begun},${this.tailPage},${this.tailLevel},${this.batchPhase},${this.due.join('+')},${
      this.gathered.length < (this.sweep.options.batch?.size ?? 0) ? 'last' : ''
    },${this.stopped ?? ''},${this.visited}`;
  }

  #exhausted(to: number): boolean {
    return this.anyOrder ? this.candidates().length === 0 : this.next >= to;
  }

  #tail(): SweepAction | undefined {
    if (this.tailPage < 0) return undefined;
    const tails = this.sweep.options.tails ?? [];
    const { from, to } = this.sweep.range;
    const page = this.tailPage;
    for (; this.tailLevel < tails.length; this.tailLevel++) {
      const tail = tails[this.tailLevel] as TableTail | SpanTail;
      const origin = originOf(tail);
      if ((page + 1 + origin) % tail.every !== 0 && page + 1 !== to) continue;
      if (tail.kind === 'table')
        return { kind: 'unit', table: tail.table, page: tablePageOf(tail, page), level: this.tailLevel };
      const start = Math.max(from, Math.floor((page + origin) / tail.every) * tail.every - origin);
      return { kind: 'span', tail, start, length: page + 1 - start };
    }
    this.tailPage = -1;
    this.tailLevel = 0;
    return undefined;
  }
}

const finish = (end: SweepEnd, consumesSignal: boolean): SweepAction => ({ kind: 'finish', end, consumesSignal });
const originOf = (tail: { readonly origin?: number }): number => tail.origin ?? 0;
export const tablePageOf = (tail: TableTail, page: number): number =>
  Math.floor((page + originOf(tail)) / tail.every) - Math.floor(originOf(tail) / tail.every);

/** A tail's operations as one unit. */
export const usesOfSpan = (action: {
  readonly tail: SpanTail;
  readonly start: number;
  readonly length: number;
}): readonly OperationUse[] => action.tail.uses(action.start, action.length);
