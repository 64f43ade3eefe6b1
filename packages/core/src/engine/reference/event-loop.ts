import type { CostModel } from '../../cost/index.js';
import type { Cancellation, EventBus, RunEvents } from '../../events/index.js';
import type { LockUse } from '../../protocol/lock.js';
import type { Step } from '../../protocol/step.js';
import { createLayout } from '../../state/layout.js';
import { createState, type PackedState, type PageStoreFactory } from '../../state/state.js';
import { RuleCompiler } from '../compiled-table.js';
import { Coroutine } from '../coroutine.js';
import type { MachineModel } from '../machine-model.js';
import { type ActorBook, RunBook } from '../run-book.js';
import type { EngineResult } from '../run-result.js';
import type { SweepRun } from '../sweep-run.js';
import { type ActorRun, actorResult, newActorRun, offerCpu, type UnitInFlight } from './actor-run.js';
import { Cpus } from './cpus.js';
import { FaultScript, type ScriptedFault } from './fault-script.js';
import { LockQueues } from './lock-queue.js';

export interface RunOptions {
  readonly cost?: CostModel | undefined;
  readonly cpus: number;
  readonly sliceNs: number;
  readonly bus?: EventBus<RunEvents> | undefined;
  readonly faults?: readonly ScriptedFault[] | undefined;
  /** What the environment chooses of the possibilities that are open; the first one by default. */
  readonly choose?: ((actor: string, step: string, open: readonly number[]) => number) | undefined;
  /** Looked at now and then: when it is aborted, the run is given up. */
  readonly signal?: Cancellation | undefined;
}

/** Events between two looks at whether the run was given up, and between two reports of progress. */
const LOOK_EVERY = 2 ** 12;
const PROGRESS_EVERY = 2 ** 18;

/**
 * Virtual integer nanoseconds: who acts when, on which CPU, and who waits for whom. Order of events is (time, rank of the actor);
 * an actor runs until it consumes time, blocks or ends. What acting means is up to the executor.
 */
export abstract class EventLoop {
  readonly state: PackedState;
  protected readonly view: object;
  protected readonly rules: RuleCompiler;
  protected readonly book: RunBook;
  protected readonly actors: readonly ActorRun[];
  protected readonly cpus: Cpus;
  protected readonly locks: LockQueues;
  protected readonly faults: FaultScript;
  protected now = 0;
  /** Pages that finished sweeps have passed, and those of all ranges that sweeps have begun with. */
  protected readonly sweptPages = { passed: 0, begun: 0 };

  constructor(
    readonly model: MachineModel,
    readonly options: RunOptions,
    stores?: PageStoreFactory,
  ) {
    this.state = createState(createLayout(model.declarations), undefined, stores);
    this.view = this.state.view;
    model.begin(this.view);
    this.rules = new RuleCompiler(options.cost);
    this.book = new RunBook(this.rules.rules, options.cost, options.bus);
    this.book.begin(model.levels?.(this.view) ?? {});
    this.cpus = new Cpus(options.cpus, options.sliceNs);
    this.locks = new LockQueues(model.locks);
    this.faults = new FaultScript(options.faults ?? []);
    this.actors = model.actors.map((actor, rank) => {
      const book = this.book.open(actor.name);
      const markers = {
        phase: (name: string) => this.book.enterPhase(book, name, this.now),
        milestone: (name: string) => this.milestone(book, name),
        reschedule: () => offerCpu(run),
      };
      const run = newActorRun(rank, actor, new Coroutine(actor.name, actor.task, markers, false), book);
      return run;
    });
  }

  run(): EngineResult {
    const turns = this.turns();
    for (;;) {
      const { done, value } = turns.next();
      if (done === true) return value;
    }
  }

  /** The run in pieces of some thousand events, between which the caller can look after other things, or abort it. */
  *turns(): Generator<undefined, EngineResult> {
    for (const run of this.actors) {
      run.coroutine.start();
      this.cpus.ready(run, 0);
    }
    let cancelled = false;
    let events = 0;
    for (let next = this.next(); next !== undefined; next = this.next()) {
      if (events % LOOK_EVERY === 0) {
        if (events > 0) yield;
        cancelled = this.options.signal?.aborted === true;
        if (cancelled) break;
      }
      this.now = next.at;
      this.event(next);
      if (++events % PROGRESS_EVERY === 0) this.progress(events);
    }
    if (cancelled) this.giveUp();
    for (const { book } of this.actors) this.book.endPhase(book, this.now);
    this.options.bus?.emit('run-end', { atNs: this.now });
    return {
      endNs: this.now,
      cancelled,
      actors: this.actors.map((run) => actorResult(run, this.book.phasesOf(run.book), cancelled)),
      locks: this.locks.results(),
      ...this.book.close(this.now),
    };
  }

  /** The run ends here and now, whoever is on his way. */
  protected giveUp(): void {}

