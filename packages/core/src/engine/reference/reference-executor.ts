import type { CostModel } from '../../cost/index.js';
import { zeroCostLoop } from '../../errors/messages/author.js';
import type { Cancellation, EventBus, RunEvents } from '../../events/index.js';
import { LOCKS_BALANCED } from '../../properties/engine-properties.js';
import { isPropertyBroken } from '../../protocol/fail.js';
import { type Levels, withTotal } from '../../protocol/levels.js';
import type { LockUse } from '../../protocol/lock.js';
import type { Step } from '../../protocol/step.js';
import { createLayout } from '../../state/layout.js';
import type { PageArray } from '../../state/page-array.js';
import { createState, type PackedState, type PageStoreFactory } from '../../state/state.js';
import { type CompiledRule, RuleCompiler } from '../compiled-table.js';
import { Coroutine } from '../coroutine.js';
import type { MachineModel } from '../machine-model.js';
import { type ActorBook, RunBook } from '../run-book.js';
import type { EngineResult } from '../run-result.js';
import { checkSweepBounds } from '../sweep-bounds.js';
import { type SweepAction, SweepRun, usesOfSpan } from '../sweep-run.js';
import { applyUnitEffects, ruleByNeeds, type Shared } from '../unit-effects.js';
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

export type UnitAction = SweepAction & { kind: 'unit' };

/** How often a task may go on at one instant before it is taken to loop for ever. */
const MOST_RESUMPTIONS = 100_000;
/** Events between two looks at whether the run was given up, and between two reports of progress. */
const LOOK_EVERY = 2 ** 12;
const PROGRESS_EVERY = 2 ** 18;

/**
 * The reference executor: virtual integer nanoseconds, one page at a time, naive on purpose. It is the oracle that the timed
 * executor must equal, which inherits its scheduling of steps and replaces its page by page sweeps. Order of events is (time, rank of the actor); an actor runs until it consumes time, blocks or ends.
 */
export class ReferenceExecutor {
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
  readonly #pages = { passed: 0, begun: 0 };

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

