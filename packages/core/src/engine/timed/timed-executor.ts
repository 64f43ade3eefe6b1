import type { Step } from '../../protocol/step.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { MachineModel } from '../machine-model.js';
import type { ActorRun, UnitInFlight } from '../reference/actor-run.js';
import { ReferenceExecutor, type RunOptions, type UnitAction } from '../reference/reference-executor.js';
import type { SweepRun } from '../sweep-run.js';
import type { Shared } from '../unit-effects.js';
import { fieldsReadByGuard } from './guard-reads.js';
import { MixedPlan, type RuleOf, summable } from './mixed-plan.js';
import { addEntries, chunked, type Plan, type PlanBasis, type PlannedParent } from './plan.js';
import { Rhythm, type RhythmHost } from './rhythm.js';
import { UniformPlan } from './uniform-plan.js';
import { WatchedStores } from './watched-stores.js';

export interface TimedOptions extends RunOptions {
  /** Pages per chunk as a power of two; tests use tiny ones. */
  readonly chunkBits?: number | undefined;
  /** Whether whole periods are done at once; on by default, off in tests that compare. */
  readonly jumps?: boolean | undefined;
}

/** Fewer equal pages than this in a row are ragged memory. */
const RAGGED = 16;
const SHORTEST_SPAN = 64;
/** From here on mixed plans end where a chunk does. */
const LONG_SPAN = 2 ** 16;
const LONGEST_SPAN = 2 ** 22;

function countWhile(pages: readonly number[], holds: (page: number) => boolean): number {
  const end = pages.findIndex((page) => !holds(page));
  return end < 0 ? pages.length : end;
}

/**
 * Equal to the reference executor to the nanosecond and the page, for billions of pages. Steps are taken one by one as there;
 * what a sweep does to a run of equal pages is planned as one stretch of time and settled when somebody comes near.
 *
 * Invariant: planned ranges are pairwise disjoint, and nobody else has a unit in flight in one. Hence planned units commute, and
 * the order of settling does not matter.
 */
export class TimedExecutor extends ReferenceExecutor {
  readonly #stores: WatchedStores;
  readonly #plans: (Plan | undefined)[] = [];
  /** The highest rank that has acted at this instant: a boundary at now has passed for the ranks below it. */
  #highWater = -1;
  #instant = -1;
  /** How long the next mixed plan of an actor may be. */
  readonly #spans: number[] = [];
  readonly #signs = new Map<string, number>();
  readonly #rhythm: Rhythm | undefined;

  constructor(model: MachineModel, options: TimedOptions) {
    const stores = new WatchedStores(options.chunkBits);
    super(model, options, stores.store);
    this.#stores = stores;
    stores.watcher = (array, from, to) => this.#touched(array, from, to);
    if (options.jumps !== false && (options.faults?.length ?? 0) === 0) this.#rhythm = new Rhythm(this.#rhythmHost());
  }

  /** How often whole periods were done at once. */
  get jumps(): number {
    return this.#rhythm?.jumps ?? 0;
  }

  protected override event(run: ActorRun): void {
    this.#highWater = this.now === this.#instant ? Math.max(this.#highWater, run.rank) : run.rank;
    this.#instant = this.now;
    this.#settleCounters();
    super.event(run);
    this.#review();
    if (this.cpus.contended) this.#rhythm?.contend();
  }

  protected override array(name: string): PageArray {
    const array = this.#stores.raw.get(name);
    if (array === undefined) throw new RangeError(`the machine declares no page array "${name}"`);
    return array;
  }

