import type { Step } from '../../protocol/step.js';
import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { MachineModel } from '../machine-model.js';
import type { ActorRun, UnitInFlight } from '../reference/actor-run.js';
import { ReferenceExecutor, type RunOptions, type UnitAction } from '../reference/reference-executor.js';
import type { SweepRun } from '../sweep-run.js';
import type { Shared } from '../unit-effects.js';
import { fieldsReadByGuard } from './guard-reads.js';
import { boundariesPassed, type Plan, unitsUntil } from './plan.js';
import { Rhythm, type RhythmHost } from './rhythm.js';
import { WatchedStores } from './watched-stores.js';

export interface TimedOptions extends RunOptions {
  /** Pages per chunk as a power of two; tests use tiny ones. */
  readonly chunkBits?: number | undefined;
  /** Whether whole periods are done at once; on by default, off in tests that compare. */
  readonly jumps?: boolean | undefined;
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
    // A rule that applies because a counter is short may cease to do so with any unit of anybody.
    if (this.rules.table(action.table, array).rule(this.view, code).needs !== rule.needs) return;
    const { page } = action;
    const reach = Math.min(sweep.reach(page), this.#clear(run, array, page));
    if (reach <= 0) return;
    const store = array.store as ChunkedPageStore;
    const first = store.get(page + 1) === code ? store.runEnd(page + 1, page + 1 + reach) - page - 1 : 0;
    const plan = {
      rule,
      array,
      firstEnd: run.at,
      count: 0,
      selected: sweep.sweep.table.select?.(this.view) ?? 0,
      parent: this.#parentOf(sweep, action),
    };
    const count = Math.min(first, this.#limit(run, plan));
    if (count <= 0) return;
    this.#setCount(run, { ...plan, count }, count);
  }

  #plannable(rule: CompiledRule, sweep: SweepRun): boolean {
    if (rule.stop !== undefined || sweep.sweep.options.pace !== undefined) return false;
    if (rule.faults.length > 0 && (this.options.faults?.length ?? 0) > 0) return false;
    for (const [name, delta] of rule.levels) {
      const sign = Math.sign(delta);
      const seen = this.#signs.get(name) ?? sign;
      this.#signs.set(name, seen === sign ? sign : 0);
      if (seen !== sign) return false;
    }
    return true;
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
    if (this.#awaited(plan.rule)) return 0;
    const slice = this.cpus.contended ? unitsUntil(plan, run.sliceStart + this.cpus.sliceNs) : Number.POSITIVE_INFINITY;
    return Math.min(slice, this.#supply(run, plan.rule));
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
    let left = ((this.view as unknown as Record<string, number>)[needs.counter] as number) - needs.amount;
    for (const other of this.actors) {
      const flight = other.inFlight;
      if (other !== run && flight?.kind === 'unit')
        left -= takes(flight.rule) * (1 + (this.#plans[other.rank]?.count ?? 0));
    }
    if (left < 0) return 0;
    return takes(rule) === 0 ? Number.POSITIVE_INFINITY : Math.floor(left / takes(rule));
  }

  #setCount(run: ActorRun, plan: Plan, count: number): void {
    plan.count = count;
    run.at = plan.firstEnd + count * plan.rule.ns;
    this.#plans[run.rank] = count > 0 ? plan : undefined;
  }

  #parentOf(sweep: SweepRun, action: UnitAction): Plan['parent'] {
    const parent = sweep.parentOf(action);
    return parent && { array: this.array(parent.tail.table.array), page: parent.page };
  }

  // Settling and cutting

  /** Does the units of a plan whose ends have passed; the next one is then in flight. */
  #settle(run: ActorRun): void {
    const plan = this.#plans[run.rank];
    if (plan === undefined) return;
    const passed = boundariesPassed(plan, this.now, run.rank < this.#highWater);
    if (passed > 0) this.#pass(run, plan, passed);
  }

  #pass(run: ActorRun, plan: Plan, units: number): void {
    const flight = run.inFlight as UnitInFlight;
    const sweep = run.sweep as SweepRun;
    const { rule, array, firstEnd } = plan;
    const { store } = array;
    const from = flight.action.page;
    if (rule.immediate) {
      store.fill(from + 1, from + units + 1, rule.after);
      this.#effectsOfRun(plan, firstEnd, units);
    } else {
      if (store.get(from) === rule.during) {
        store.set(from, rule.after);
        this.#effectsOfRun(plan, firstEnd, 1);
      }
      if (units > 1) {
        store.fill(from + 1, from + units, rule.after);
        this.#effectsOfRun(plan, firstEnd + rule.ns, units - 1);
      }
      store.set(from + units, rule.during);
    }
    this.book.units(run.book, rule, units);
    run.cpuNs += units * rule.ns;
    sweep.skip(units);
    run.inFlight = { ...flight, action: { ...flight.action, page: from + units } };
    plan.firstEnd += units * rule.ns;
    this.#setCount(run, plan, plan.count - units);
  }

  #effectsOfRun({ rule, parent }: Pick<Plan, 'rule' | 'parent'>, first: number, units: number): void {
    for (const [name, delta] of rule.levels) this.book.levelRun(name, delta, first, rule.ns, units);
    const counters = this.view as unknown as Record<string, number>;
    for (const [field, delta] of rule.counters) counters[field] = (counters[field] as number) + delta * units;
    if (rule.entries === 0 || parent === undefined) return;
    const { codec, store } = parent.array;
    const code = store.get(parent.page);
    const field = codec.indexOf('entries');
    store.set(parent.page, codec.withField(code, field, (codec.field(code, field) as number) + rule.entries * units));
  }

