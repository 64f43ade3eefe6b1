import type { LockUse } from './lock.js';
import type { OperationUse } from './operation.js';
import type { PageTable } from './page-table.js';

/** Pages [from, to) of an array. The range is declared, never a set taken beforehand: presence is a state in the table. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}

export const interval = (from: number, to: number): PageRange => Object.freeze({ from, to });

/** Up to `size` pages are gathered (usually under a lock), then processed outside it; the rest of the world may act in between. */
export interface Batch {
  readonly size: number;
  readonly lock?: LockUse;
  /** The pages worth gathering, and how being gathered marks them (an extra reference, say). Undefined: passed by. */
  // biome-ignore lint/suspicious/noExplicitAny: of the swept array's fields
  readonly mark: (state: any) => object | undefined;
  /** Cost of one gathering, of each page gathered, of each page passed by. */
  readonly fixed?: OperationUse;
  readonly perGathered?: OperationUse;
  readonly perPassed?: OperationUse;
}

/**
 * The table pages above the swept pages, one array per level, innermost first. After a table's last covered page (or the
 * range's) one unit follows on the table page: its state holds the number of entries it counts. `origin` is the position of
 * the array's page 0 relative to a table boundary.
 */
export interface TableTail {
  readonly kind: 'table';
  readonly every: number;
  readonly origin?: number;
  readonly table: PageTable;
}

/**
 * Something done once per aligned stretch of `every` pages (and at the range's end), whatever was found there: one range
 * invalidation per batch. Its operations are a pure function of the length, and of the start modulo `every`, in pages; `map` is what it has done to each
 * page of the stretch when it ends.
 */
export interface SpanTail {
  readonly kind: 'span';
  readonly name: string;
  readonly every: number;
  readonly origin?: number;
  readonly uses: (start: number, length: number) => readonly OperationUse[];
  // biome-ignore lint/suspicious/noExplicitAny: of the swept array's fields
  readonly map?: (state: any) => object | undefined;
}

export type Tail = TableTail | SpanTail;

/** A guest or process that does not work at full speed: unit k starts no earlier than t0 + floor(k * ns / units). */
export interface Pace {
  readonly units: number;
  readonly ns: number;
}

export interface SweepOptions {
  readonly batch?: Batch;
  /**
   * Where a pending fatal signal is seen, once the sweep has done something: behind each unit, or behind each batch; also
   * behind the last one, never while the batch's lock is held. Absent: nowhere.
   */
  readonly signals?: 'page' | 'batch';
  readonly tails?: readonly Tail[];
  readonly pace?: Pace;
  /**
   * Where the actor offers its CPU to others of its own accord: behind each unit (gatherings and tails are units), or behind each
   * batch; never while the batch's lock is held. Absent: nowhere. It is measured, and changes nothing else.
   */
  readonly reschedules?: 'unit' | 'batch';
}

/** How a sweep ended: `finished`, `interrupted` by a signal, or the name of the rule's `stop`. */
export type SweepEnd = 'finished' | 'interrupted' | (string & {});

/** A sweep: apply a table to every page of a range, one at a time, interruptible between pages. Iterable: `yield* sweep(...)`. */
export interface Sweep {
  readonly kind: 'sweep';
  readonly range: PageRange;
  readonly table: PageTable;
  readonly options: SweepOptions;
  [Symbol.iterator](): Generator<Sweep, SweepEnd, unknown>;
}

class SweepOfTable implements Sweep {
  readonly kind = 'sweep' as const;
  constructor(
    readonly range: PageRange,
    readonly table: PageTable,
    readonly options: SweepOptions,
  ) {}

  *[Symbol.iterator](): Generator<Sweep, SweepEnd, unknown> {
    return (yield this) as SweepEnd;
  }
}

/**
 * The combinator that teardown is made of. Protocol code never loops over pages by hand.
 *
 * @param range pages of the table's array; nothing happens if it is empty
 * @param table page state -> what happens
 * @throws TypeError where the options contradict each other
 */
export function sweep(range: PageRange, table: PageTable, options: SweepOptions = {}): Sweep {
  const { batch, tails = [], signals, pace, reschedules } = options;
  const refuse = (why: string): never => {
    throw new TypeError(`sweep "${table.name}": ${why}`);
  };
  if (signals === 'batch' && batch === undefined) refuse('signals per batch need a batch');
  if (reschedules === 'batch' && batch === undefined) refuse('rescheduling behind batches needs a batch');
  if (batch !== undefined && tails.length > 0) refuse('batches of present pages and tails cannot be combined');
  if (batch !== undefined && !isCount(batch.size)) refuse(`a batch of ${batch.size} pages never ends`);
  for (const { every } of tails) if (!isCount(every)) refuse(`a tail behind every ${every} pages`);
  if (pace !== undefined && !(isCount(pace.units) && Number.isSafeInteger(pace.ns) && pace.ns >= 0))
    refuse(`a pace of ${pace.units} units in ${pace.ns} ns`);
  return Object.freeze(new SweepOfTable(range, table, options));
}

const isCount = (number: number): boolean => Number.isSafeInteger(number) && number > 0;
