import type { CompiledRule } from '../engine/compiled-table.js';
import { RuleCompiler } from '../engine/compiled-table.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { SweepAction, SweepRun } from '../engine/sweep-run.js';
import { applyUnitEffects, ruleByNeeds } from '../engine/unit-effects.js';
import { isPropertyBroken } from '../protocol/fail.js';
import type { Step } from '../protocol/step.js';
import type { PageArray } from '../state/page-array.js';
import { type Position, Positions } from './positions.js';
import { WalkState } from './walk-state.js';

/** One move of one actor, as it is visited. The object is reused: copy what must last. */
export interface Move {
  rank: number;
  /** Name of the step, or what the sweep did. */
  name: string;
  args: readonly (number | string | boolean)[];
  choice: number;
  fault: string | undefined;
  /** What the task was told; empty when nothing. */
  seen: string;
  broken: { readonly property: string; readonly detail: string } | undefined;
}

export interface TransitionOptions {
  readonly faults: number;
  /** The order in which sweeps visit pages: ascending is the truth, `any` is for checking symmetry. */
  readonly order?: 'ascending' | 'any';
}

type Visit = (next: WalkState, move: Move) => void;
type UnitAction = SweepAction & { kind: 'unit' };

/** Which moves a state allows, and what they lead to. Knows nothing of searching. */
export class Transitions {
  readonly positions: readonly Positions[];
  readonly current: WalkState;
  readonly next: WalkState;
  readonly #rules = new RuleCompiler(undefined);
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #move: Move = { rank: 0, name: '', args: [], choice: 0, fault: undefined, seen: '', broken: undefined };

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
    let moves = 0;
    const counting: Visit = (next, move) => {
      moves++;
      visit(next, move);
    };
    for (let rank = 0; rank < this.positions.length; rank++) this.visitActor(rank, counting);
    return moves;
  }

  visitActor(rank: number, visit: Visit): void {
    const position = this.#position(rank);
    const { pending } = position.node;
    if (pending === undefined) return;
    if (position.flight !== undefined) this.#commit(rank, position, visit);
    else if (pending.kind === 'step') this.#step(rank, position, pending, visit);
    else this.#sweep(rank, position, position.sweep as SweepRun, visit);
  }

  done(state: WalkState, rank: number): boolean {
    return (this.positions[rank] as Positions).get(state.position(rank)).node.pending === undefined;
  }

  /** Where an actor stands in `current`, for messages. */
  whereabouts(rank: number): string {
    const { node, flight } = this.#position(rank);
    if (node.pending === undefined) return 'done';
    if (node.pending.kind === 'step') return node.pending.definition.name;
    return `${node.pending.table.name}${flight === undefined ? '' : ` on page ${flight.action.page}`}`;
  }

  // Steps

  #step(rank: number, position: Position, step: Step, visit: Visit): void {
    const { definition, args } = step;
    const { name } = this.model.actors[rank] as { name: string };
    const acquired = definition.acquires?.(args);
    if (acquired !== undefined && !this.current.lockIsFree(acquired, rank, name)) return;
    const choices = typeof definition.choices === 'function' ? definition.choices(args) : (definition.choices ?? 1);
    for (let choice = 0; choice < choices; choice++) {
      if (definition.guard !== undefined && !definition.guard(this.current.shared.view, args, choice)) continue;
      const faults: readonly (string | undefined)[] = [
        undefined,
        ...(this.current.faultsLeft > 0 ? (definition.faults ?? []) : []),
      ];
      for (const fault of faults) {
        const next = this.#open(rank, definition.name, args, choice, fault);
        const code = this.#apply(step, choice, fault);
        if (acquired !== undefined) next.take(acquired, rank);
        const released = definition.releases?.(args);
        if (released !== undefined) next.give(released, rank, name);
        for (const target of definition.signals?.(args) ?? []) this.#signal(target);
        const observation = { value: step.outcomes.decode(code), label: step.outcomes.label(code), code };
        this.#move.seen = observation.label;
        this.#close(rank, (this.positions[rank] as Positions).after(position, observation), visit);
      }
    }
  }

  /** The code of what the step tells; the first outcome where it found a promise broken. */
  #apply({ definition, args, outcomes }: Step, choice: number, fault: string | undefined): number {
    try {
      return outcomes.encode(definition.apply?.(this.next.shared.view, args, choice, fault));
    } catch (error) {
      if (!isPropertyBroken(error)) throw error;
      this.#move.broken = { property: error.property, detail: error.detail };
      return 0;
    }
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
    const { name } = this.model.actors[rank] as { name: string };
    switch (action.kind) {
      case 'finish': {
        const next = this.#open(rank, `end of ${table.name}`);
        if (action.consumesSignal) next.setSignal(rank, false);
        this.#move.seen = action.end;
        this.#close(rank, this.#finished(rank, position, action.end), visit);
        return;
      }
      case 'acquire': {
        const { lock } = options.batch ?? {};
        if (lock === undefined || !this.current.lockIsFree(lock, rank, name)) return;
        this.#open(rank, `take ${lock.name} for ${table.name}`).take(lock, rank);
        this.#close(
          rank,
          this.#moved(rank, position, 'acquired', (run) => run.acquired()),
          visit,
        );
        return;
      }
      case 'release': {
        const { lock } = options.batch ?? {};
        const next = this.#open(rank, `give ${lock?.name ?? ''} back`);
        if (lock !== undefined) next.give(lock, rank, name);
        this.#close(
          rank,
          this.#moved(rank, position, 'released', (run) => run.released()),
          visit,
        );
        return;
      }
      case 'gather':
        for (const page of sweep.anyOrder && sweep.candidates().length > 0 ? sweep.candidates() : [-1]) {
          const next = this.#open(rank, `gather for ${table.name}`, page < 0 ? [] : [page]);
          const array = next.shared.pages.get(table.array) as PageArray;
          const gathering = sweep.clone();
          gathering.gather(array, page < 0 ? undefined : page);
          this.#move.seen = `pages ${gathering.gathered.join(' ') || 'none'}`;
          this.#close(rank, (this.positions[rank] as Positions).intern(position.node, gathering, undefined), visit);
        }
        return;
      case 'span': {
        const next = this.#open(rank, action.tail.name, [action.start, action.length]);
        const array = next.shared.pages.get(table.array) as PageArray;
        if (action.tail.map !== undefined) array.map(action.tail.map, action.start, action.start + action.length);
        this.#close(
          rank,
          this.#moved(rank, position, 'span', (run) => run.passedSpan()),
          visit,
        );
        return;
      }
      case 'unit':
        if (action.level < 0 && sweep.anyOrder && options.batch === undefined) {
          for (const page of sweep.candidates()) this.#unit(rank, position, { ...action, page }, visit);
        } else {
          this.#unit(rank, position, action, visit);
        }
    }
  }

  #unit(rank: number, position: Position, action: UnitAction, visit: Visit): void {
    const array = this.current.shared.pages.get(action.table.array) as PageArray;
    const code = array.store.get(action.page);
    const { shared } = this.current;
    const rule = ruleByNeeds(shared, this.#rules.table(action.table, array).rule(shared.view, code));
    if (rule.wait && this.#inFlight(action)) return;
    this.#start(rank, position, action, rule, undefined, visit);
    if (this.current.faultsLeft === 0) return;
    for (const [fault, faulty] of rule.faults)
      this.#start(rank, position, action, ruleByNeeds(shared, faulty), fault, visit);
  }

  #start(
    rank: number,
    position: Position,
    action: UnitAction,
    rule: CompiledRule,
    fault: string | undefined,
    visit: Visit,
  ): void {
    const next = this.#open(rank, action.table.name, [action.page], 0, fault);
    const array = next.shared.pages.get(action.table.array) as PageArray;
    array.store.set(action.page, rule.during);
    this.#move.seen = rule.outcome ?? '';
    if (!rule.immediate) {
      const what = `begin ${action.page} ${rule.id}`;
      const flight = { action, array: action.table.array as string, rule };
      const positions = this.positions[rank] as Positions;
      this.#close(
        rank,
        positions.moved(position, what, () => positions.intern(position.node, position.sweep, flight)),
        visit,
      );
      return;
    }
    applyUnitEffects(next.shared, position.sweep as SweepRun, action, rule);
    this.#close(rank, this.#passed(rank, position, action, rule), visit);
  }

  #commit(rank: number, position: Position, visit: Visit): void {
    const { action, rule } = position.flight as NonNullable<Position['flight']>;
    const next = this.#open(rank, `end of ${action.table.name} on`, [action.page]);
    const array = next.shared.pages.get(action.table.array) as PageArray;
    if (array.store.get(action.page) === rule.during) {
      array.store.set(action.page, rule.after);
      applyUnitEffects(next.shared, position.sweep as SweepRun, action, rule);
    }
    this.#move.seen = rule.outcome ?? '';
    this.#close(rank, this.#passed(rank, position, action, rule), visit);
  }

  /** Behind a unit. A sweep that is over and does not look at signals ends at once: that touches nothing shared. */
  #passed(rank: number, position: Position, action: UnitAction, rule: CompiledRule): number {
    const positions = this.positions[rank] as Positions;
    return positions.moved(position, `passed ${action.level} ${action.page} ${rule.stop ?? ''}`, () => {
      const run = (position.sweep as SweepRun).clone();
      run.passed(action, rule.stop);
      if (run.sweep.options.signals !== undefined) return positions.intern(position.node, run, undefined);
      const then = run.clone().boundary(false);
      return then.kind === 'finish'
        ? this.#finished(rank, position, then.end)
        : positions.intern(position.node, run, undefined);
    });
  }

  #finished(rank: number, position: Position, end: string): number {
    return (this.positions[rank] as Positions).after(position, { value: end, label: end, code: -1 });
  }

  #moved(rank: number, position: Position, what: string, change: (run: SweepRun) => void): number {
    const positions = this.positions[rank] as Positions;
    return positions.moved(position, what, () => {
      const run = (position.sweep as SweepRun).clone();
      // A tail that is not due is passed over by `boundary`, so that the copy stands where the action was taken.
      run.boundary(false);
      change(run);
      return positions.intern(position.node, run, undefined);
    });
  }

  #inFlight(action: UnitAction): boolean {
    return this.positions.some((positions, rank) => {
      const { flight } = positions.get(this.current.position(rank));
      return flight !== undefined && flight.array === action.table.array && flight.action.page === action.page;
    });
  }

  // Moves

  #position(rank: number): Position {
    return (this.positions[rank] as Positions).get(this.current.position(rank));
  }

  #open(rank: number, name: string, args: Move['args'] = [], choice = 0, fault?: string): WalkState {
    const { bytes } = this.current;
    const into = this.next.bytes;
    for (let i = 0; i < bytes.length; i++) into[i] = bytes[i] as number;
    if (fault !== undefined) this.next.faultsLeft--;
    const move = this.#move;
    move.rank = rank;
    move.name = name;
    move.args = args;
    move.choice = choice;
    move.fault = fault;
    move.seen = '';
    move.broken = undefined;
    return this.next;
  }

  #close(rank: number, position: number, visit: Visit): void {
    this.next.setPosition(rank, position);
    if (this.done(this.next, rank)) {
      this.next.setSignal(rank, false);
      const held = this.next.heldBy(rank);
      if (held.length > 0)
        this.#move.broken ??= { property: 'locks-balanced', detail: `ends while it holds ${held.join(', ')}` };
    }
    visit(this.next, this.#move);
  }
}
