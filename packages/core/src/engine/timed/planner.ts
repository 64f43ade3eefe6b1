import type { CostModel } from '../../cost/index.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule, RuleCompiler } from '../compiled-table.js';
import type { ActorRun, UnitInFlight } from '../reference/actor-run.js';
import type { Cpus } from '../reference/cpus.js';
import type { LockQueues } from '../reference/lock-queue.js';
import type { SweepRun } from '../sweep-run.js';
import { fieldsReadFor } from './fields-read.js';
import { type LevelChange, oppose } from './level-sums.js';
import { MixedPlan, type RuleOf, summable } from './mixed-plan.js';
import { chunked, type Plan, type PlanBasis, type PlannedParent } from './plan.js';
import type { PlanBoard } from './plan-board.js';
import { UniformPlan } from './uniform-plan.js';

export interface PlannerHost {
  readonly actors: readonly ActorRun[];
  readonly view: object;
  readonly rules: RuleCompiler;
  readonly cost: CostModel | undefined;
  readonly cpus: Cpus;
  readonly locks: LockQueues;
  readonly board: PlanBoard;
  /** Whether faults are scripted: then units that may fail are done one by one. */
  readonly scripted: boolean;
  array(name: string): PageArray;
}

/** Fewer equal pages than this in a row are ragged memory. */
export const RAGGED = 16;
/** From here on mixed plans end where a chunk does. */
export const LONG_SPAN = 2 ** 16;

/** Decides how far an actor's sweep can go without looking around. */
export class Planner {
  constructor(readonly host: PlannerHost) {}

  /** A plan behind the unit that an actor has begun on a page that was in state `code`. */
  planFor(run: ActorRun, code: number): Plan | undefined {
    const { action, array, rule } = run.inFlight as UnitInFlight;
    const sweep = run.sweep as SweepRun;
    if (action.level >= 0 || !this.plannable(rule, sweep) || this.opposed(run, rule.levels)) return undefined;
    const own = sweep.reach();
    if (own <= 0) return undefined;
    const clear = this.clearBehind(run, array, action.page);
    const reach = Math.min(own, clear);
    if (reach <= 0) return undefined;
    const basis = { array, selected: this.selected(sweep), parent: this.parentOf(sweep, action) };
    const plan =
      this.#uniform(run, basis, code, reach, action.page + clear) ??
      this.#mixed(run, basis, this.ruleOf(sweep, array), reach);
    if (plan === undefined || this.opposed(run, plan.levels) || this.#contested(run, plan)) return undefined;
    this.enter(run, plan.parent);
    plan.shorten(this.limit(run, plan));
    return plan;
  }

  /** The actor is about to change the entries of a table page: nobody else has a plan over it. */
  enter(run: ActorRun, parent: PlannedParent | undefined): void {
    if (parent !== undefined) this.host.board.disturb(parent.array, parent.page, parent.page + 1, run);
  }

  /** Whether another plan may count entries of the same table the other way: settled in any order, they might leave its range. */
  #contested(run: ActorRun, { parent, rule }: Plan): boolean {
    const { actors, board } = this.host;
    return actors.some((other) => {
      const plan = other === run ? undefined : board.of(other);
      if (parent === undefined || plan?.parent?.array !== parent.array || plan.parent.page !== parent.page)
        return false;
      return rule === undefined || plan.rule === undefined || rule.entries * plan.rule.entries < 0;
    });
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

  /** A plan over ragged pages. */
  #mixed(run: ActorRun, basis: PlanBasis, ruleOf: RuleOf, reach: number): Plan | undefined {
    const flight = run.inFlight as UnitInFlight;
    if (!summable(flight.rule) || this.host.cpus.contended || (run.sweep as SweepRun).ahead() !== undefined)
      return undefined;
    const span = this.host.board.nextSpan(run);
    const { page } = flight.action;
    const whole = chunked(basis.array).chunkEnd(page + span) - page - 1;
    return MixedPlan.make(basis, ruleOf, run.at, flight, Math.min(reach, span < LONG_SPAN ? span : whole));
  }

  plannable(rule: CompiledRule, sweep: SweepRun): boolean {
    if (rule.stop !== undefined || sweep.sweep.options.pace !== undefined) return false;
    return rule.faults.length === 0 || !this.host.scripted;
  }

