import type { Batch } from '../../protocol/sweep.js';
import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { CompiledRule } from '../compiled-table.js';
import { type GatherMark, PASSED_BY } from '../gather-marks.js';
import { type ActorRun, offerCpu } from '../reference/actor-run.js';
import type { LockQueue } from '../reference/lock-queue.js';
import type { SweepRun } from '../sweep-run.js';
import type { LevelChange } from './level-sums.js';
import type { RuleOf } from './mixed-plan.js';
import { chunked, type Ledger, type Plan, type PlanBasis } from './plan.js';

/** What all batches of a plan have in common. */
export interface BatchKind {
  readonly batch: Batch;
  readonly mark: GatherMark;
  /** By marked code. */
  readonly ruleOf: RuleOf;
  /** A rule that costs and changes as much as that of every gathered page. */
  readonly unit: CompiledRule;
  /** Of one gathering. */
  readonly gatherNs: number;
  readonly lock: LockQueue | undefined;
}

/** Full batches, one behind the other, over pages in any states: each takes the same time. */
export class BatchPlan implements Plan {
  readonly of = 'batches';
  readonly array: PlanBasis['array'];
  readonly selected: number;
  readonly parent = undefined;
  readonly rule = undefined;
  readonly lock: LockQueue | undefined;
  lastPage: number;

  constructor(
    basis: PlanBasis,
    readonly kind: BatchKind,
    public firstEnd: number,
    public firstPage: number,
    public count: number,
    to: number,
  ) {
    this.array = basis.array;
    this.selected = basis.selected;
    this.lock = kind.lock;
    this.lastPage = to - 1;
    this.lastPage = this.#endOf(count) - 1;
  }

  /** Of one batch. */
  get ns(): number {
    const { gatherNs, unit, batch } = this.kind;
    return gatherNs + unit.ns * batch.size;
  }

  get end(): number {
    return this.firstEnd + this.count * this.ns;
  }

  get levels(): readonly LevelChange[] {
    return this.kind.unit.levels;
  }

  before(page: number): number {
    const pages = Math.min(page, this.lastPage + 1);
    if (pages <= this.firstPage) return 0;
    return Math.floor(takenIn(chunked(this.array), this.firstPage, pages, this.kind.mark) / this.kind.batch.size);
  }

  passedAt(now: number, atNow: boolean): number {
    const since = now - this.firstEnd;
    if (since <= 0) return 0;
    return Math.min(this.count, Math.floor(since / this.ns) - (since % this.ns === 0 && !atNow ? 1 : 0));
  }

  pass(run: ActorRun, count: number, { actor, book }: Ledger): void {
    const { mark, ruleOf, batch, unit, gatherNs } = this.kind;
    const store = chunked(this.array);
    const sweep = run.sweep as SweepRun;
    const next = count === this.count ? this.lastPage + 1 : this.#endOf(count);
    store.tally(this.firstPage, next, (code, pages) => {
      const marked = mark(code);
      const rule = marked === PASSED_BY ? undefined : ruleOf(marked);
      if (rule?.idle === false) book.units(actor, rule, pages);
    });
    store.map(this.firstPage, next, (code) => {
      const marked = mark(code);
      return marked === PASSED_BY ? code : ruleOf(marked).after;
    });
    const { fixed, perGathered } = batch;
    if (fixed !== undefined) book.charge(actor, fixed.operation, fixed.units, count);
    if (perGathered !== undefined) book.charge(actor, perGathered.operation, perGathered.units * batch.size, count);
    book.event();
    this.lock?.passed(count, gatherNs);
    for (const [name, delta] of unit.levels)
      book.levelSum(name, delta * count * batch.size, BigInt(delta) * this.#instants(count));
    this.#offer(run, sweep, count);
    sweep.passBatches(count, next);
    this.firstEnd += count * this.ns;
    this.firstPage = next;
    this.count -= count;
  }

  shorten(count: number): void {
    if (count >= this.count) return;
    this.count = count;
    this.lastPage = this.#endOf(count) - 1;
  }

  /** The page behind the last one of the first `count` batches. */
  #endOf(count: number): number {
    if (count === 0) return this.firstPage;
    const { mark, batch } = this.kind;
    return endOfTaken(chunked(this.array), [this.firstPage, this.lastPage + 1], count * batch.size, mark);
  }

  /** The sum of the instants at which the units of the first `count` batches have their effects. */
  #instants(count: number): bigint {
    const { gatherNs, unit, batch } = this.kind;
    const [n, size, ns] = [BigInt(count), BigInt(batch.size), BigInt(unit.ns)];
    const first = BigInt(this.firstEnd + gatherNs + (unit.immediate ? 0 : unit.ns));
    return n * size * first + (size * BigInt(this.ns) * n * (n - 1n)) / 2n + (n * ns * size * (size - 1n)) / 2n;
  }

  /** The actor works through batches, and offers its CPU as its sweep says. */
  #offer(run: ActorRun, { units, sweep }: SweepRun, count: number): void {
    const { gatherNs, unit, batch } = this.kind;
    const end = run.cpuNs + count * this.ns;
    const { reschedules } = sweep.options;
    const longest = (ns: number): void => {
      run.longestUnrescheduledNs = Math.max(run.longestUnrescheduledNs, ns);
    };
    if (reschedules !== undefined && units > 0) offerCpu(run);
    if (reschedules === 'batch' && count > 1) {
      run.cpuNs += this.ns;
      offerCpu(run);
      if (count > 2) longest(this.ns);
      run.offeredAtCpuNs = end - this.ns;
    }
    if (reschedules === 'unit') {
      run.cpuNs += gatherNs;
      offerCpu(run);
      if (batch.size > 1 || count > 1) longest(unit.ns);
      if (count > 1) longest(gatherNs);
      run.offeredAtCpuNs = end - unit.ns;
    }
    run.cpuNs = end;
  }
}

/** How many pages of [from, to) would be gathered. */
export function takenIn(store: ChunkedPageStore, from: number, to: number, mark: GatherMark): number {
  let taken = 0;
  store.tally(from, to, (code, pages) => {
    if (mark(code) !== PASSED_BY) taken += pages;
  });
  return taken;
}

/** The page behind the `n`th page of [from, to) that would be gathered. */
function endOfTaken(
  store: ChunkedPageStore,
  [from, to]: readonly [number, number],
  n: number,
  mark: GatherMark,
): number {
  if (store.runEnd(from, to) === to) return from + n;
  let [low, high, left] = [from, to, n];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const chunkEnd = store.chunkEnd(middle);
    const cut = chunkEnd < high ? chunkEnd : middle;
    const taken = takenIn(store, low, cut, mark);
    if (taken >= left) high = cut;
    else {
      left -= taken;
      low = cut;
    }
  }
  return high;
}
