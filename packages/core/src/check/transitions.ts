import { type CompiledRule, RuleCompiler } from '../engine/compiled-table.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { SweepRun } from '../engine/sweep-run.js';
import { applyUnitEffects, ruleByNeeds } from '../engine/unit-effects.js';
import type { PageArray } from '../state/page-array.js';
import { applyStep } from './apply-step.js';
import { Move } from './move.js';
import { type Flight, type Position, Positions } from './positions.js';
import {
  observed,
  type Prepared,
  type PreparedCommit,
  type PreparedStep,
  type PreparedUnit,
  prepareStep,
  type UnitAction,
} from './prepared.js';
import { isSilentRule, isSilentStep, silent, type Told, told } from './silent-failure.js';
import { WalkState } from './walk-state.js';
import { sourceOf, whereabouts } from './whereabouts.js';

export interface TransitionOptions {
  readonly faults: number;
  /** The order in which sweeps visit pages: ascending is the truth, `any` is for checking symmetry. */
  readonly order?: 'ascending' | 'any';
}

type Visit = (next: WalkState, move: Move) => void;

/** Which moves a state allows, and what they lead to. Knows nothing of searching. */
export class Transitions {
  readonly positions: readonly Positions[];
  readonly current: WalkState;
  readonly next: WalkState;
  readonly #rules = new RuleCompiler(undefined);
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #move = new Move();
  #moves = 0;
  #told: Told | undefined;

  constructor(
    readonly model: MachineModel,
    readonly options: TransitionOptions,
  ) {
    this.#ranks = new Map(model.actors.map((actor, rank) => [actor.name, rank]));
    this.current = new WalkState(model);
    this.next = new WalkState(model);
    const { pages } = this.current.shared;
    this.positions = model.actors.map((actor) => new Positions(actor, pages, options.order === 'any'));
  }

  /** Puts the initial state into `next`. */
  begin(): WalkState {
    this.next.bytes.fill(0);
    this.model.begin(this.next.shared.view);
    this.next.faultsLeft = this.options.faults;
    return this.next;
  }

  /** Visits every move that is possible in `current`; `next` holds its outcome during the visit. Returns how many there were. */
  visit(visit: Visit): number {
    this.#moves = 0;
    for (let rank = 0; rank < this.positions.length; rank++) this.visitActor(rank, visit);
    return this.#moves;
  }

  visitActor(rank: number, visit: Visit): void {
    const position = this.#position(rank);
    const prepared = this.#prepared(rank, position);
    switch (prepared.kind) {
      case 'done':
        return;
      case 'step':
        this.#step(rank, position, prepared, visit);
        return;
      case 'unit':
        this.#unit(rank, position, prepared, visit);
        return;
      case 'units':
        this.#units(rank, position, prepared.units, visit);
        return;
      case 'commit':
        this.#commit(rank, position, prepared, visit);
        return;
      case 'sweep':
        this.#sweep(rank, position, position.sweep as SweepRun, visit);
    }
  }

  done(state: WalkState, rank: number): boolean {
    return this.#of(rank).get(state.position(rank)).done;
  }

  /** What an actor can do in `current`. */
  prepared(rank: number): Prepared {
    return this.#prepared(rank, this.#position(rank));
  }

  /** Where an actor stands in `current`, for messages. */
  whereabouts(rank: number): string {
    return whereabouts(this.#position(rank).node.pending, this.#position(rank).flight);
  }

  /** Where it is written that an actor does what it does next in `current`. */
  sourceOf(rank: number): string | undefined {
    const { node, flight } = this.#position(rank);
    return sourceOf(node.pending, flight, this.prepared(rank));
  }

  #prepared(rank: number, position: Position): Prepared {
    if (this.current.anySignal && this.current.signalled(rank)) {
      position.preparedSignalled ??= this.#prepare(rank, position, true);
      return position.preparedSignalled;
    }
    position.prepared ??= this.#prepare(rank, position, false);
    return position.prepared;
  }

  #prepare(rank: number, position: Position, signalled: boolean): Prepared {
    const { pending } = position.node;
    if (pending === undefined) return { kind: 'done' };
    if (position.flight !== undefined) {
      const { action, rule } = position.flight;
      const passed = this.#of(rank).passed(position, action, rule);
      return { kind: 'commit', name: `end of ${action.table.name} on`, args: [action.page], passed };
    }
    if (pending.kind === 'step') return prepareStep(pending);
    const sweep = position.sweep as SweepRun;
    const action = sweep.clone().boundary(signalled);
    if (action.kind !== 'unit') return { kind: 'sweep', gathers: sweep.anyOrder && action.kind === 'gather' };
    if (action.level >= 0 || !sweep.anyOrder || pending.options.batch !== undefined) return this.#prepareUnit(action);
    return { kind: 'units', units: sweep.candidates().map((page) => this.#prepareUnit({ ...action, page })) };
  }

  #prepareUnit(action: UnitAction): PreparedUnit {
    const array = this.current.shared.pages.get(action.table.array) as PageArray;
    const table = this.#rules.table(action.table, array);
    return { kind: 'unit', action, args: [action.page], table, begun: [], passed: [] };
  }