  /** The peak of a level is exact under lazy settling only while all changes of it that are planned have one sign. */
  opposed(run: ActorRun, levels: readonly LevelChange[]): boolean {
    if (levels.length === 0) return false;
    const { actors, board } = this.host;
    return actors.some((other) => other !== run && oppose(board.of(other)?.levels ?? [], levels));
  }

  /** The rule for one page. */
  ruleFor(sweep: SweepRun, array: PageArray, code: number): CompiledRule {
    return this.host.rules.table(sweep.sweep.table, array).rule(this.host.view, code);
  }

  /** The rules that apply until what selects them changes. */
  ruleOf(sweep: SweepRun, array: PageArray): RuleOf {
    return this.host.rules.table(sweep.sweep.table, array).bound(this.host.view);
  }

  selected({ sweep }: SweepRun): number {
    return sweep.table.select?.(this.host.view) ?? 0;
  }

  parentOf(sweep: SweepRun, action: { readonly page: number; readonly level: number }): PlannedParent | undefined {
    const parent = sweep.parentOf(action);
    return parent && { array: this.host.array(parent.tail.table.array), page: parent.page };
  }

  /** How many pages behind `page` are free of what others have in flight or count; -1: not even `page` is its own. */
  clearBehind(run: ActorRun, array: PageArray, page: number): number {
    let clear = Number.POSITIVE_INFINITY;
    const keepOff = (other: number): void => {
      if (other >= page) clear = Math.min(clear, other - page - 1);
    };
    for (const other of this.host.actors) {
      if (other === run) continue;
      const flight = other.inFlight;
      if (flight?.kind === 'unit' && flight.array === array) keepOff(flight.action.page);
      const plan = this.host.board.of(other);
      if (plan?.of === 'batches' && plan.array === array) keepOff(plan.firstPage);
      const parent = plan?.parent;
      if (parent?.array === array) keepOff(parent.page);
    }
    return clear;
  }

  /** How far a plan may go before its owner must look around: signals, its slice, counters that others wait for or take. */
  limit(run: ActorRun, { rule, firstEnd }: Plan): number {
    const { cpus } = this.host;
    if (run.signal && (run.sweep as SweepRun).sweep.options.signals === 'page') return 0;
    if (rule === undefined) return cpus.contended ? 0 : Number.POSITIVE_INFINITY;
    if (this.awaited(rule)) return 0;
    const sliceEnd = run.sliceStart + cpus.sliceNs;
    const slice = cpus.contended ? Math.max(0, Math.ceil((sliceEnd - firstEnd) / rule.ns)) : Number.POSITIVE_INFINITY;
    return Math.min(slice, this.supply(run, rule));
  }

  /** Whether a counter that the rule changes decides when somebody goes on, or what somebody's sweep does. */
  awaited({ counters }: CompiledRule): boolean {
    if (counters.length === 0) return false;
    return this.host.actors.some((run) => {
      const fields = fieldsReadFor(run, this.host.view);
      return counters.some(([field]) => fields.has(field));
    });
  }

  /** How many units the counter that the rule needs will serve, whatever the others have planned to take of it. */
  supply(run: ActorRun, rule: CompiledRule): number {
    const { needs } = rule;
    if (needs === undefined) return Number.POSITIVE_INFINITY;
    const { actors, board, view } = this.host;
    const takes = ({ counters }: CompiledRule): number =>
      Math.max(0, -(counters.find(([field]) => field === needs.counter)?.[1] ?? 0));
    let left = ((view as Record<string, number>)[needs.counter] as number) - needs.amount;
    for (const other of actors) {
      const flight = other.inFlight;
      if (other !== run && flight?.kind === 'unit') left -= takes(flight.rule) * (1 + (board.of(other)?.count ?? 0));
    }
    if (left < 0) return 0;
    return takes(rule) === 0 ? Number.POSITIVE_INFINITY : Math.floor(left / takes(rule));
  }
}

function countWhile(pages: readonly number[], holds: (page: number) => boolean): number {
  const end = pages.findIndex((page) => !holds(page));
  return end < 0 ? pages.length : end;
}
