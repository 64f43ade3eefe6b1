import { zeroCostLoop } from '../../errors/messages/author.js';
import { LOCKS_BALANCED } from '../../properties/engine-properties.js';
import { isPropertyBroken } from '../../protocol/fail.js';
import { type Levels, withTotal } from '../../protocol/levels.js';
import type { Step } from '../../protocol/step.js';
import type { ActorRun } from './actor-run.js';
import { EventLoop } from './event-loop.js';

/** How often a task may go on at one instant before it is taken to loop for ever. */
const MOST_RESUMPTIONS = 100_000;
/** Takes the steps of tasks, one by one: guards, choices, faults, effects, observations, signals and what they cost. */
export abstract class StepExecutor extends EventLoop {
  protected end(run: ActorRun): void {
    const held = this.locks.heldBy(run.rank);
    if (held.length > 0)
      this.book.broken(run.book, LOCKS_BALANCED.id, `ends while it holds ${held.join(', ')}`, this.now);
    run.endNs = this.now;
    this.book.endPhase(run.book, this.now);
    this.cpus.leave(run, 'done', this.now);
  }

  /** The task goes on, with what it was told. Sooner or later it must let time pass. */
  protected resume(run: ActorRun, value: unknown, label: string): void {
    run.resumptions = run.resumedAt === this.now ? run.resumptions + 1 : 1;
    run.resumedAt = this.now;
    if (run.resumptions > MOST_RESUMPTIONS) throw zeroCostLoop(run.actor.name, run.resumptions);
    run.coroutine.resume(value, label);
  }

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
    const sleepNs = definition.sleeps?.(args) ?? 0;
    if (sleepNs > 0) this.sleepUntil(run, this.now + sleepNs);
    else if (definition.reschedules === 'unit' && units > 1) this.consumeByUnits(run, ns, Math.ceil(ns / units));
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
}