  // Steps

  #step(rank: number, position: Position, prepared: PreparedStep, visit: Visit): void {
    const { args, choices, faults, acquires } = prepared;
    const { definition } = prepared.step;
    const { view } = this.current.shared;
    if (acquires !== undefined && !this.current.lockIsFree(acquires, rank, this.#name(rank))) return;
    for (let choice = 0; choice < choices; choice++) {
      if (definition.guard !== undefined && !definition.guard(view, args, choice)) continue;
      this.#take(rank, position, prepared, choice, undefined, visit);
      if (faults.length === 0 || this.current.faultsLeft === 0) continue;
      for (const fault of faults) this.#take(rank, position, prepared, choice, fault, visit);
    }
  }

  #take(
    rank: number,
    position: Position,
    { step, args, faults, acquires, releases, signals, after }: PreparedStep,
    choice: number,
    fault: string | undefined,
    visit: Visit,
  ): void {
    const next = this.#open(rank, step.definition.name, args, choice, fault);
    const code = applyStep(step, args, next.shared.view, this.#move);
    if (acquires !== undefined) next.take(acquires, rank);
    if (releases !== undefined) next.give(releases, rank, this.#name(rank));
    if (signals.length > 0) for (const target of signals) this.#signal(target);
    this.#move.tell(step.outcomes, code);
    let to = after[code];
    if (to === undefined) {
      to = this.#of(rank).after(position, observed(step.outcomes, code));
      after[code] = to;
    }
    if (fault === undefined) this.#told = faults.length > 0 ? told(this.model, code, next) : undefined;
    else if (isSilentStep(this.#told, code, next.declared)) this.#move.broken ??= silent(fault);
    this.#close(rank, to, visit);
  }

  #signal(target: string): void {
    const rank = this.#ranks.get(target);
    if (rank === undefined) throw new RangeError(`a step signals "${target}", but there is no such actor`);
    if (!this.done(this.next, rank)) this.next.setSignal(rank, true);
  }

  // Sweeps

  #sweep(rank: number, position: Position, sweep: SweepRun, visit: Visit): void {
    const action = sweep.clone().boundary(this.current.signalled(rank));
    const { table, options } = sweep.sweep;
    const { lock } = options.batch ?? {};
    switch (action.kind) {
      case 'finish': {
        const next = this.#open(rank, `end of ${table.name}`);
        if (action.consumesSignal) next.setSignal(rank, false);
        this.#move.say(action.end);
        this.#close(rank, this.#of(rank).finished(position, action.end), visit);
        return;
      }
      case 'acquire':
        if (lock === undefined || !this.current.lockIsFree(lock, rank, this.#name(rank))) return;
        this.#open(rank, `take ${lock.name} for ${table.name}`).take(lock, rank);
        this.#advance(rank, position, 'acquired', visit);
        return;
      case 'release':
        this.#open(rank, `give ${lock?.name ?? ''} back`);
        if (lock !== undefined) this.next.give(lock, rank, this.#name(rank));
        this.#advance(rank, position, 'released', visit);
        return;
      case 'gather':
        this.#gather(rank, position, sweep, visit);
        return;
      case 'span': {
        const next = this.#open(rank, action.tail.name, [action.start, action.length]);
        const array = next.shared.pages.get(table.array) as PageArray;
        if (action.tail.map !== undefined) array.map(action.tail.map, action.start, action.start + action.length);
        this.#advance(rank, position, 'passedSpan', visit);
      }
    }
  }

  #advance(rank: number, position: Position, how: 'acquired' | 'released' | 'passedSpan', visit: Visit): void {
    this.#close(
      rank,
      this.#of(rank).advanced(position, how, (run) => run[how]()),
      visit,
    );
  }

  #gather(rank: number, position: Position, sweep: SweepRun, visit: Visit): void {
    const { table } = sweep.sweep;
    const pages = sweep.anyOrder && sweep.candidates().length > 0 ? sweep.candidates() : [undefined];
    for (const [turn, page] of pages.entries()) {
      const next = this.#open(rank, `gather for ${table.name}`, page === undefined ? [] : [page]);
      const gathering = sweep.clone();
      gathering.gather(next.shared.pages.get(table.array) as PageArray, page);
      this.#move.say(`pages ${gathering.gathered.join(' ') || 'none'}`);
      this.#move.turn = turn;
      this.#move.among = pages.length;
      this.#close(rank, this.#of(rank).intern(position.node, gathering, undefined), visit);
    }
  }

  /** Units of which any may be the next. */
  #units(rank: number, position: Position, units: readonly PreparedUnit[], visit: Visit): void {
    const among = units.some((unit) => this.#ruleNow(unit) === undefined) ? 0 : units.length;
    for (const [turn, unit] of units.entries())
      this.#unit(rank, position, unit, (next, move) => {
        move.turn = turn;
        move.among = among;
        visit(next, move);
      });
  }

