import type { Step } from '../../protocol/step.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import { checkSweepBounds } from '../sweep-bounds.js';
import { type SweepAction, SweepRun, usesOfSpan } from '../sweep-run.js';
import { applyUnitEffects, ruleByNeeds, type Shared } from '../unit-effects.js';
import { type ActorRun, offerCpu, type UnitInFlight } from './actor-run.js';
import { passedBy } from './event-loop.js';
import { StepExecutor } from './step-executor.js';

export type { RunOptions } from './event-loop.js';

export type UnitAction = SweepAction & { kind: 'unit' };

/**
 * The reference executor: one page at a time, naive on purpose. It is the oracle that the timed executor must equal, which
 * inherits all that is said of steps and replaces its page by page sweeps.
 */
export class ReferenceExecutor extends StepExecutor {
  protected override advance(run: ActorRun): void {
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
        this.sweptPages.begun += pending.range.to - pending.range.from;
        if (this.isHeard('range-start')) this.options.bus?.emit('range-start', this.rangeOf(run, run.sweep));
      }
      this.sweep(run, run.sweep);
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
        this.sweptPages.passed += passedBy(sweep);
        this.sweptPages.begun -= sweep.sweep.range.to - sweep.reached;
        if (this.isHeard('range-end'))
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
    this.sleepUntil(run, due);
    return true;
  }

  protected effects(sweep: SweepRun, action: UnitAction, rule: CompiledRule): void {
    if (rule.levels.length > 0) this.changeLevels(rule.levels);
    applyUnitEffects(this.shared, sweep, action, rule);
    if (rule.counters.length > 0) this.wakeGuarded();
  }

  /** What was in flight ends. */
  protected override commit(run: ActorRun): void {
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

  /** The unit in flight on a page that ends first. */
  protected inFlightOn(array: PageArray, page: number): UnitInFlight | undefined {
    let first: { at: number; flight: UnitInFlight } | undefined;
    for (const { inFlight: flight, at } of this.actors) {
      if (flight?.kind !== 'unit' || flight.array !== array || flight.action.page !== page) continue;
      if (first === undefined || at < first.at) first = { at, flight };
    }
    return first?.flight;
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