  /** Guards, steps and rules read counters, so these are always up to date. */
  #settleCounters(): void {
    for (const run of this.actors) {
      if ((this.#plans[run.rank]?.rule.counters.length ?? 0) > 0) this.#settle(run);
    }
  }

  /** Settles a plan and lets at most `count` units remain. */
  #cut(run: ActorRun, count: number): void {
    this.#settle(run);
    const plan = this.#plans[run.rank];
    if (plan !== undefined && plan.count > count) this.#setCount(run, plan, count);
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
      if (plan.array !== array) continue;
      const { page } = (run.inFlight as UnitInFlight).action;
      if (page >= to || page + plan.count < from) continue;
      this.#settle(run);
      const at = (run.inFlight as UnitInFlight).action.page;
      if (at < to) this.#cut(run, Math.max(0, from - at - 1));
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

  /** Units that take no time are one instant: all equal pages up to the next tail, batch end or other actor's unit. */
  #atOnce(run: ActorRun, sweep: SweepRun, array: PageArray, page: number): boolean {
    const store = array.store as ChunkedPageStore;
    const code = store.get(page);
    const rule = this.rules.table(sweep.sweep.table, array).rule(this.view, code);
    if (rule.ns > 0 || rule.wait || run.signal || !this.#plannable(rule, sweep)) return false;
    const supply = this.#supply(run, rule);
    if (supply === 0) return false;
    if (this.#awaited(rule)) return false;
    const reach = Math.min(sweep.reach(page), this.#clear(run, array, page), supply - 1);
    if (reach <= 0) return false;
    this.#disturb(array, page, page + reach + 1, run);
    const units = store.runEnd(page, page + 1 + Math.min(reach, this.#clear(run, array, page))) - page;
    const parent = this.#parentOf(sweep, { kind: 'unit', table: sweep.sweep.table, page, level: -1 });
    if (rule.after !== code) store.fill(page, page + units, rule.after);
    this.#effectsOfRun({ rule, parent }, this.now, units);
    if (!rule.idle) {
      this.book.unit(run.book, rule, this.now);
      this.book.units(run.book, rule, units - 1);
    }
    sweep.skip(units - 1);
    sweep.passed({ page: page + units - 1, level: -1 }, undefined);
    return true;
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
      const limit = this.#limit(run, plan);
      if (limit < plan.count) this.#cutToLimit(run, plan);
      const selected = (run.sweep as SweepRun).sweep.table.select?.(this.view) ?? 0;
      if (selected !== plan.selected) this.#cut(run, 0);
    }
  }

  #cutToLimit(run: ActorRun, plan: Plan): void {
    this.#settle(run);
    if (this.#plans[run.rank] === plan) this.#cut(run, this.#limit(run, plan));
  }
}
