import type { PageArray } from '../../state/page-array.js';
import type { ActorRun } from '../reference/actor-run.js';
import type { LockQueue } from '../reference/lock-queue.js';
import type { RunBook } from '../run-book.js';
import { type LevelChange, oppose } from './level-sums.js';
import type { Ledger, Plan } from './plan.js';

export interface BoardHost {
  readonly actors: readonly ActorRun[];
  readonly book: RunBook;
  readonly view: object;
  now(): number;
  /** Whether the events of this rank at this instant are over. */
  hasActed(rank: number): boolean;
  /** Does, late, what an actor has done by now since a batch began, as its table was `selected` then. */
  catchUp(run: ActorRun, selected: number): void;
}

/** Ragged memory: how long the first mixed plan is, and the longest. */
const SHORTEST_SPAN = 64;
export const LONGEST_SPAN = 2 ** 22;

/**
 * The plans of all actors. Invariant: planned ranges are pairwise disjoint, and nobody else has a unit in flight in one. Hence
 * planned units commute, and the order of settling does not matter.
 */
export class PlanBoard {
  readonly #plans: (Plan | undefined)[] = [];
  readonly #spans: number[] = [];

  constructor(readonly host: BoardHost) {}

  of(run: ActorRun): Plan | undefined {
    return this.#plans[run.rank];
  }

  keep(run: ActorRun, plan: Plan): void {
    this.#plans[run.rank] = plan.count > 0 ? plan : undefined;
    run.at = plan.count > 0 ? plan.end : plan.firstEnd;
  }

  /** The next boundary of an actor: the end of its unit in flight, not of its plan; of batches nobody sees any but the last. */
  boundaryOf(run: ActorRun): number {
    const plan = this.of(run);
    return plan?.of === 'units' ? plan.firstEnd : run.at;
  }

  /** How long the next mixed plan of an actor may be: the longer the longer nobody has come near. */
  nextSpan(run: ActorRun): number {
    const span = this.#spans[run.rank] ?? SHORTEST_SPAN;
    this.#spans[run.rank] = Math.min(LONGEST_SPAN, span * 2);
    return span;
  }

  /** Does the units whose ends have passed; the next one is then in flight. */
  settle(run: ActorRun): void {
    const plan = this.of(run);
    if (plan === undefined) return;
    const passed = plan.passedAt(this.host.now(), this.host.hasActed(run.rank));
    if (passed > 0) this.#pass(run, plan, passed);
  }

  /** Settles plans of units. What is planned in batches nobody looks at. */
  settleUnits(): void {
    for (const run of this.host.actors) if (this.of(run)?.of === 'units') this.settle(run);
  }

  /** Everything is as it would be without plans. */
  settleAll(): void {
    for (const run of this.host.actors) this.#update(run);
  }

  /** A level is about to change: changes of the other sign that are earlier come first, so that its peak is right. */
  settleAgainst(levels: readonly LevelChange[]): void {
    for (const run of this.host.actors) if (oppose(this.of(run)?.levels ?? [], levels)) this.#update(run);
  }

  /** Guards, steps and rules read counters, so these are always up to date. */
  settleCounters(): void {
    for (const run of this.host.actors) if ((this.of(run)?.rule?.counters.length ?? 0) > 0) this.settle(run);
  }

  /** Does all of a plan; the last of units is then in flight and ends now. */
  finish(run: ActorRun): void {
    const plan = this.of(run);
    if (plan !== undefined) this.#pass(run, plan, plan.count);
  }

  /** Settles a plan and lets at most `pages` pages remain. */
  cut(run: ActorRun, pages: number): void {
    this.settle(run);
    const plan = this.of(run);
    if (plan === undefined || plan.count <= pages) return;
    this.#spans[run.rank] = SHORTEST_SPAN;
    plan.shorten(pages);
    this.keep(run, plan);
    if (plan.of === 'units' || plan.count > 0) return;
    // It stands in the midst of a batch, and may have planned the rest of it.
    run.inFlight = undefined;
    this.host.catchUp(run, plan.selected);
    this.cut(run, 0);
  }

  /** Somebody else comes to pages [from, to): plans over them are settled, and end before them. */
  disturb(array: PageArray, from: number, to: number, except?: ActorRun): void {
    for (const run of this.host.actors) {
      const plan = this.of(run);
      if (plan === undefined || run === except) continue;
      if (plan.parent?.array === array && plan.parent.page >= from && plan.parent.page < to) this.settle(run);
      if (plan.array !== array || plan.firstPage >= to || plan.lastPage < from) continue;
      this.settle(run);
      const rest = this.of(run);
      if (rest !== undefined && rest.firstPage < to) this.cut(run, rest.before(from));
    }
  }

  /** Somebody else wants a lock that planned batches take. */
  disturbLock(lock: LockQueue, except: ActorRun): void {
    for (const run of this.host.actors) if (run !== except && this.of(run)?.lock === lock) this.cut(run, 0);
  }

  /** Does a plan that takes no time. */
  doAtOnce(run: ActorRun, plan: Plan): void {
    this.settleAgainst(plan.levels);
    plan.pass(run, plan.count, this.#ledger(run));
  }

  #update(run: ActorRun): void {
    if (this.of(run)?.of === 'batches') this.cut(run, 0);
    else this.settle(run);
  }

  #pass(run: ActorRun, plan: Plan, count: number): void {
    plan.pass(run, count, this.#ledger(run));
    this.keep(run, plan);
  }

  #ledger(run: ActorRun): Ledger {
    const { book, view } = this.host;
    return { actor: run.book, book, counters: view as Record<string, number> };
  }
}
