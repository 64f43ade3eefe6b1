import { Move } from '../check/move.js';
import { type PreparedStep, prepareStep } from '../check/prepared.js';
import { isSilentStep, silent } from '../check/silent-failure.js';
import type { MachineModel } from '../engine/machine-model.js';
import { isPropertyBroken } from '../protocol/fail.js';
import { NO_PAGE, type PageSeen } from '../protocol/outcomes.js';
import type { Step } from '../protocol/step.js';
import { createLayout } from '../state/layout.js';
import { createState, type PackedState } from '../state/state.js';
import { LockTable } from './lock-table.js';
import { Performer } from './performer.js';
import { Sweeping } from './sweeping.js';

/** What somebody does next: everything that a schedule has to say about one move. */
export interface Act {
  readonly rank: number;
  /** Which possibility the environment chooses; 0 where there is nothing to choose. */
  readonly choice: number;
  readonly fault?: string | undefined;
}

/** What a step without its fault told, and the declared state behind it. */
interface Told {
  readonly code: number;
  readonly bytes: Uint8Array;
}

/**
 * One world of live tasks, which goes forward only. Its moves are those of a walk, so that one can repeat what the other did; but
 * nothing is stored or keyed, and there may be any number of pages, actors and moves.
 */
export class World {
  readonly state: PackedState;
  readonly locks: LockTable;
  /** By rank. */
  performers: readonly Performer[] = [];
  /** Moves made since the world was created, in all its lives. */
  moves = 0;
  /** Whether the last move changed the declared state. */
  changed = true;
  readonly #bytes: Uint8Array;
  readonly #before: Uint8Array;
  readonly #steps = new Map<Step, PreparedStep>();
  readonly #picks = new Map<Step, readonly PageSeen[]>();
  readonly #ranks: ReadonlyMap<string, number>;
  /** The last move. The object is reused. */
  readonly #move = new Move();
  readonly #sweeping: Sweeping;

  constructor(readonly model: MachineModel) {
    const layout = createLayout(model.declarations);
    this.#bytes = new Uint8Array(layout.totalBytes);
    this.#before = new Uint8Array(layout.totalBytes);
    this.state = createState(layout, this.#bytes);
    this.locks = new LockTable(model.locks);
    this.#ranks = new Map(model.actors.map(({ name }, rank) => [name, rank]));
    this.#sweeping = new Sweeping(this, this.#move);
    this.restart();
  }

  restart(): void {
    this.#bytes.fill(0);
    this.model.begin(this.state.view);
    this.changed = true;
    this.locks.reset();
    this.#picks.clear();
    this.performers = this.model.actors.map((actor, rank) => new Performer(actor, rank, this.state.pages));
  }

  /** The first possibility from `from` on, round and round, that an actor has now; -1: it cannot move. */
  choiceFrom(rank: number, from: number): number {
    const performer = this.#performer(rank);
    const { pending, flight, actor } = performer;
    if (pending === undefined) return -1;
    if (flight !== undefined) return 0;
    if (pending.kind === 'sweep') return this.#sweeping.canGoOn(performer) ? 0 : -1;
    const { choices, acquires } = this.#prepared(pending);
    if (acquires !== undefined && !this.locks.isFree(acquires, rank, actor.name)) return -1;
    const { guard } = pending.definition;
    for (let k = 0; k < choices; k++) {
      const choice = (from + k) % choices;
      if (guard === undefined || guard(this.state.view, pending.args, choice)) return choice;
    }
    return -1;
  }

  /** How many possibilities the environment has at an actor's next move, those included that its guard forbids. */
  choices(rank: number): number {
    const { pending } = this.#performer(rank);
    return pending?.kind === 'step' ? this.#prepared(pending).choices : 1;
  }

  /** Faults that may strike an actor's next move. */
  faults(rank: number): readonly string[] {
    const performer = this.#performer(rank);
    const { pending } = performer;
    return pending?.kind === 'step' ? this.#prepared(pending).faults : this.#sweeping.faults(performer);
  }

  /**
   * What each choice of an actor's next step picks; empty for steps that do not tell their task a page. Looked up once per step
   * and life: where it depends on the state it is only a guess.
   */
  picks(rank: number): readonly PageSeen[] {
    const { pending } = this.#performer(rank);
    if (pending?.kind !== 'step' || pending.outcomes.kind !== 'page') return [];
    let picks = this.#picks.get(pending);
    if (picks === undefined) {
      picks = this.#tryOut(pending, this.choices(rank));
      this.#picks.set(pending, picks);
    }
    return picks;
  }

  /** Pages that the others are about to work on, or working on. */
  pagesInUse(rank: number): readonly number[] {
    return this.performers.flatMap((other) => {
      if (other.rank === rank || other.sweep === undefined) return [];
      const action = other.flight?.action ?? other.boundary();
      return action.kind === 'unit' && action.level < 0 ? [action.page] : [];
    });
  }

  /** Whether exactly this can be done now. */
  can({ rank, choice, fault }: Act): boolean {
    if (choice >= this.choices(rank) || this.choiceFrom(rank, choice) !== choice) return false;
    return fault === undefined || this.faults(rank).includes(fault);
  }

  /** Whether nobody can do anything. */
  get stands(): boolean {
    return this.performers.every(({ rank }) => this.choiceFrom(rank, 0) < 0);
  }

  /** Actors that are to end and have not. */
  get unfinished(): readonly Performer[] {
    return this.performers.filter(({ actor, done }) => actor.daemon !== true && !done);
  }

  /** Does what `can` allows. The result is valid until the next move. */
  make({ rank, choice, fault }: Act): Move {
    const performer = this.#performer(rank);
    const { pending } = performer;
    this.moves++;
    this.#before.set(this.#bytes);
    if (pending?.kind === 'step') this.#step(performer, pending, choice, fault);
    else this.#sweeping.goOn(performer, fault);
    if (performer.done) this.#ended(performer);
    this.changed = this.#bytes.some((byte, i) => byte !== this.#before[i]);
    return this.#move;
  }

  #performer(rank: number): Performer {
    return this.performers[rank] as Performer;
  }

