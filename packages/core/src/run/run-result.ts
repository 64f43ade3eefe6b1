import type { Price } from '../cost/index.js';
import type { OperationTotal } from '../engine/counts.js';
import { addTotals } from '../engine/run-book.js';
import type { EngineResult, Milestone } from '../engine/run-result.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { ChargedTo } from '../protocol/actor.js';
import type { Cause } from '../protocol/operation.js';
import type { PageClass } from '../state/page-array.js';
import type { PackedState } from '../state/state.js';
import { type BytesOverTime, type HeldBytes, type HeldThen, heldAt, heldBytes, overheadBytes } from './held-bytes.js';

/** Where in a run to count. */
export interface CountFilter {
  readonly actor?: string;
  readonly phase?: string;
}

/** `broadcasts`: messages that every CPU must hear; `heard`: these times the CPUs of the host but the sender's. */
export interface Interference {
  readonly broadcasts: number;
  readonly heard: number;
}

/** A timed run of one machine: what the engine measured, and the questions that reports ask of it. Times are virtual ns. */
export class RunResult {
  constructor(
    readonly machine: MachineConfig,
    readonly engine: EngineResult,
    /** Prices of the operations that were performed, and of those that they are derived from. */
    readonly prices: readonly Price[],
    readonly state: PackedState,
  ) {}

  /** Units of an operation, everywhere or where the filter says. */
  count(operation: string, filter: CountFilter = {}): number {
    return this.operations(filter).get(operation)?.units ?? 0;
  }

  operations({ actor, phase }: CountFilter = {}): ReadonlyMap<string, OperationTotal> {
    const sum = new Map<string, OperationTotal>();
    for (const one of this.engine.actors) {
      if (actor !== undefined && one.name !== actor) continue;
      for (const part of one.phases) {
        if (phase !== undefined && part.phase !== phase) continue;
        for (const [name, total] of part.operations) sum.set(name, addTotals(sum.get(name), total));
      }
    }
    return sum;
  }

  /** What the actor that somebody waits for did between `requested` and `unblocked`. */
  blockedOperations(): ReadonlyMap<string, OperationTotal> {
    return difference(this.#unblocked()?.operations, this.milestone('requested')?.operations);
  }

  countBlocked(operation: string): number {
    return this.blockedOperations().get(operation)?.units ?? 0;
  }

  milestone(name: string): Milestone | undefined {
    return this.engine.milestones.find((milestone) => milestone.name === name);
  }

  /** From `requested` to `unblocked`; undefined while something on the way has no price, or a milestone is not passed. */
  get blockedNs(): number | undefined {
    return this.#since(this.#unblocked());
  }

  /** From `requested` to a milestone; undefined while something performed until then has no price. */
  sinceRequested(name: string): number | undefined {
    return this.#since(name === 'unblocked' ? this.#unblocked() : this.milestone(name));
  }

  /** The end of the wait of the actor that somebody waits for. */
  #unblocked(): Milestone | undefined {
    const requested = this.milestone('requested');
    return this.engine.milestones.find(({ name, actor }) => name === 'unblocked' && actor === requested?.actor);
  }

  #since(to: Milestone | undefined): number | undefined {
    const from = this.milestone('requested');
    return from === undefined || to === undefined || to.unpriced.length > 0 ? undefined : to.atNs - from.atNs;
  }

  /** Nanoseconds on the blocked path by cause; undefined for a cause with an unpriced operation. */
  blockedByCause(): ReadonlyMap<Cause, number | undefined> {
    const causes = new Map<Cause, number | undefined>();
    for (const { operation, ns } of this.blockedOperations().values()) {
      const before = causes.has(operation.cause) ? causes.get(operation.cause) : 0;
      causes.set(operation.cause, before === undefined || ns === undefined ? undefined : before + ns);
    }
    return causes;
  }

  /** Memory of the guest that dies which is neither free nor usable; undefined where the policy says nothing about it. */
  get held(): HeldBytes | undefined {
    return heldBytes(this.engine);
  }

  /** The same when the one who waits can go on; in a scenario, of all guests of the host. */
  get heldWhenUnblocked(): HeldThen | undefined {
    const unblocked = this.#unblocked();
    return unblocked && heldAt(unblocked);
  }

  /** Memory that the teardown takes for itself while it works; undefined where the policy says nothing about it. */
  get overhead(): BytesOverTime | undefined {
    return overheadBytes(this.engine);
  }

  /** Nanoseconds on CPUs, by who pays for them; a lower bound while something has no price. */
  cpuNsByPayer(): ReadonlyMap<ChargedTo, number> {
    const sums = new Map<ChargedTo, number>();
    for (const { charged, cpuNs } of this.engine.actors) sums.set(charged, (sums.get(charged) ?? 0) + cpuNs);
    return sums;
  }

  /** What the run makes the host's other CPUs hear: messages to all of them, and how often one of them is interrupted. */
  interference(filter: CountFilter = {}): Interference {
    let broadcasts = 0;
    for (const { operation, units } of this.operations(filter).values())
      broadcasts += units * (operation.broadcasts ?? 0);
    return { broadcasts, heard: broadcasts * (this.machine.host.cpus - 1) };
  }

  /** How many pages of an array are in a class at the end. */
  // biome-ignore lint/suspicious/noExplicitAny: of the array's fields
  pageCount(array: string, members: PageClass<any>): number {
    return this.state.pages.get(array)?.count(members) ?? 0;
  }
}

function difference(
  later: ReadonlyMap<string, OperationTotal> | undefined,
  earlier: ReadonlyMap<string, OperationTotal> | undefined,
): ReadonlyMap<string, OperationTotal> {
  const rest = new Map<string, OperationTotal>();
  for (const [name, total] of later ?? []) {
    const before = earlier?.get(name);
    const units = total.units - (before?.units ?? 0);
    if (units === 0) continue;
    const ns = total.ns === undefined ? undefined : total.ns - (before?.ns ?? 0);
    rest.set(name, { operation: total.operation, calls: total.calls - (before?.calls ?? 0), units, ns });
  }
  return rest;
}