  protected progress(events: number): void {
    if (this.options.bus?.has('progress') !== true) return;
    const { passed, begun } = this.#pages;
    const done = this.actors.reduce((sum, { sweep }) => sum + (sweep === undefined ? 0 : passedBy(sweep)), passed);
    this.options.bus.emit('progress', { done, total: begun, unit: 'pages', atNs: this.now, events });
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

  protected advance(run: ActorRun): void {
    const { pending } = run.coroutine;
    if (pending === undefined) {
      this.end(run);
    } else if (pending.kind === 'step') {
      this.step(run, pending);
    } else {
      if (run.sweep === undefined) {
        checkSweepBounds(pending, this.state.pages);
        run.sweep = new SweepRun(pending);
        run.sweepStartNs = this.now;
        this.#pages.begun += pending.range.to - pending.range.from;
        this.options.bus?.emit('range-start', this.rangeOf(run, run.sweep));
      }
      this.sweep(run, run.sweep);
    }
  }

  protected end(run: ActorRun): void {
    const held = this.locks.heldBy(run.rank);
    if (held.length > 0)
      this.book.broken(run.book, LOCKS_BALANCED.id, `ends while it holds ${held.join(', ')}`, this.now);
    run.endNs = this.now;
    this.book.endPhase(run.book, this.now);
    this.cpus.leave(run, 'done', this.now);
  }

  protected milestone(book: ActorBook, name: string): void {
    this.book.milestone(book, name, this.now);
  }

  /** The task goes on, with what it was told. Sooner or later it must let time pass. */
  protected resume(run: ActorRun, value: unknown, label: string): void {
    run.resumptions = run.resumedAt === this.now ? run.resumptions + 1 : 1;
    run.resumedAt = this.now;
    if (run.resumptions > MOST_RESUMPTIONS) throw zeroCostLoop(run.actor.name, run.resumptions);
    run.coroutine.resume(value, label);
  }

  // Steps

  protected step(run: ActorRun, step: Step): void {
    const { definition, args } = step;
    const acquired = definition.acquires?.(args);
    if (acquired !== undefined && !this.take(run, acquired)) return;
    const open = this.openChoices(step);
    const choice =
      open.length > 1 ? (this.options.choose?.(run.actor.name, definition.name, open) ?? open[0]) : open[0];
    if (choice === undefined) {
      this.cpus.leave(run, 'guard', this.now);
      return;
    }
    this.book.event();
    const units = definition.units?.(this.view, args) ?? 1;
    const fault = definition.faults && this.faults.strike(run.actor.name, definition.name, definition.faults);
    const before = definition.recounts === true ? this.levels() : undefined;
    const code = this.apply(run, step, choice, fault);
    if (before !== undefined) this.recount(before);
    const seen = step.outcomes.decode(code);
    for (const name of definition.signals?.(args) ?? []) this.signal(name);
    const operation =
      typeof definition.operation === 'function' ? definition.operation(seen, args) : definition.operation;
    const ns = operation === undefined ? 0 : this.book.charge(run.book, operation, units);
    run.inFlight = { kind: 'step', seen, label: step.outcomes.label(code) };
    this.wakeGuarded();
    if (definition.reschedules === 'unit' && units > 1) this.consumeByUnits(run, ns, Math.ceil(ns / units));
    else this.consume(run, ns);
  }

  /** How much of each level there is now, by the state. */
  protected levels(): Levels {
    return this.model.levels?.(this.view) ?? {};
  }

  /** Books what has changed since. */
  protected recount(before: Levels): void {
    const now = this.levels();
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    const changes = Object.fromEntries(names.map((name) => [name, (now[name] ?? 0) - (before[name] ?? 0)]));
    this.changeLevels(withTotal(changes).filter(([, delta]) => delta !== 0));
  }

  protected changeLevels(changes: readonly (readonly [name: string, delta: number])[]): void {
    for (const [name, delta] of changes) this.book.level(name, delta, this.now);
  }

  /** The choices that the step's guard allows now. */
  protected openChoices({ definition: { choices = 1, guard }, args }: Step): readonly number[] {
    const count = typeof choices === 'function' ? choices(args) : choices;
    const open: number[] = [];
    for (let choice = 0; choice < count; choice++) if (guard?.(this.view, args, choice) ?? true) open.push(choice);
    return open;
  }

  /** The code of what the step tells; the first outcome where it found a promise broken. */
  protected apply(
    run: ActorRun,
    { definition, args, outcomes }: Step,
    choice: number,
    fault: string | undefined,
  ): number {
    try {
      return outcomes.encode(definition.apply?.(this.view, args, choice, fault));
    } catch (error) {
      if (!isPropertyBroken(error)) throw error;
      this.book.broken(run.book, error.property, error.detail, this.now);
      return 0;
    }
  }

  // Sweeps

  protected sweep(run: ActorRun, sweep: SweepRun): void {
    const action = sweep.boundary(run.signal);
    const lock = sweep.sweep.options.batch?.lock;
    if (sweep.reschedulesAt(action)) offerCpu(run);
    switch (action.kind) {
      case 'finish':
        if (action.consumesSignal) run.signal = false;
        run.sweep = undefined;
        this.#pages.passed += passedBy(sweep);
        this.#pages.begun -= sweep.sweep.range.to - sweep.reached;
        this.options.bus?.emit('range-end', { ...this.rangeOf(run, sweep), to: sweep.reached, outcome: action.end });
        this.resume(run, action.end, action.end);
        return;
      case 'acquire':
        if (lock !== undefined && this.take(run, lock)) sweep.acquired();
        return;
      case 'release':
        if (lock !== undefined) this.give(run, lock);
        sweep.released();
        return;
      case 'gather':
        this.gather(run, sweep);
        return;
      case 'span':
        this.book.event();
        run.inFlight = { kind: 'span', action, array: this.array(sweep.sweep.table.array) };
        this.consume(
          run,
          usesOfSpan(action).reduce((ns, { operation, units }) => ns + this.book.charge(run.book, operation, units), 0),
        );
        return;
      case 'unit':
        if (action.level >= 0 || !this.aheadOfPace(run, sweep, action.page)) this.unit(run, sweep, action);
    }
  }

  protected gather(run: ActorRun, sweep: SweepRun): void {
    const { fixed, perGathered, perPassed } = sweep.sweep.options.batch ?? {};
    const { gathered, passed } = sweep.gather(this.array(sweep.sweep.table.array));
    let ns = 0;
    for (const [use, times] of [
      [fixed, 1],
      [perGathered, gathered],
      [perPassed, passed],
    ] as const) {
      if (use !== undefined) ns += this.book.charge(run.book, use.operation, use.units * times);
    }
    this.book.event();
    run.inFlight = { kind: 'pause' };
    this.consume(run, ns);
  }

  protected unit(run: ActorRun, sweep: SweepRun, action: UnitAction): void {
    const array = this.array(action.table.array);
    const code = array.store.get(action.page);
    const listed = this.rules.table(action.table, array).rule(this.view, code);
    const found = ruleByNeeds(this.shared, listed);
    const busy = found.wait ? this.inFlightOn(array, action.page) : undefined;
    if (busy !== undefined) {
      run.status = 'spinning';
      run.waitsFor = busy;
      run.since = this.now;
      return;
    }
    const rule = this.struck(run, found);
    if (rule.during !== code) array.store.set(action.page, rule.during);
    if (rule.immediate) this.effects(sweep, action, rule);
    if (!rule.idle) this.book.unit(run.book, rule);
    if (rule.ns === 0 && rule.immediate) {
      sweep.passed(action, rule.stop);
      return;
    }
    run.inFlight = { kind: 'unit', action, array, rule };
    this.consume(run, rule.ns);
    if (rule.ns > 0 && rule === listed) this.began(run, code);
  }

  /**
   * A unit has begun on a page that was in state `code`, under the rule that its table lists for it: executors that plan ahead
   * look further from here.
   */
  protected began(_run: ActorRun, _code: number): void {}

  /** The rule that applies when a scripted fault strikes, else the rule itself. */
  protected struck(run: ActorRun, rule: CompiledRule): CompiledRule {
    const { faults } = rule;
    if (faults.length === 0) return rule;
    const struck = this.faults.strike(
      run.actor.name,
      rule.table,
      faults.map(([name]) => name),
    );
    return ruleByNeeds(this.shared, faults.find(([name]) => name === struck)?.[1] ?? rule);
  }

  /** True when a paced sweep is ahead of its rate: the actor sleeps until its next unit is due. */
  protected aheadOfPace(run: ActorRun, sweep: SweepRun, page: number): boolean {
    const { pace } = sweep.sweep.options;
    if (pace === undefined) return false;
    const unit = BigInt(page - sweep.sweep.range.from);
    const due = run.sweepStartNs + Number((unit * BigInt(pace.ns)) / BigInt(pace.units));
    if (due <= this.now) return false;
    run.at = due;
    this.cpus.leave(run, 'sleeping', this.now);
    return true;
  }

  protected effects(sweep: SweepRun, action: UnitAction, rule: CompiledRule): void {
    if (rule.levels.length > 0) this.changeLevels(rule.levels);
    applyUnitEffects(this.shared, sweep, action, rule);
    if (rule.counters.length > 0) this.wakeGuarded();
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

  /** What was in flight ends. */
  protected commit(run: ActorRun): void {
    const flight = run.inFlight;
    run.inFlight = undefined;
    switch (flight?.kind) {
      case 'step': {
        const { definition, args } = run.coroutine.pending as Step;
        const released = definition.releases?.(args);
        if (released !== undefined) this.give(run, released);
        this.resume(run, flight.seen, flight.label);
        return;
      }
      case 'span': {
        const { tail, start, length } = flight.action;
        if (tail.map !== undefined) flight.array.map(tail.map, start, start + length);
        run.sweep?.passedSpan();
        return;
      }
      case 'unit': {
        const sweep = run.sweep as SweepRun;
        const { rule, array, action } = flight;
        if (!rule.immediate && array.store.get(action.page) === rule.during) {
          array.store.set(action.page, rule.after);
          this.effects(sweep, action, rule);
        }
        sweep.passed(action, rule.stop);
        this.wakeSpinners(flight);
      }
    }
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

  /** The unit in flight on a page that ends first. */
  protected inFlightOn(array: PageArray, page: number): UnitInFlight | undefined {
    let first: { at: number; flight: UnitInFlight } | undefined;
    for (const { inFlight: flight, at } of this.actors) {
      if (flight?.kind !== 'unit' || flight.array !== array || flight.action.page !== page) continue;
      if (first === undefined || at < first.at) first = { at, flight };
    }
    return first?.flight;
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
    const listens = target.sweep?.sweep.options.signals === 'page';
    if (target.status === 'sleeping' && listens) this.cpus.ready(target, this.now);
  }

  /** What units change besides their own page. */
  protected get shared(): Shared {
    return this.state;
  }

  protected array(name: string): PageArray {
    const array = this.state.pages.get(name);
    if (array === undefined) throw new RangeError(`the machine declares no page array "${name}"`);
    return array;
  }

  protected rangeOf(run: ActorRun, { sweep: { table, range } }: SweepRun) {
    return {
      actor: run.actor.name,
      sweep: table.name,
      array: table.array as string,
      from: range.from,
      to: range.to,
      atNs: this.now,
    };
  }
}

const passedBy = (sweep: SweepRun): number => sweep.reached - sweep.sweep.range.from;