  #prepared(step: Step): PreparedStep {
    let prepared = this.#steps.get(step);
    if (prepared === undefined) {
      prepared = prepareStep(step);
      this.#steps.set(step, prepared);
    }
    return prepared;
  }

  #ended(performer: Performer): void {
    performer.signalled = false;
    const held = this.locks.heldBy(performer.rank);
    if (held.length === 0) return;
    this.#move.broken ??= { property: 'locks-balanced', detail: `ends while it holds ${held.join(', ')}` };
  }

  #step(performer: Performer, step: Step, choice: number, fault: string | undefined): void {
    const { rank, actor } = performer;
    const { acquires, releases, signals } = this.#prepared(step);
    this.#move.begin(rank, step.definition.name, step.args, choice, fault);
    const told = fault === undefined ? undefined : this.#without(step, choice);
    const code = this.#apply(step, choice, fault);
    if (fault !== undefined && told !== undefined && isSilentStep(told.code === code, this.#isBehind(told)))
      this.#move.broken ??= silent(fault);
    if (acquires !== undefined) this.locks.take(acquires, rank);
    if (releases !== undefined) this.locks.give(releases, rank, actor.name);
    for (const target of signals) this.#signal(target);
    this.#move.tell(step.outcomes, code);
    performer.tell(step.outcomes.decode(code));
  }

  #isBehind({ bytes }: Told): boolean {
    return bytes.every((byte, i) => byte === this.#bytes[i]);
  }

  /** What the step would tell and do without its fault. */
  #without(step: Step, choice: number): Told | undefined {
    if (!this.model.failuresAreTold) return undefined;
    const code = this.#apply(step, choice, undefined);
    const bytes = this.#bytes.slice();
    this.#bytes.set(this.#before);
    this.#move.broken = undefined;
    return { code, bytes };
  }

  /** The code of what the step tells; the first outcome where it found a promise broken. */
  #apply({ definition, args, outcomes }: Step, choice: number, fault: string | undefined): number {
    try {
      return outcomes.encode(definition.apply?.(this.state.view, args, choice, fault));
    } catch (error) {
      if (!isPropertyBroken(error)) throw error;
      this.#move.broken = { property: error.property, detail: error.detail };
      return 0;
    }
  }

  #signal(target: string): void {
    const rank = this.#ranks.get(target);
    if (rank === undefined) throw new RangeError(`a step signals "${target}", but there is no such actor`);
    const performer = this.#performer(rank);
    if (!performer.done) performer.signalled = true;
  }

  /** What a step would tell, by choice; without its effects. */
  #tryOut({ definition, args, outcomes }: Step, choices: number): readonly PageSeen[] {
    const before = this.#bytes.slice();
    return Array.from({ length: choices }, (_, choice) => {
      try {
        const told = definition.apply?.(this.state.view, args, choice, undefined);
        return outcomes.decode(outcomes.encode(told)) as PageSeen;
      } catch (error) {
        if (!isPropertyBroken(error)) throw error;
        return NO_PAGE;
      } finally {
        this.#bytes.set(before);
      }
    });
  }
}