  #unit(rank: number, position: Position, unit: PreparedUnit, visit: Visit): void {
    const rule = this.#ruleNow(unit);
    if (rule === undefined) return;
    this.#start(rank, position, unit, rule, undefined, visit);
    if (rule.faults.length === 0 || this.current.faultsLeft === 0) return;
    const faultless = this.model.failuresAreTold ? rule : undefined;
    for (const [fault, faulty] of rule.faults)
      this.#start(rank, position, unit, ruleByNeeds(this.current.shared, faulty), fault, visit, faultless);
  }

  /** The rule for a unit; undefined if it must wait. */
  #ruleNow({ action, table }: PreparedUnit): CompiledRule | undefined {
    const { shared } = this.current;
    const rule = ruleByNeeds(shared, table.rule(shared.view, table.array.store.get(action.page)));
    return rule.wait && this.#inFlight(action) ? undefined : rule;
  }

  #start(
    rank: number,
    position: Position,
    { action, args, begun, passed }: PreparedUnit,
    rule: CompiledRule,
    fault: string | undefined,
    visit: Visit,
    faultless?: CompiledRule,
  ): void {
    const next = this.#open(rank, action.table.name, args, 0, fault);
    const array = next.shared.pages.get(action.table.array) as PageArray;
    array.store.set(action.page, rule.during);
    this.#move.say(rule.outcome ?? '');
    if (fault !== undefined && isSilentRule(faultless, rule)) this.#move.broken = silent(fault);
    const positions = this.#of(rank);
    const known = rule.immediate ? passed : begun;
    let to = known[rule.id];
    if (to === undefined) {
      to = positions[rule.immediate ? 'passed' : 'begun'](position, action, rule);
      known[rule.id] = to;
    }
    if (rule.immediate) applyUnitEffects(next.shared, position.sweep as SweepRun, action, rule);
    this.#close(rank, to, visit);
  }

  #commit(rank: number, position: Position, { name, args, passed }: PreparedCommit, visit: Visit): void {
    const { action, rule } = position.flight as Flight;
    const next = this.#open(rank, name, args);
    const array = next.shared.pages.get(action.table.array) as PageArray;
    if (array.store.get(action.page) === rule.during) {
      array.store.set(action.page, rule.after);
      applyUnitEffects(next.shared, position.sweep as SweepRun, action, rule);
    }
    this.#move.say(rule.outcome ?? '');
    this.#close(rank, passed, visit);
  }

  #inFlight(action: UnitAction): boolean {
    return this.positions.some((positions, rank) => {
      const { flight } = positions.get(this.current.position(rank));
      return flight !== undefined && flight.array === action.table.array && flight.action.page === action.page;
    });
  }

  // Moves

  #name(rank: number): string {
    return (this.model.actors[rank] as { name: string }).name;
  }

  #of(rank: number): Positions {
    return this.positions[rank] as Positions;
  }

  #position(rank: number): Position {
    return this.#of(rank).get(this.current.position(rank));
  }

  #open(rank: number, name: string, args: Move['args'] = [], choice = 0, fault?: string): WalkState {
    const from = this.current.words;
    const into = this.next.words;
    for (let i = 0; i < from.length; i++) into[i] = from[i] as number;
    if (fault !== undefined) this.next.faultsLeft--;
    this.#move.begin(rank, name, args, choice, fault);
    return this.next;
  }

  #close(rank: number, position: number, visit: Visit): void {
    this.next.setPosition(rank, position);
    if (this.#of(rank).get(position).done) {
      this.next.setSignal(rank, false);
      const held = this.next.heldBy(rank);
      if (held.length > 0)
        this.#move.broken ??= { property: 'locks-balanced', detail: `ends while it holds ${held.join(', ')}` };
    }
    this.#moves++;
    visit(this.next, this.#move);
  }
}
