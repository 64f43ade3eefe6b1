import type { MachineModel } from '../engine/machine-model.js';
import { MoveMaker, type TransitionOptions, type Visit } from './move-maker.js';
import type { Position, Positions } from './positions.js';
import type { Prepared } from './prepared.js';
import type { SharedStates } from './shared-states.js';
import { StepMoves } from './step-moves.js';
import { SweepMoves } from './sweep-moves.js';
import type { WalkState } from './walk-state.js';
import { sourceOf, whereabouts } from './whereabouts.js';

export type { TransitionOptions } from './move-maker.js';

/** Which moves a state allows, and what they lead to. Knows nothing of searching. */
export class Transitions {
  readonly states: SharedStates;
  readonly positions: readonly Positions[];
  readonly current: WalkState;
  readonly next: WalkState;
  readonly #maker: MoveMaker;
  readonly #steps: StepMoves;
  readonly #sweeps: SweepMoves;

  constructor(
    readonly model: MachineModel,
    readonly options: TransitionOptions,
  ) {
    this.#maker = new MoveMaker(model, options);
    const { states, positions, current, next } = this.#maker;
    this.states = states;
    this.positions = positions;
    this.current = current;
    this.next = next;
    this.#steps = new StepMoves(this.#maker);
    this.#sweeps = new SweepMoves(this.#maker);
  }

  /** Bytes of declared states and of what is remembered of them; as of a `StateStore`. */
  get bytesAhead(): number {
    return this.states.bytesAhead + this.#maker.effects.bytes;
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
    this.#maker.moves = 0;
    for (let rank = 0; rank < this.positions.length; rank++) this.visitActor(rank, visit);
    return this.#maker.moves;
  }

  visitActor(rank: number, visit: Visit): void {
    const position = this.#position(rank);
    const prepared = this.#prepared(rank, position);
    switch (prepared.kind) {
      case 'done':
        return;
      case 'step':
        this.#steps.visit(rank, position, prepared, visit);
        return;
      case 'unit':
        this.#sweeps.unit(rank, position, prepared, visit);
        return;
      case 'units':
        this.#sweeps.units(rank, position, prepared.units, visit);
        return;
      case 'commit':
        this.#sweeps.commit(rank, position, prepared, visit);
        return;
      case 'sweep':
        this.#sweeps.visit(rank, position, prepared, visit);
    }
  }

  done(state: WalkState, rank: number): boolean {
    return this.#maker.done(state, rank);
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
      position.preparedSignalled ??= this.#maker.preparation.prepare(this.#maker.of(rank), position, true);
      return position.preparedSignalled;
    }
    position.prepared ??= this.#maker.preparation.prepare(this.#maker.of(rank), position, false);
    return position.prepared;
  }

  #position(rank: number): Position {
    return this.#maker.of(rank).get(this.current.position(rank));
  }
}
