import type { CompiledRule } from '../compiled-table.js';
import type { ActorRun, UnitInFlight } from '../reference/actor-run.js';
import { type LevelChange, levelSums, oneWay } from './level-sums.js';
import { addEntries, chunked, commitFlight, goOn, type Ledger, movedTo, type Plan, type PlanBasis } from './plan.js';

export type RuleOf = (code: number) => CompiledRule;

/** Whether units under a rule can be summed up in any order: they only change their page, the table above, and levels. */
export const summable = ({ stop, needs, faults, counters }: CompiledRule): boolean =>
  stop === undefined && needs === undefined && faults.length === 0 && counters.length === 0;

/** Units on consecutive pages in any states: ragged memory. Its time is known from how many pages are in which state. */
export class MixedPlan implements Plan {
  readonly of = 'units';
  readonly array: PlanBasis['array'];
  readonly selected: number;
  readonly parent: PlanBasis['parent'];
  readonly rule = undefined;

  private constructor(
    basis: PlanBasis,
    private readonly ruleOf: RuleOf,
    public firstEnd: number,
    public end: number,
    public count: number,
    private page: number,
    readonly levels: readonly LevelChange[],
  ) {
    this.array = basis.array;
    this.selected = basis.selected;
    this.parent = basis.parent;
  }

  /** A plan over at most `reach` pages behind that of the unit in flight; undefined if the pages do not allow one. */
  static make(
    basis: PlanBasis,
    ruleOf: RuleOf,
    firstEnd: number,
    { action: { page }, rule: first }: UnitInFlight,
    reach: number,
  ): MixedPlan | undefined {
    let time = 0;
    let possible = true;
    const store = chunked(basis.array);
    const count = withoutIdleEnd(basis, ruleOf, page, reach);
    const levels = [...first.levels];
    const goesOn = oneWay();
    goesOn(first);
    store.tally(page + 1, page + count + 1, (code, pages) => {
      const rule = ruleOf(code);
      possible &&= summable(rule) && goesOn(rule);
      levels.push(...rule.levels.filter(([name]) => levels.every(([known]) => known !== name)));
      time += rule.ns * pages;
    });
    if (!possible || count === 0) return undefined;
    return new MixedPlan(basis, ruleOf, firstEnd, firstEnd + time, count, page, levels);
  }

  get firstPage(): number {
    return this.page;
  }

  get lastPage(): number {
    return this.page + this.count;
  }

  before(page: number): number {
    return Math.max(0, Math.min(this.count, page - this.page - 1));
  }

  passedAt(now: number, atNow: boolean): number {
    const over = (instant: number): boolean => instant < now || (instant === now && atNow);
    if (over(this.end)) return this.count;
    let passed = 0;
    let boundary = this.firstEnd;
    for (let ahead = 1; ahead <= this.count && over(boundary); ahead++) {
      boundary += this.ruleOf(this.array.store.get(this.page + ahead)).ns;
      passed = ahead;
    }
    return passed;
  }

  pass(run: ActorRun, pages: number, { actor, book }: Ledger): void {
    const flight = run.inFlight as UnitInFlight;
    const { ruleOf, parent, firstEnd } = this;
    const store = chunked(this.array);
    const next = this.page + pages;
    const commits = commitFlight(flight) && !flight.rule.immediate;
    let entries = commits ? flight.rule.entries : 0;
    let time = 0;
    let longestNs = 0;
    store.tally(this.page + 1, next, (code, number) => {
      const rule = ruleOf(code);
      time += rule.ns * number;
      longestNs = Math.max(longestNs, rule.ns);
      entries += rule.entries * number;
      if (!rule.idle) book.units(actor, rule, number);
    });
    if (commits) for (const [name, delta] of flight.rule.levels) book.level(name, delta, firstEnd);
    if (this.levels.length > 0) {
      for (const { name, delta, moments } of levelSums(store, [this.page + 1, next], firstEnd, ruleOf))
        book.levelSum(name, delta, moments);
    }
    store.map(this.page + 1, next, (code) => ruleOf(code).after);
    const rule = ruleOf(store.get(next));
    book.units(actor, rule, 1);
    store.set(next, rule.during);
    if (rule.immediate) {
      entries += rule.entries;
      for (const [name, delta] of rule.levels) book.level(name, delta, firstEnd + time);
    }
    if (entries !== 0 && parent !== undefined) addEntries(parent, entries);
    this.firstEnd += time + rule.ns;
    this.page = next;
    this.count -= pages;
    goOn(run, { flight: movedTo(flight, next, rule), cpuNs: time + rule.ns, pages, longestNs });
  }

  shorten(pages: number): void {
    if (pages >= this.count) return;
    const count = withoutIdleEnd(this, this.ruleOf, this.page, pages);
    let time = 0;
    chunked(this.array).tally(this.page + 1, this.page + count + 1, (code, number) => {
      time += this.ruleOf(code).ns * number;
    });
    this.count = count;
    this.end = this.firstEnd + time;
  }
}

/** The most pages behind `page`, at most `reach`, of which the last one's unit takes time. */
function withoutIdleEnd({ array }: PlanBasis, ruleOf: RuleOf, page: number, reach: number): number {
  let count = reach;
  while (count > 0 && ruleOf(array.store.get(page + count)).ns === 0) count--;
  return count;
}
