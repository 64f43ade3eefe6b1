import type { CompiledRule } from '../compiled-table.js';
import type { ActorRun, UnitInFlight } from '../reference/actor-run.js';
import type { LevelChange } from './level-sums.js';
import { addEntries, chunked, commitFlight, goOn, type Ledger, movedTo, type Plan, type PlanBasis } from './plan.js';

/** Units under one rule, on consecutive pages or on the rest of a gathered batch. */
export class UniformPlan implements Plan {
  readonly of = 'units';
  readonly array: PlanBasis['array'];
  readonly selected: number;
  readonly parent: PlanBasis['parent'];

  constructor(
    basis: PlanBasis,
    readonly rule: CompiledRule,
    public firstEnd: number,
    public count: number,
    /** The page in flight. */
    private page: number,
    /** The pages behind it, if they are not consecutive. */
    private gathered?: readonly number[],
  ) {
    this.array = basis.array;
    this.selected = basis.selected;
    this.parent = basis.parent;
  }

  get levels(): readonly LevelChange[] {
    return this.rule.levels;
  }

  get end(): number {
    return this.firstEnd + this.count * this.rule.ns;
  }

  get firstPage(): number {
    return this.page;
  }

  get lastPage(): number {
    return this.#pageBehind(this.count);
  }

  before(page: number): number {
    if (this.gathered === undefined) return Math.max(0, Math.min(this.count, page - this.page - 1));
    return this.gathered.slice(0, this.count).filter((other) => other < page).length;
  }

  passedAt(now: number, atNow: boolean): number {
    const since = now - this.firstEnd;
    if (since < 0 || (since === 0 && !atNow)) return 0;
    const { ns } = this.rule;
    return Math.min(this.count, Math.floor(since / ns) + (since % ns === 0 && !atNow ? 0 : 1));
  }

  pass(run: ActorRun, pages: number, ledger: Ledger): void {
    const flight = run.inFlight as UnitInFlight;
    const { rule, firstEnd } = this;
    const next = this.#pageBehind(pages);
    if (rule.immediate) {
      this.#fill(1, pages, rule.after);
      this.#effects(ledger, firstEnd, pages);
    } else {
      if (commitFlight(flight)) this.#effects(ledger, firstEnd, 1);
      this.#fill(1, pages - 1, rule.after);
      if (pages > 1) this.#effects(ledger, firstEnd + rule.ns, pages - 1);
      this.array.store.set(next, rule.during);
    }
    ledger.book.units(ledger.actor, rule, pages);
    this.firstEnd += pages * rule.ns;
    this.count -= pages;
    this.page = next;
    if (this.gathered !== undefined) this.gathered = this.gathered.slice(pages);
    const longestNs = pages > 1 ? rule.ns : 0;
    goOn(run, { flight: movedTo(flight, next, rule), cpuNs: pages * rule.ns, pages, longestNs });
  }

  shorten(pages: number): void {
    this.count = Math.min(this.count, pages);
  }

  #pageBehind(pages: number): number {
    if (pages === 0) return this.page;
    return this.gathered === undefined ? this.page + pages : (this.gathered[pages - 1] as number);
  }

  /** The pages at places `from` to `to` behind the one in flight get a code. */
  #fill(from: number, to: number, code: number): void {
    if (to < from) return;
    if (this.gathered === undefined) chunked(this.array).fill(this.page + from, this.page + to + 1, code);
    else for (let place = from; place <= to; place++) this.array.store.set(this.#pageBehind(place), code);
  }

  #effects({ book, counters }: Ledger, first: number, units: number): void {
    const { levels, counters: changes, entries, ns } = this.rule;
    for (const [name, delta] of levels) book.levelRun(name, delta, first, ns, units);
    for (const [field, delta] of changes) counters[field] = (counters[field] as number) + delta * units;
    if (entries !== 0 && this.parent !== undefined) addEntries(this.parent, entries * units);
  }
}