  #rhythmHost(): RhythmHost {
    const { actors, book, cpus, locks } = this;
    return {
      actors,
      book,
      cpus,
      locks,
      view: this.view as Record<string, unknown>,
      now: () => this.now,
      array: (name) => this.array(name),
      settleAll: () => {
        for (const run of actors) this.#settle(run);
      },
      boundaryOf: (run) => this.#plans[run.rank]?.firstEnd ?? run.at,
      dropPlans: (runs) => {
        for (const run of runs) this.#cut(run, 0);
      },
      leap: (by) => {
        this.now += by;
        this.#instant = this.now;
      },
    };
  }

  protected override sweep(run: ActorRun, sweep: SweepRun): void {
    this.#rhythm?.visit(run, sweep);
    super.sweep(run, sweep);
  }

  protected override step(run: ActorRun, step: Step): void {
    this.#rhythm?.disrupt();
    super.step(run, step);
  }

  protected override get shared(): Shared {
    return { view: this.state.view, pages: this.#stores.raw };
  }

  // Plans

  protected override began(run: ActorRun, code: number): void {
    const { action, array, rule } = run.inFlight as UnitInFlight;
    const sweep = run.sweep as SweepRun;
    if (action.level >= 0 || !this.#plannable(rule, sweep)) return;
    const ruleOf = this.#ruleOf(sweep, array);
    // A rule that applies because a counter is short may cease to do so with any unit of anybody.
    if (ruleOf(code).needs !== rule.needs) return;
    const clear = this.#clear(run, array, action.page);
    const reach = Math.min(sweep.reach(), clear);
    if (reach <= 0) return;
    const basis = {
      array,
      selected: sweep.sweep.table.select?.(this.view) ?? 0,
      parent: this.#parentOf(sweep, action),
    };
    const plan = this.#uniform(run, basis, code, reach, action.page + clear) ?? this.#mixed(run, basis, ruleOf, reach);
    if (plan === undefined) return;
    plan.shorten(this.#limit(run, plan));
    this.#keep(run, plan);
  }

  /** A plan over the equal pages that follow; undefined where these are few and others follow. */
  #uniform(run: ActorRun, basis: PlanBasis, code: number, reach: number, last: number): Plan | undefined {
    const { action, rule } = run.inFlight as UnitInFlight;
    const { array } = basis;
    const { page } = action;
    const gathered = (run.sweep as SweepRun).ahead();
    if (gathered !== undefined) {
      const count = countWhile(gathered, (other) => other <= last && array.store.get(other) === code);
      return count === 0 ? undefined : new UniformPlan(basis, rule, run.at, count, page, gathered);
    }
    const alike = array.store.get(page + 1) === code ? chunked(array).runEnd(page + 1, page + 1 + reach) - page - 1 : 0;
    return alike < Math.min(reach, RAGGED) ? undefined : new UniformPlan(basis, rule, run.at, alike, page);
  }

  /** A plan over ragged pages, the longer the longer nobody has come near. */
  #mixed(run: ActorRun, basis: PlanBasis, ruleOf: RuleOf, reach: number): Plan | undefined {
    const { action, rule } = run.inFlight as UnitInFlight;
    if (!summable(rule) || this.cpus.contended || (run.sweep as SweepRun).ahead() !== undefined) return undefined;
    const span = this.#spans[run.rank] ?? SHORTEST_SPAN;
    this.#spans[run.rank] = Math.min(LONGEST_SPAN, span * 2);
    const whole = chunked(basis.array).chunkEnd(action.page + span) - action.page - 1;
    return MixedPlan.make(basis, ruleOf, run.at, action.page, Math.min(reach, span < LONG_SPAN ? span : whole));
  }

  #plannable(rule: CompiledRule, sweep: SweepRun): boolean {
    if (rule.stop !== undefined || sweep.sweep.options.pace !== undefined) return false;
    if (rule.faults.length > 0 && (this.options.faults?.length ?? 0) > 0) return false;
    return rule.levels.every(([name, delta]) => this.#oneSigned(name, Math.sign(delta)));
  }

  /** The peak of a level is exact under lazy settling only while all its changes have one sign. */
  #oneSigned(level: string, sign: number): boolean {
    const seen = this.#signs.get(level) ?? sign;
    if (seen === sign) {
      this.#signs.set(level, sign);
      return true;
    }
    if (seen !== 0) for (const run of this.actors) if (this.#plans[run.rank]?.rule?.levels.some(([name]) => name === level)) this.#cut(run, 0);
    this.#signs.set(level, 0);
    return false;
  }

  #ruleOf(sweep: SweepRun, array: PageArray): RuleOf {
    return this.rules.table(sweep.sweep.table, array).bound(this.view);
  }

  /** How many pages behind `page` are free of other actors' units, in flight or planned; -1: not even `page` is its own. */
  #clear(run: ActorRun, array: PageArray, page: number): number {
    let clear = Number.POSITIVE_INFINITY;
    for (const other of this.actors) {
      const flight = other.inFlight;
      if (other === run || flight?.kind !== 'unit' || flight.array !== array) continue;
      if (flight.action.page >= page) clear = Math.min(clear, flight.action.page - page - 1);
    }
    return clear;
  }

  /** How far a plan may go before its owner must look around: signals, the end of its slice, somebody who waits for a counter. */
  #limit(run: ActorRun, plan: Plan): number {
    const sweep = run.sweep as SweepRun;
    if (run.signal && sweep.sweep.options.signals === 'page') return 0;
    const { rule, firstEnd } = plan;
    if (rule === undefined) return this.cpus.contended ? 0 : Number.POSITIVE_INFINITY;
    if (this.#awaited(rule)) return 0;
    const sliceEnd = run.sliceStart + this.cpus.sliceNs;
    const slice = this.cpus.contended ? Math.max(0, Math.ceil((sliceEnd - firstEnd) / rule.ns)) : Number.POSITIVE_INFINITY;
    return Math.min(slice, this.#supply(run, rule));
  }

  /** Whether somebody waits for a counter that the rule changes. */
  #awaited({ counters }: CompiledRule): boolean {
    if (counters.length === 0) return false;
    return this.actors.some(({ status, coroutine }) => {
      if (status !== 'guard') return false;
      const fields = fieldsReadByGuard(this.view, coroutine.pending as Step);
      return counters.some(([field]) => fields.has(field));
    });
  }

  /** How many units the counter that the rule needs will serve, whatever the others have planned to take of it. */
  #supply(run: ActorRun, rule: CompiledRule): number {
    const { needs } = rule;
    if (needs === undefined) return Number.POSITIVE_INFINITY;
    const takes = (of: CompiledRule): number =>
      Math.max(0, -(of.counters.find(([field]) => field === needs.counter)?.[1] ?? 0));
    let left = (this.#counters[needs.counter] as number) - needs.amount;
    for (const other of this.actors) {
      const flight = other.inFlight;
      if (other !== run && flight?.kind === 'unit') left -= takes(flight.rule) * (1 + (this.#plans[other.rank]?.count ?? 0));
    }
    if (left < 0) return 0;
    return takes(rule) === 0 ? Number.POSITIVE_INFINITY : Math.floor(left / takes(rule));
  }

  #parentOf(sweep: SweepRun, action: UnitAction): PlannedParent | undefined {
    const parent = sweep.parentOf(action);
    return parent && { array: this.array(parent.tail.table.array), page: parent.page };
  }

  #keep(run: ActorRun, plan: Plan): void {
    this.#plans[run.rank] = plan.count > 0 ? plan : undefined;
    run.at = plan.count > 0 ? plan.end : plan.firstEnd;
  }

  get #counters(): Record<string, number> {
    return this.view as Record<string, number>;
  }

  // Settling and cutting

  /** Does the units of a plan whose ends have passed; the next one is then in flight. */
  #settle(run: ActorRun): void {
    const plan = this.#plans[run.rank];
    if (plan === undefined) return;
    const passed = plan.passedAt(this.now, run.rank < this.#highWater);
    if (passed > 0) this.#pass(run, plan, passed);
  }

  #pass(run: ActorRun, plan: Plan, pages: number): void {
    const { flight, cpuNs } = plan.pass(run.inFlight as UnitInFlight, pages, {
      counts: run.book.current,
      book: this.book,
      counters: this.#counters,
    });
    run.inFlight = flight;
    run.cpuNs += cpuNs;
    run.sweep?.skip(pages);
    this.#keep(run, plan);
  }

  /** Settles a plan and lets at most `pages` pages remain. */
  #cut(run: ActorRun, pages: number): void {
    this.#settle(run);
    const plan = this.#plans[run.rank];
    if (plan === undefined || plan.count <= pages) return;
    this.#spans[run.rank] = SHORTEST_SPAN;
    plan.shorten(pages);
    this.#keep(run, plan);
  }

  /** Guards, steps and rules read counters, so these are always up to date. */
  #settleCounters(): void {
    for (const run of this.actors) {
      if ((this.#plans[run.rank]?.rule?.counters.length ?? 0) > 0) this.#settle(run);
    }
  }

  protected override commit(run: ActorRun): void {
    const plan = this.#plans[run.rank];
    if (plan !== undefined) this.#pass(run, plan, plan.count);
    const flight = run.inFlight;
    if (flight?.kind === 'span' && flight.action.tail.map !== undefined) {
      this.#disturb(flight.array, flight.action.start, flight.action.start + flight.action.length, run);
    }
    super.commit(run);
  }

  // What disturbs plans

  /** Somebody else comes to pages [from, to): plans over them are settled, and end before them. */
  #disturb(array: PageArray, from: number, to: number, except?: ActorRun): void {
    for (const run of this.actors) {
      const plan = this.#plans[run.rank];
      if (plan === undefined || run === except) continue;
      if (plan.parent?.array === array && plan.parent.page >= from && plan.parent.page < to) this.#settle(run);
      if (plan.array !== array || (run.inFlight as UnitInFlight).action.page >= to || plan.lastPage < from) continue;
      this.#settle(run);
      if ((run.inFlight as UnitInFlight).action.page < to) this.#cut(run, this.#plans[run.rank]?.before(from) ?? 0);
    }
  }

  #touched(name: string, from: number, to: number): void {
    this.#rhythm?.disrupt();
    this.#disturb(this.array(name), from, to);
  }

  protected override unit(run: ActorRun, sweep: SweepRun, action: UnitAction): void {
    const array = this.array(action.table.array);
    this.#disturb(array, action.page, action.page + 1, run);
    if (action.level >= 0 || !this.#atOnce(run, sweep, array, action.page)) super.unit(run, sweep, action);
  }

  /** Units that take no time are one instant: all of them up to the next tail, the end of the batch, or somebody else's unit. */
  #atOnce(run: ActorRun, sweep: SweepRun, array: PageArray, page: number): boolean {
    const store = chunked(array);
    const ruleOf = this.#ruleOf(sweep, array);
    const rule = ruleOf(store.get(page));
    if (rule.ns > 0 || rule.wait || run.signal || sweep.ahead() !== undefined || !this.#plannable(rule, sweep)) return false;
    const supply = this.#supply(run, rule);
    if (supply === 0 || this.#awaited(rule)) return false;
    const reach = Math.min(sweep.reach(), this.#clear(run, array, page));
    if (reach <= 0) return false;
    this.#disturb(array, page, page + reach + 1, run);
    const parent = this.#parentOf(sweep, { kind: 'unit', table: sweep.sweep.table, page, level: -1 });
    const most = 1 + Math.min(reach, this.#clear(run, array, page), supply - 1);
    const alike = store.runEnd(page, page + most) - page;
    const units = alike < Math.min(most, RAGGED) && summable(rule) ? this.#raggedAtOnce(run, ruleOf, array, page, most, parent) : 0;
    if (units === 0) {
      if (rule.after !== store.get(page)) store.fill(page, page + alike, rule.after);
      for (const [name, delta] of rule.levels) this.book.levelRun(name, delta, this.now, 0, alike);
      for (const [field, delta] of rule.counters) this.#counters[field] = (this.#counters[field] as number) + delta * alike;
      if (rule.entries !== 0 && parent !== undefined) addEntries(parent, rule.entries * alike);
      this.#tally(run, rule, alike);
    }
    sweep.skip((units || alike) - 1);
    sweep.passed({ page: page + (units || alike) - 1, level: -1 }, undefined);
    return true;
  }

  /** The same over pages in any states, as far as none takes time; 0 if that is not far. */
  #raggedAtOnce(run: ActorRun, ruleOf: RuleOf, array: PageArray, page: number, most: number, parent: PlannedParent | undefined): number {
    const store = chunked(array);
    const end = Math.min(page + most, store.chunkEnd(page + LONGEST_SPAN));
    let possible = true;
    store.tally(page, end, (code) => {
      const rule = ruleOf(code);
      possible &&= rule.ns === 0 && summable(rule);
    });
    if (!possible) return 0;
    let entries = 0;
    store.tally(page, end, (code, pages) => {
      const rule = ruleOf(code);
      entries += rule.entries * pages;
      this.#tally(run, rule, pages);
    });
    store.map(page, end, (code) => ruleOf(code).after);
    if (entries !== 0 && parent !== undefined) addEntries(parent, entries);
    return end - page;
  }

  #tally(run: ActorRun, rule: CompiledRule, units: number): void {
    if (rule.idle) return;
    this.book.unit(run.book, rule, this.now);
    this.book.units(run.book, rule, units - 1);
  }

  protected override gather(run: ActorRun, sweep: SweepRun): void {
    this.#disturb(this.array(sweep.sweep.table.array), sweep.next, sweep.sweep.range.to, run);
    super.gather(run, sweep);
  }

  protected override signal(name: string): void {
    this.#rhythm?.disrupt();
    const target = this.actors.find((run) => run.actor.name === name);
    if (target?.sweep?.sweep.options.signals === 'page') this.#cut(target, 0);
    super.signal(name);
  }

  /** Behind each event: what has changed that plans were made under? */
  #review(): void {
    for (const run of this.actors) {
      const plan = this.#plans[run.rank];
      if (plan === undefined) continue;
      if (this.#limit(run, plan) < plan.count) this.#cutToLimit(run, plan);
      const selected = (run.sweep as SweepRun).sweep.table.select?.(this.view) ?? 0;
      if (selected !== plan.selected) this.#cut(run, 0);
    }
  }

  #cutToLimit(run: ActorRun, plan: Plan): void {
    this.#settle(run);
    if (this.#plans[run.rank] === plan) this.#cut(run, this.#limit(run, plan));
  }
}
