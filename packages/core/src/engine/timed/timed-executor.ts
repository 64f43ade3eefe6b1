import type { LockUse } from '../../protocol/lock.js';
import type { Step } from '../../protocol/step.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { MachineModel } from '../machine-model.js';
import type { ActorRun } from '../reference/actor-run.js';
import { ReferenceExecutor, type RunOptions, type UnitAction } from '../reference/reference-executor.js';
import type { ActorBook } from '../run-book.js';
import type { SweepRun } from '../sweep-run.js';
import type { Shared } from '../unit-effects.js';
import { doAtOnce, type InstantHost } from './at-once.js';
import { planBatches } from './batch-planner.js';
import type { LevelChange } from './level-sums.js';
import { PlanBoard } from './plan-board.js';
import { Planner } from './planner.js';
import { Rhythm } from './rhythm.js';
import { WatchedStores } from './watched-stores.js';

export interface TimedOptions extends RunOptions {
  /** Pages per chunk as a power of two; tests use tiny ones. */
  readonly chunkBits?: number | undefined;
  /** Pages between sweeps that are compared by themselves when a rhythm is looked for; tests use others. */
  readonly gaps?: readonly number[] | undefined;
  /** Whether whole periods are done at once; on by default, off in tests that compare. */
  readonly jumps?: boolean | undefined;
}

/** Sweeps that wait far behind do not stop those that go on; but sweeps that overtake each other by whole slices go together. */
const GAPS = [2 ** 11, 2 ** 20] as const;
const BATCHES = { kind: 'batches' } as const;

/**
 * Equal to the reference executor to the nanosecond and the page, for billions of pages. Steps are taken one by one as there;
 * what a sweep does to a stretch of pages is planned as one stretch of time and settled when somebody comes near; sweeps that
 * run in rhythm are done by whole periods.
 */
export class TimedExecutor extends ReferenceExecutor {
  readonly #stores: WatchedStores;
  readonly #board: PlanBoard;
  readonly #planner: Planner;
  readonly #instantHost: InstantHost;
  readonly #rhythm: Rhythm | undefined;
  /** The highest rank that has acted at this instant: a boundary at now has passed for the ranks below it. */
  #highWater = -1;
  #instant = -1;
  /** Whether what is done should have been done before now. */
  #late = false;

