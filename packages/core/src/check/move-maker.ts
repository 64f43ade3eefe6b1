import type { MachineModel } from '../engine/machine-model.js';
import type { Packing } from '../state/layout.js';
import type { PackedState } from '../state/state.js';
import { Effects } from './effects.js';
import { Move } from './move.js';
import { Positions } from './positions.js';
import { Preparation } from './preparation.js';
import { SharedStates } from './shared-states.js';
import { WalkState } from './walk-state.js';

export interface TransitionOptions {
  readonly faults: number;
  /** The order in which sweeps visit pages: ascending is the truth, `any` is for checking symmetry. */
  readonly order?: 'ascending' | 'any';
  /** Whether what steps and units come to is remembered for each declared state; else it is found out at every move. Default: true. */
  readonly remembers?: boolean;
  /** Of declared states. Default: bits. */
  readonly packing?: Packing;
}

/** Is told of a move and of the state behind it; both objects are reused. */
export type Visit = (next: WalkState, move: Move) => void;

/** Makes moves: from the state `current` to the state `next`. */
export class MoveMaker {
  readonly states: SharedStates;
  readonly current: WalkState;
  readonly next: WalkState;
  readonly move = new Move();
  readonly positions: readonly Positions[];
  readonly preparation: Preparation;
  readonly effects: Effects;
  /** Moves since it was last reset. */
  moves = 0;
  readonly #ranks: ReadonlyMap<string, number>;

  constructor(
    readonly model: MachineModel,
    { order, packing, remembers = true }: TransitionOptions,
  ) {
    this.#ranks = new Map(model.actors.map((actor, rank) => [actor.name, rank]));
    this.states = new SharedStates(model, packing);
    // What follows from a small state is worked out sooner than it is looked up.
    this.effects = new Effects(!remembers || this.states.areNumbers);
    this.current = new WalkState(model, this.states);
    this.next = new WalkState(model, this.states);
    const { pages } = this.current.window;
    this.preparation = new Preparation(pages);
    this.positions = model.actors.map((actor) => new Positions(actor, pages, order === 'any'));
  }

  name(rank: number): string {
    return (this.model.actors[rank] as { name: string }).name;
  }

  of(rank: number): Positions {
    return this.positions[rank] as Positions;
  }

  done(state: WalkState, rank: number): boolean {
    return this.of(rank).get(state.position(rank)).done;
  }

  /** Begins a move: `next` is a copy of `current`. */
  open(rank: number, name: string, args: Move['args'] = [], choice = 0, fault?: string): WalkState {
    const from = this.current.words;
    const into = this.next.words;
    for (let i = 0; i < from.length; i++) into[i] = from[i] as number;
    if (fault !== undefined) this.next.faultsLeft--;
    this.move.begin(rank, name, args, choice, fault);
    return this.next;
  }

  /** Gives `next` the declared state that `change` makes of it, or made of it before; the code that `change` gives. */
  change(question: number, change: (shared: PackedState) => number): number {
    const { effects, next } = this;
    const from = this.current.sharedNumber;
    if (effects.recall(from, question)) {
      next.sharedNumber = effects.after;
      return effects.code;
    }
    const code = change(next.open());
    effects.remember(from, question, next.seal(), code);
    return code;
  }

  /** A fatal signal to an actor, in `next`. */
  signal(target: string): void {
    const rank = this.#ranks.get(target);
    if (rank === undefined) throw new RangeError(`a step signals "${target}", but there is no such actor`);
    if (!this.done(this.next, rank)) this.next.setSignal(rank, true);
  }

  /** Ends a move: the actor stands there now. */
  close(rank: number, position: number, visit: Visit): void {
    const { next, move } = this;
    next.setPosition(rank, position);
    if (this.of(rank).get(position).done) {
      next.setSignal(rank, false);
      const held = next.heldBy(rank);
      if (held.length > 0)
        move.broken ??= { property: 'locks-balanced', detail: `ends while it holds ${held.join(', ')}` };
    }
    this.moves++;
    visit(next, move);
  }
}
