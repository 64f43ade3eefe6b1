import type { CompiledRule } from '../engine/compiled-table.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { SweepAction, SweepRun } from '../engine/sweep-run.js';
import { applyUnitEffects, ruleByNeeds } from '../engine/unit-effects.js';
import type { PageArray } from '../state/page-array.js';
import type { PackedState } from '../state/state.js';
import { applyStep } from './apply-step.js';
import { BLOCKED, Effects } from './effects.js';
import { Move } from './move.js';
import { type Flight, type Position, Positions } from './positions.js';
import { Preparation } from './preparation.js';
import {
  observed,
  type Prepared,
  type PreparedCommit,
  type PreparedStep,
  type PreparedSweep,
  type PreparedUnit,
  type UnitAction,
} from './prepared.js';
import { SharedStates } from './shared-states.js';
import { isSilentRule, isSilentStep, silent } from './silent-failure.js';
import { WalkState } from './walk-state.js';
import { sourceOf, whereabouts } from './whereabouts.js';

type SpanAction = SweepAction & { readonly kind: 'span' };

export interface TransitionOptions {
  readonly faults: number;
  /** The order in which sweeps visit pages: ascending is the truth, `any` is for checking symmetry. */
  readonly order?: 'ascending' | 'any';
  /** Whether what steps and units come to is remembered for each declared state; else it is found out at every move. Default: true. */
  readonly remembers?: boolean;
}

type Visit = (next: WalkState, move: Move) => void;

/** Which moves a state allows, and what they lead to. Knows nothing of searching. */
export class Transitions {
  readonly positions: readonly Positions[];
  readonly current: WalkState;
  readonly next: WalkState;
  readonly states: SharedStates;
  readonly #effects: Effects;
  readonly #preparation: Preparation;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #move = new Move();
  #moves = 0;
  /** What the last step without a fault told, and the declared state behind it. */
  #told = 0;
  #toldIn = 0;

  constructor(
    readonly model: MachineModel,
    readonly options: TransitionOptions,
  ) {
    this.#ranks = new Map(model.actors.map((actor, rank) => [actor.name, rank]));
    this.states = new SharedStates(model);
    this.#effects = options.remembers === false ? new Effects(0) : new Effects();
    this.current = new WalkState(model, this.states);
    this.next = new WalkState(model, this.states);
    const { pages } = this.current.window;
    this.#preparation = new Preparation(pages);
    this.positions = model.actors.map((actor) => new Positions(actor, pages, options.order === 'any'));
  }

  /** Bytes of declared states and of what is remembered of them; as of a `StateStore`. */
  get bytesAhead(): number {
    return this.states.bytesAhead + this.#effects.bytes;
  }