  constructor(model: MachineModel, options: TimedOptions) {
    const stores = new WatchedStores(options.chunkBits);
    super(model, options, stores.store);
    const { actors, book, cpus, locks, rules, view } = this;
    const now = () => this.now;
    const array = (name: string) => this.array(name);
    const scripted = (options.faults?.length ?? 0) > 0;
    this.#stores = stores;
    const hasActed = (rank: number) => rank < this.#highWater;
    const catchUp = (run: ActorRun, selected: number) => this.#catchUp(run, selected);
    this.#board = new PlanBoard({ actors, book, view, now, hasActed, catchUp });
    this.#planner = new Planner({
      actors,
      view,
      rules,
      cost: options.cost,
      cpus,
      locks,
      board: this.#board,
      scripted,
      array,
    });
    this.#instantHost = { planner: this.#planner, board: this.#board, book, view, now };
    if (options.jumps !== false && !scripted) {
      const leap = (by: number): void => {
        this.now += by;
        this.#instant = this.now;
      };
      const { gaps = GAPS } = options;
      this.#rhythm = new Rhythm({ actors, book, cpus, locks, view, board: this.#board, gaps, now, array, leap });
    }
    stores.watcher = (name, from, to) => {
      this.#rhythm?.disrupt();
      this.#board.disturb(this.array(name), from, to);
    };
  }

  /** How often whole periods were done at once. */
  get jumps(): number {
    return this.#rhythm?.jumps ?? 0;
  }

  protected override event(run: ActorRun): void {
    this.#highWater = this.now === this.#instant ? Math.max(this.#highWater, run.rank) : run.rank;
    this.#instant = this.now;
    this.#board.settleCounters();
    super.event(run);
    this.#review();
    if (this.cpus.contended) this.#rhythm?.contend();
  }

  protected override yields(run: ActorRun): boolean {
    // Nobody waited for a CPU then.
    if (this.#late) return false;
    if (this.cpus.contended) this.#rhythm?.contend();
    return super.yields(run);
  }

  /** Behind each event: what has changed that plans were made under? */
  #review(): void {
    for (const run of this.actors) {
      const plan = this.#board.of(run);
      if (plan === undefined) continue;
      if (this.#planner.limit(run, plan) < plan.count) {
        this.#board.settle(run);
        if (this.#board.of(run) === plan) this.#board.cut(run, this.#planner.limit(run, plan));
      }
      if (this.#planner.selected(run.sweep as SweepRun) !== plan.selected) this.#board.cut(run, 0);
    }
  }

  // The raw pages: steps alone go through the watched ones.

  protected override array(name: string): PageArray {
    const array = this.#stores.raw.get(name);
    if (array === undefined) throw new RangeError(`the machine declares no page array "${name}"`);
    return array;
  }

  protected override get shared(): Shared {
    return { view: this.state.view, pages: this.#stores.raw };
  }

  // Sweeps

  protected override sweep(run: ActorRun, sweep: SweepRun): void {
    if (!this.#late) this.#rhythm?.visit(run, sweep);
    const plan = this.#late ? undefined : planBatches(this.#planner, run, sweep);
    if (plan === undefined) {
      super.sweep(run, sweep);
      return;
    }
    sweep.passBatches(0, sweep.next);
    if (plan.end === this.now) {
      this.#board.doAtOnce(run, plan);
    } else {
      run.inFlight = BATCHES;
      this.#board.keep(run, plan);
    }
  }

  /** What was planned as whole batches is needed unit by unit: those that have passed are taken now, each at its instant. */
  #catchUp(run: ActorRun, selected: number): void {
    const { now } = this;
    const [late, pinned] = [this.#late, this.rules.pinned];
    this.#late = true;
    this.rules.pinned = selected;
    // The batch that it stands before has begun, be it at this instant.
    do {
      this.now = run.at;
      super.event(run);
    } while (run.at < now || (run.at === now && run.rank < this.#highWater));
    this.now = now;
    this.#late = late;
    this.rules.pinned = pinned;
  }

  protected override take(run: ActorRun, use: LockUse): boolean {
    this.#board.disturbLock(this.locks.of(use), run);
    return super.take(run, use);
  }

  protected override unit(run: ActorRun, sweep: SweepRun, action: UnitAction): void {
    const array = this.array(action.table.array);
    this.#board.disturb(array, action.page, action.page + 1, run);
    if (action.level >= 0 || !doAtOnce(this.#instantHost, run, sweep, array, action.page))
      super.unit(run, sweep, action);
  }

  protected override began(run: ActorRun, code: number): void {
    const plan = this.#planner.planFor(run, code);
    if (plan !== undefined) this.#board.keep(run, plan);
  }

  protected override gather(run: ActorRun, sweep: SweepRun): void {
    // What is gathered late was planned: nobody else has a plan over it, and others must not be cut at an instant that is over.
    if (!this.#late) this.#board.disturb(this.array(sweep.sweep.table.array), sweep.next, sweep.sweep.range.to, run);
    super.gather(run, sweep);
  }

  protected override commit(run: ActorRun): void {
    this.#board.finish(run);
    const flight = run.inFlight;
    if (flight?.kind === 'span' && flight.action.tail.map !== undefined) {
      const { start, length } = flight.action;
      this.#board.disturb(flight.array, start, start + length, run);
    }
    if (flight?.kind === 'unit' && !flight.rule.immediate) {
      const { page } = flight.action;
      this.#board.disturb(flight.array, page, page + 1, run);
    }
    super.commit(run);
  }

  protected override effects(sweep: SweepRun, action: UnitAction, rule: CompiledRule): void {
    const parent = rule.entries === 0 ? undefined : this.#planner.parentOf(sweep, action);
    if (parent !== undefined) this.#board.disturb(parent.array, parent.page, parent.page + 1);
    super.effects(sweep, action, rule);
  }

  protected override changeLevels(changes: readonly LevelChange[]): void {
    this.#board.settleAgainst(changes);
    super.changeLevels(changes);
  }

  protected override giveUp(): void {
    this.#board.settleAll();
  }

  /** A milestone tells what has been done without a price until then, by anybody. */
  protected override milestone(book: ActorBook, name: string): void {
    this.#board.settleAll();
    super.milestone(book, name);
  }

  // What is no part of any rhythm

  protected override step(run: ActorRun, step: Step): void {
    this.#rhythm?.disrupt();
    super.step(run, step);
  }

  protected override signal(name: string): void {
    this.#rhythm?.disrupt();
    const target = this.actors.find((run) => run.actor.name === name);
    if (target?.sweep?.sweep.options.signals !== undefined) this.#board.cut(target, 0);
    super.signal(name);
  }
}