  /** Whether anybody listens: sweeps over single pages come by the million. */
  protected isHeard(event: keyof RunEvents & string): boolean {
    return this.options.bus?.has(event) === true;
  }

  protected progress(events: number): void {
    if (!this.isHeard('progress')) return;
    const { passed, begun } = this.sweptPages;
    const done = this.actors.reduce((sum, { sweep }) => sum + (sweep === undefined ? 0 : passedBy(sweep)), passed);
    this.options.bus?.emit('progress', { done, total: begun, unit: 'pages', atNs: this.now, events });
  }

  /** The running or sleeping actor with the least (time, rank). */
  protected next(): ActorRun | undefined {
    let first: ActorRun | undefined;
    for (const run of this.actors) {
      if ((run.status === 'running' || run.status === 'sleeping') && (first === undefined || run.at < first.at))
        first = run;
    }
    return first;
  }

  /** One event of an actor: what was in flight ends, and it goes on until it consumes time, blocks or ends. */
  protected event(run: ActorRun): void {
    if (run.status === 'sleeping') {
      this.cpus.ready(run, this.now);
      return;
    }
    this.commit(run);
    while (run.status === 'running' && run.inFlight === undefined && !this.yields(run)) this.advance(run);
  }

  /** At a boundary; one whose task is over has none. */
  protected yields(run: ActorRun): boolean {
    return !run.coroutine.done && this.cpus.yields(run, this.now);
  }

  /** The actor goes on at a boundary: by a step, by what its sweep does next, or it ends. */
  protected abstract advance(run: ActorRun): void;

  /** What was in flight ends. */
  protected abstract commit(run: ActorRun): void;

  protected milestone(book: ActorBook, name: string): void {
    this.book.milestone(book, name, this.now);
  }

  // Time

  protected consume(run: ActorRun, ns: number): void {
    run.cpuNs += ns;
    run.at = this.now + ns;
    if (ns === 0) this.commit(run);
  }

  /** The same, in pieces behind which others are offered the CPU. */
  protected consumeByUnits(run: ActorRun, ns: number, unitNs: number): void {
    offerCpu(run, -unitNs);
    this.consume(run, ns);
    run.offeredAtCpuNs = run.cpuNs - unitNs;
  }

  /** The actor gives its CPU up until `at`. */
  protected sleepUntil(run: ActorRun, at: number): void {
    run.at = at;
    this.cpus.leave(run, 'sleeping', this.now);
  }

  // Waiting and waking

  /** True when the actor holds the lock now; otherwise it waits for it. */
  protected take(run: ActorRun, use: LockUse): boolean {
    const queue = this.locks.of(use);
    // An actor that was handed the lock while it waited comes here again.
    if (run.granted === queue) {
      run.granted = undefined;
      return true;
    }
    if (queue.request(run.rank, run.actor.name, use.mode, this.now)) return true;
    this.cpus.leave(run, 'lock', this.now);
    return false;
  }

  protected give(run: ActorRun, use: LockUse): void {
    const queue = this.locks.of(use);
    for (const rank of queue.release(run.rank, run.actor.name, this.now)) {
      const next = this.actors[rank] as ActorRun;
      next.granted = queue;
      this.cpus.ready(next, this.now);
    }
  }

  protected wakeSpinners(flight: UnitInFlight): void {
    for (const run of this.actors) {
      if (run.waitsFor !== flight) continue;
      run.spinNs += this.now - run.since;
      run.cpuNs += this.now - run.since;
      run.waitsFor = undefined;
      run.status = 'running';
      run.at = this.now;
    }
  }

  protected wakeGuarded(): void {
    for (const run of this.actors) {
      if (run.status !== 'guard') continue;
      if (this.openChoices(run.coroutine.pending as Step).length > 0) this.cpus.ready(run, this.now);
    }
  }

  protected signal(name: string): void {
    const target = this.actors.find((run) => run.actor.name === name);
    if (target === undefined) throw new RangeError(`a step signals "${name}", but there is no such actor`);
    if (target.status === 'done') return;
    target.signal = true;
    // In a step that sleeps, or ahead of the pace of its sweep.
    const listens = target.inFlight?.kind === 'step' || target.sweep?.sweep.options.signals === 'page';
    if (target.status === 'sleeping' && listens) this.cpus.ready(target, this.now);
  }

  /** The choices that the step's guard allows now. */
  protected openChoices({ definition: { choices = 1, guard }, args }: Step): readonly number[] {
    const count = typeof choices === 'function' ? choices(args) : choices;
    const open: number[] = [];
    for (let choice = 0; choice < count; choice++) if (guard?.(this.view, args, choice) ?? true) open.push(choice);
    return open;
  }
}

/** Pages that a sweep has passed. */
export const passedBy = (sweep: SweepRun): number => sweep.reached - sweep.sweep.range.from;
