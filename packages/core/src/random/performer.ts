import type { CompiledRule } from '../engine/compiled-table.js';
import { Coroutine, type Pending } from '../engine/coroutine.js';
import { checkSweepBounds } from '../engine/sweep-bounds.js';
import { type SweepAction, SweepRun } from '../engine/sweep-run.js';
import type { Actor } from '../protocol/actor.js';
import type { PageArray } from '../state/page-array.js';

export type UnitAction = SweepAction & { readonly kind: 'unit' };

/** A unit that has begun and not ended: the page is marked, the commit is still to come. */
export interface Flight {
  readonly action: UnitAction;
  readonly rule: CompiledRule;
}

/** An actor with its live task: it knows where it stands, and nothing of the state. */
export class Performer {
  sweep: SweepRun | undefined;
  flight: Flight | undefined;
  /** A fatal signal is pending. */
  signalled = false;
  readonly #coroutine: Coroutine;

  constructor(
    readonly actor: Actor,
    readonly rank: number,
    readonly arrays: ReadonlyMap<string, PageArray>,
  ) {
    // No keys: nobody asks where a live task stands, so that it may go round its loops for ever.
    this.#coroutine = new Coroutine(actor.name, actor.task, undefined, false).start();
    this.#arrive();
  }

  get done(): boolean {
    return this.#coroutine.done;
  }

  get pending(): Pending {
    return this.#coroutine.pending;
  }

  /** Tells the task what it observed; it goes on to its next step or sweep. */
  tell(observed: unknown): void {
    this.#coroutine.resume(observed, '');
    this.#arrive();
  }

  /** What the sweep does next. Asking changes nothing: a signal may still come. */
  boundary(): SweepAction {
    const run = this.sweep as SweepRun;
    return (run.sweep.options.batch === undefined ? run : run.clone()).boundary(this.signalled);
  }

  /** For messages. */
  whereabouts(): string {
    const { pending, flight } = this;
    if (pending === undefined) return 'done';
    if (pending.kind === 'step') return pending.definition.name;
    return `${pending.table.name}${flight === undefined ? '' : ` on page ${flight.action.page}`}`;
  }

  /** Where it is written that it does what it does next. */
  source(): string | undefined {
    const { pending, flight } = this;
    if (pending?.kind !== 'sweep') return pending?.definition.source;
    const action = flight?.action ?? this.boundary();
    return (action.kind === 'unit' ? action.table.source : undefined) ?? pending.table.source;
  }

  #arrive(): void {
    const { pending } = this;
    this.flight = undefined;
    this.sweep = undefined;
    if (pending?.kind !== 'sweep') return;
    checkSweepBounds(pending, this.arrays);
    this.sweep = new SweepRun(pending);
  }
}
