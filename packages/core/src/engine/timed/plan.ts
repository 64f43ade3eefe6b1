import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { UnitInFlight } from '../reference/actor-run.js';
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

/** What passing units did to the actor: its new unit in flight, the CPU time since charged, the pages passed. */
export interface Passed {
  readonly flight: UnitInFlight;
  readonly cpuNs: number;
  readonly pages: number;
  /** The longest unit between the one that was in flight and the one that is. */
  readonly longestNs: number;
}

/**
 * Further units of an actor behind the one in flight, over pages that nobody else touches: nobody looks at or writes a planned
 * page without settling and cutting the plan first. Plans are settled lazily.
 */
export interface Plan extends PlanBasis {
  /** Pages behind the one in flight; the last one's unit takes time. */
  readonly count: number;
  /** End of the unit in flight. */
  readonly firstEnd: number;
  /** End of the last unit. */
  readonly end: number;
  /** The last planned page. */
  readonly lastPage: number;
  /** The rule of every unit, if they have one. */
  readonly rule: CompiledRule | undefined;
  /** What its units may still do to levels, those of the unit in flight included; only the signs mean anything. */
  readonly levels: readonly LevelChange[];
  /** How many pages behind the one in flight lie before `page`. */
  before(page: number): number;
  /** How many pages have passed at an instant; of a boundary at the instant itself only if `atNow`. */
  passedAt(now: number, atNow: boolean): number;
  /** Does the units of `pages` pages; the last one of these is then in flight. */
  pass(flight: UnitInFlight, pages: number, ledger: Ledger): Passed;
  /** Lets at most `pages` pages remain, fewer if the last of them would take no time. */
  shorten(pages: number): void;
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
