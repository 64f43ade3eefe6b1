import type { CompiledRule } from '../engine/compiled-table.js';
import type { SweepAction, SweepRun } from '../engine/sweep-run.js';
import { applyUnitEffects, ruleByNeeds } from '../engine/unit-effects.js';
import type { PageArray } from '../state/page-array.js';
import type { MoveMaker, Visit } from './move-maker.js';
import type { Flight, Position } from './positions.js';
import type { PreparedCommit, PreparedSweep, PreparedUnit, UnitAction } from './prepared.js';
import { isSilentRule, silent } from './silent-failure.js';

type SpanAction = SweepAction & { readonly kind: 'span' };

/** The moves of actors that sweep: units begin and end, batches are gathered, locks taken. */
export class SweepMoves {
  constructor(readonly maker: MoveMaker) {}

  /** What a sweep does besides units. */
  visit(rank: number, position: Position, prepared: PreparedSweep, visit: Visit): void {
    const { action, name } = prepared;
    const { options } = (position.sweep as SweepRun).sweep;
    const { lock } = options.batch ?? {};
    switch (action.kind) {
      case 'finish': {
        const next = this.maker.open(rank, name);
        if (action.consumesSignal) next.setSignal(rank, false);
        this.maker.move.say(action.end);
        this.maker.close(rank, this.maker.of(rank).finished(position, action.end), visit);
        return;
      }
      case 'acquire':
        if (lock === undefined || !this.maker.current.lockIsFree(lock, rank, this.maker.name(rank))) return;
        this.maker.open(rank, name).take(lock, rank);
        this.#advance(rank, position, 'acquired', visit);
        return;
      case 'release':
        this.maker.open(rank, name);
        if (lock !== undefined) this.maker.next.give(lock, rank, this.maker.name(rank));
        this.#advance(rank, position, 'released', visit);
        return;
      case 'gather':
        this.#gather(rank, position, prepared, visit);
        return;
      case 'span':
        this.#span(rank, position, action, prepared, visit);
    }
  }