  /** Puts the initial state into `next`. */
  begin(): WalkState {
    this.next.words.fill(0);
    this.model.begin(this.next.openInitial().view);
    this.next.seal();
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
        this.#sweep(rank, position, prepared, visit);
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
      position.preparedSignalled ??= this.#preparation.prepare(this.#of(rank), position, true);
      return position.preparedSignalled;
    }
    position.prepared ??= this.#preparation.prepare(this.#of(rank), position, false);
    return position.prepared;
  }

  // Steps

  #step(rank: number, position: Position, prepared: PreparedStep, visit: Visit): void {
    const { choices, faults, acquires, questions } = prepared;
    if (acquires !== undefined && !this.current.lockIsFree(acquires, rank, this.#name(rank))) return;
    for (let choice = 0; choice < choices; choice++) {
      const question = questions + choice * (1 + faults.length);
      if (!this.#take(rank, position, prepared, choice, undefined, question, visit)) continue;
      if (faults.length === 0 || this.current.faultsLeft === 0) continue;
      for (let i = 0; i < faults.length; i++)
        this.#take(rank, position, prepared, choice, faults[i], question + 1 + i, visit);
    }
  }

  /** Returns whether the step is enabled. */
  #take(
    rank: number,
    position: Position,
    prepared: PreparedStep,
    choice: number,
    fault: string | undefined,
    question: number,
    visit: Visit,
  ): boolean {
    const { step, args, acquires, releases, signals, after } = prepared;
    const effects = this.#effects;
    const known = effects.recall(this.current.sharedNumber, question);
    if (known ? effects.after === BLOCKED : fault === undefined && !this.#enabled(prepared, choice, question))
      return false;
    const next = this.#open(rank, step.definition.name, args, choice, fault);
    const code = known ? effects.code : this.#apply(prepared, question);
    if (known) next.sharedNumber = effects.after;
    if (acquires !== undefined) next.take(acquires, rank);
    if (releases !== undefined) next.give(releases, rank, this.#name(rank));
    if (signals.length > 0) for (const target of signals) this.#signal(target);
    this.#move.tell(step.outcomes, code);
    let to = after[code];
    if (to === undefined) {
      to = this.#of(rank).after(position, observed(step.outcomes, code));
      after[code] = to;
    }
    if (fault === undefined) {
      this.#told = code;
      this.#toldIn = next.sharedNumber;
    } else if (this.model.failuresAreTold && isSilentStep(this.#told === code, this.#toldIn === next.sharedNumber)) {
      this.#move.broken ??= silent(fault);
    }
    this.#close(rank, to, visit);
    return true;
  }

  #enabled({ step: { definition }, args }: PreparedStep, choice: number, question: number): boolean {
    const { shared, sharedNumber } = this.current;
    if (definition.guard === undefined || definition.guard(shared.view, args, choice)) return true;
    this.#effects.remember(sharedNumber, question, BLOCKED, 0);
    return false;
  }

  /** Does what the step of this move does; the code of what it tells. */
  #apply({ step, args }: PreparedStep, question: number): number {
    const code = applyStep(step, args, this.next.open().view, this.#move);
    const after = this.next.seal();
    if (this.#move.broken === undefined) this.#effects.remember(this.current.sharedNumber, question, after, code);
    return code;
  }

  #signal(target: string): void {
    const rank = this.#ranks.get(target);
    if (rank === undefined) throw new RangeError(`a step signals "${target}", but there is no such actor`);
    if (!this.done(this.next, rank)) this.next.setSignal(rank, true);
  }

  // Sweeps

  #sweep(rank: number, position: Position, prepared: PreparedSweep, visit: Visit): void {
    const { action, name } = prepared;
    const { options } = (position.sweep as SweepRun).sweep;
    const { lock } = options.batch ?? {};
    switch (action.kind) {
      case 'finish': {
        const next = this.#open(rank, name);
        if (action.consumesSignal) next.setSignal(rank, false);
        this.#move.say(action.end);
        this.#close(rank, this.#of(rank).finished(position, action.end), visit);
        return;
      }
      case 'acquire':
        if (lock === undefined || !this.current.lockIsFree(lock, rank, this.#name(rank))) return;
        this.#open(rank, name).take(lock, rank);
        this.#advance(rank, position, 'acquired', visit);
        return;
      case 'release':
        this.#open(rank, name);
        if (lock !== undefined) this.next.give(lock, rank, this.#name(rank));
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
    this.#close(
      rank,
      this.#of(rank).advanced(position, how, (run) => run[how]()),
      visit,
    );
  }

  #span(rank: number, position: Position, action: SpanAction, { name, questions }: PreparedSweep, visit: Visit): void {
    const { tail, start, length } = action;
    const { map } = tail;
    this.#open(rank, name, [start, length]);
    if (map !== undefined)
      this.#change(this.#numbered(questions, 0), (shared) => {
        const { array } = (position.sweep as SweepRun).sweep.table;
        shared.pages.get(array)?.map(map, start, start + length);
        return 0;
      });
    this.#advance(rank, position, 'passedSpan', visit);
  }

  #gather(rank: number, position: Position, { name, questions }: PreparedSweep, visit: Visit): void {
    const sweep = position.sweep as SweepRun;
    const positions = this.#of(rank);
    const candidates = sweep.anyOrder ? sweep.candidates() : [];
    const pages = candidates.length > 0 ? candidates : [undefined];
    for (const [turn, page] of pages.entries()) {
      this.#open(rank, name, page === undefined ? [] : [page]);
      const to = this.#change(this.#numbered(questions, 1 + (page ?? -1)), (shared) => {
        const gathering = sweep.clone();
        gathering.gather(shared.pages.get(sweep.sweep.table.array) as PageArray, page);
        return positions.intern(position.node, gathering, undefined);
      });
      this.#move.gather(positions.get(to).sweep?.gathered ?? []);
      this.#move.turn = turn;
      this.#move.among = pages.length;
      this.#close(rank, to, visit);
    }
  }

  /** Units of which any may be the next. */
  #units(rank: number, position: Position, units: readonly PreparedUnit[], visit: Visit): void {
    const among = units.some((unit) => this.#mustWait(unit.action, this.#rule(unit))) ? 0 : units.length;
    for (const [turn, unit] of units.entries())
      this.#unit(rank, position, unit, (next, move) => {
        move.turn = turn;
        move.among = among;
        visit(next, move);
      });
  }

  #unit(rank: number, position: Position, unit: PreparedUnit, visit: Visit): void {
    const rule = this.#start(rank, position, unit, 0, undefined, visit);
    if (rule === undefined || rule.faults.length === 0 || this.current.faultsLeft === 0) return;
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
    const effects = this.#effects;
    const known = effects.recall(this.current.sharedNumber, question);
    const [name, faulty] = faultless?.faults[fault - 1] ?? [];
    const rule = known ? (this.#preparation.rules.rules[effects.code] as CompiledRule) : this.#rule(unit, faulty);
    if (this.#mustWait(action, rule)) return undefined;
    const next = this.#open(rank, action.table.name, args, 0, name);
    if (known) next.sharedNumber = effects.after;
    else this.#begin(position, action, rule, question);
    this.#move.say(rule.outcome ?? '');
    if (name !== undefined && this.model.failuresAreTold && isSilentRule(faultless, rule))
      this.#move.broken = silent(name);
    const positions = this.#of(rank);
    const to = rule.immediate ? passed : begun;
    to[rule.id] ??= positions[rule.immediate ? 'passed' : 'begun'](position, action, rule);
    this.#close(rank, to[rule.id] as number, visit);
    return rule;
  }

  /** The rule for a unit, or for one that a fault has struck, in the current state. */
  #rule({ action, table }: PreparedUnit, faulty?: CompiledRule): CompiledRule {
    const { shared } = this.current;
    return ruleByNeeds(shared, faulty ?? table.rule(shared.view, table.array.store.get(action.page)));
  }

  #begin({ sweep }: Position, action: UnitAction, rule: CompiledRule, question: number): void {
    const { next } = this;
    const shared = next.open();
    (shared.pages.get(action.table.array) as PageArray).store.set(action.page, rule.during);
    if (rule.immediate) applyUnitEffects(shared, sweep as SweepRun, action, rule);
    this.#effects.remember(this.current.sharedNumber, question, next.seal(), rule.id);
  }

  #commit(rank: number, position: Position, { name, args, passed, question }: PreparedCommit, visit: Visit): void {
    const { action, rule } = position.flight as Flight;
    const next = this.#open(rank, name, args);
    const effects = this.#effects;
    if (effects.recall(this.current.sharedNumber, question)) next.sharedNumber = effects.after;
    else
      this.#change(question, (shared) => {
        const { store } = shared.pages.get(action.table.array) as PageArray;
        if (store.get(action.page) !== rule.during) return 0;
        store.set(action.page, rule.after);
        applyUnitEffects(shared, position.sweep as SweepRun, action, rule);
        return 0;
      });
    this.#move.say(rule.outcome ?? '');
    this.#close(rank, passed, visit);
  }

  #mustWait(action: UnitAction, { wait }: CompiledRule): boolean {
    return wait && this.#inFlight(action);
  }

  #inFlight(action: UnitAction): boolean {
    return this.positions.some((positions, rank) => {
      const { flight } = positions.get(this.current.position(rank));
      return flight !== undefined && flight.array === action.table.array && flight.action.page === action.page;
    });
  }

  // Moves

  /** Changes the declared state of the next state as it changes that of the current one; the code that `change` gives. */
  #change(question: number, change: (shared: PackedState) => number): number {
    const effects = this.#effects;
    const from = this.current.sharedNumber;
    if (effects.recall(from, question)) {
      this.next.sharedNumber = effects.after;
      return effects.code;
    }
    const code = change(this.next.open());
    effects.remember(from, question, this.next.seal(), code);
    return code;
  }

  #numbered(questions: number[], place: number): number {
    questions[place] ??= this.#preparation.newQuestion();
    return questions[place];
  }

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
