import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import { type ActorRun, offerCpu, type UnitInFlight } from '../reference/actor-run.js';
import type { LockQueue } from '../reference/lock-queue.js';
import type { ActorBook, RunBook } from '../run-book.js';
import type { LevelChange } from './level-sums.js';

/** The table page whose entries the units of a plan change. */
export interface PlannedParent {
  readonly array: PageArray;
  readonly page: number;
}

export interface PlanBasis {
  readonly array: PageArray;
  /** What `select` said when the plan was made. */
  readonly selected: number;
  readonly parent: PlannedParent | undefined;
}

/** What units of a plan add to, besides pages. */
export interface Ledger {
  readonly actor: ActorBook;
  readonly book: RunBook;
  readonly counters: Record<string, number>;
}

/** What passing units did to an actor: its new unit in flight, the CPU time since charged, the pages passed. */
interface Passed {
  readonly flight: UnitInFlight;
  readonly cpuNs: number;
  readonly pages: number;
  /** The longest unit between the one that was in flight and the one that is. */
  readonly longestNs: number;
}

/**
 * Further units of an actor behind the one in flight, over pages that nobody else touches: nobody looks at or writes a planned
 * page without settling and cutting the plan first. Plans are settled lazily. Or whole batches of an actor that has nothing else
 * in flight: settled, it stands before the batch that has begun but is not over.
 */
export interface Plan extends PlanBasis {
  readonly of: 'units' | 'batches';
  /** Pages behind the one in flight, the last one's unit takes time; or batches. */
  readonly count: number;
  /** End of the unit in flight, or beginning of the first batch. */
  readonly firstEnd: number;
  /** End of the last unit or batch. */
  readonly end: number;
  /** The page in flight, or the first one that a batch may take. */
  readonly firstPage: number;
  /** The last planned page. */
  readonly lastPage: number;
  /** The rule of every unit, if they have one. */
  readonly rule: CompiledRule | undefined;
  /** What its units may still do to levels, those of the unit in flight included; only the signs mean anything. */
  readonly levels: readonly LevelChange[];
  /** Taken and given back by each batch. */
  readonly lock?: LockQueue | undefined;
  /** How many of the plan lie before `page` as a whole. */
  before(page: number): number;
  /** How many have passed at an instant; of a boundary at the instant itself only if `atNow`. */
  passedAt(now: number, atNow: boolean): number;
  /** Does `count` of the plan. The last one of pages is then in flight; the last one of batches is over. */
  pass(run: ActorRun, count: number, ledger: Ledger): void;
  /** Lets at most `count` remain, fewer if the last of them would take no time. */
  shorten(count: number): void;
}

/** The actor goes on with its sweep by units that a plan has passed. */
export function goOn(run: ActorRun, { flight, cpuNs, pages, longestNs }: Passed): void {
  run.inFlight = flight;
  if (run.sweep?.sweep.options.reschedules === 'unit') {
    offerCpu(run);
    run.longestUnrescheduledNs = Math.max(run.longestUnrescheduledNs, longestNs);
    run.offeredAtCpuNs += cpuNs - flight.rule.ns;
  }
  run.cpuNs += cpuNs;
  run.sweep?.skip(pages);
}

/** Commits a unit in flight by compare-and-set; false when somebody else changed its page. */
export function commitFlight({ rule, array, action }: UnitInFlight): boolean {
  if (rule.immediate) return true;
  if (array.store.get(action.page) !== rule.during) return false;
  array.store.set(action.page, rule.after);
  return true;
}

export const movedTo = (flight: UnitInFlight, page: number, rule: CompiledRule): UnitInFlight => ({
  ...flight,
  rule,
  action: { ...flight.action, page },
});

export function addEntries({ array: { codec, store }, page }: PlannedParent, delta: number): void {
  const code = store.get(page);
  const field = codec.indexOf('entries');
  store.set(page, codec.withField(code, field, (codec.field(code, field) as number) + delta));
}

export const chunked = (array: PageArray): ChunkedPageStore => array.store as ChunkedPageStore;