  #advance(rank: number, position: Position, how: 'acquired' | 'released' | 'passedSpan', visit: Visit): void {
    this.maker.close(
      rank,
      this.maker.of(rank).advanced(position, how, (run) => run[how]()),
      visit,
    );
  }

  #span(rank: number, position: Position, action: SpanAction, { name, questions }: PreparedSweep, visit: Visit): void {
    const { tail, start, length } = action;
    const { map } = tail;
    this.maker.open(rank, name, [start, length]);
    if (map !== undefined)
      this.maker.change(this.#numbered(questions, 0), (shared) => {
        const { array } = (position.sweep as SweepRun).sweep.table;
        shared.pages.get(array)?.map(map, start, start + length);
        return 0;
      });
    this.#advance(rank, position, 'passedSpan', visit);
  }

  #gather(rank: number, position: Position, { name, questions }: PreparedSweep, visit: Visit): void {
    const sweep = position.sweep as SweepRun;
    const positions = this.maker.of(rank);
    const candidates = sweep.anyOrder ? sweep.candidates() : [];
    const pages = candidates.length > 0 ? candidates : [undefined];
    for (const [turn, page] of pages.entries()) {
      this.maker.open(rank, name, page === undefined ? [] : [page]);
      const to = this.maker.change(this.#numbered(questions, 1 + (page ?? -1)), (shared) => {
        const gathering = sweep.clone();
        gathering.gather(shared.pages.get(sweep.sweep.table.array) as PageArray, page);
        return positions.intern(position.node, gathering, undefined);
      });
      this.maker.move.gather(positions.get(to).sweep?.due ?? []);
      this.maker.move.turn = turn;
      this.maker.move.among = pages.length;
      this.maker.close(rank, to, visit);
    }
  }

  /** Units of which any may be the next. */
  units(rank: number, position: Position, units: readonly PreparedUnit[], visit: Visit): void {
    const among = units.some((unit) => this.#mustWait(unit.action, this.#rule(unit))) ? 0 : units.length;
    for (const [turn, unit] of units.entries())
      this.unit(rank, position, unit, (next, move) => {
        move.turn = turn;
        move.among = among;
        visit(next, move);
      });
  }

  unit(rank: number, position: Position, unit: PreparedUnit, visit: Visit): void {
    const rule = this.#start(rank, position, unit, 0, undefined, visit);
    if (rule === undefined || rule.faults.length === 0 || this.maker.current.faultsLeft === 0) return;
    for (let i = 1; i <= rule.faults.length; i++) this.#start(rank, position, unit, i, rule, visit);
  }

  /**
   * Starts a unit, `fault` being 0 or that of `faultless` with this number.
   *
   * @returns its rule; undefined if it must wait
   */
  #start(
    rank: number,
    position: Position,
    unit: PreparedUnit,
    fault: number,
    faultless: CompiledRule | undefined,
    visit: Visit,
  ): CompiledRule | undefined {
    const { action, args, begun, passed, questions } = unit;
    const question = this.#numbered(questions, fault);
    const effects = this.maker.effects;
    const known = effects.recall(this.maker.current.sharedNumber, question);
    const [name, faulty] = faultless?.faults[fault - 1] ?? [];
    const rule = known ? (this.maker.preparation.rules.rules[effects.code] as CompiledRule) : this.#rule(unit, faulty);
    if (this.#mustWait(action, rule)) return undefined;
    const next = this.maker.open(rank, action.table.name, args, 0, name);
    if (known) next.sharedNumber = effects.after;
    else this.#begin(position, action, rule, question);
    this.maker.move.say(rule.outcome ?? '');
    if (name !== undefined && this.maker.model.failuresAreTold && isSilentRule(faultless, rule))
      this.maker.move.broken = silent(name);
    const positions = this.maker.of(rank);
    const to = rule.immediate ? passed : begun;
    to[rule.id] ??= positions[rule.immediate ? 'passed' : 'begun'](position, action, rule);
    this.maker.close(rank, to[rule.id] as number, visit);
    return rule;
  }

  /** The rule for a unit, or for one that a fault has struck, in the current state. */
  #rule({ action, table }: PreparedUnit, faulty?: CompiledRule): CompiledRule {
    const { shared } = this.maker.current;
    return ruleByNeeds(shared, faulty ?? table.rule(shared.view, table.array.store.get(action.page)));
  }

  #begin({ sweep }: Position, action: UnitAction, rule: CompiledRule, question: number): void {
    const { next } = this.maker;
    const shared = next.open();
    (shared.pages.get(action.table.array) as PageArray).store.set(action.page, rule.during);
    if (rule.immediate) applyUnitEffects(shared, sweep as SweepRun, action, rule);
    this.maker.effects.remember(this.maker.current.sharedNumber, question, next.seal(), rule.id);
  }

  /** The end of a unit in flight. */
  commit(rank: number, position: Position, { name, args, passed, question }: PreparedCommit, visit: Visit): void {
    const { action, rule } = position.flight as Flight;
    this.maker.open(rank, name, args);
    this.maker.change(question, (shared) => {
      const { store } = shared.pages.get(action.table.array) as PageArray;
      if (store.get(action.page) !== rule.during) return 0;
      store.set(action.page, rule.after);
      applyUnitEffects(shared, position.sweep as SweepRun, action, rule);
      return 0;
    });
    this.maker.move.say(rule.outcome ?? '');
    this.maker.close(rank, passed, visit);
  }

  #mustWait(action: UnitAction, { wait }: CompiledRule): boolean {
    return wait && this.#inFlight(action);
  }

  #inFlight(action: UnitAction): boolean {
    return this.maker.positions.some((positions, rank) => {
      const { flight } = positions.get(this.maker.current.position(rank));
      return flight !== undefined && flight.array === action.table.array && flight.action.page === action.page;
    });
  }

  #numbered(questions: number[], place: number): number {
    questions[place] ??= this.maker.preparation.newQuestion();
    return questions[place];
  }
}
