import type { Operation } from '../protocol/operation.js';
import type { CompiledRule } from './compiled-table.js';

/** What was done under one heading (an actor, in a phase): units and nanoseconds per operation. */
export interface OperationTotal {
  readonly operation: Operation;
  readonly calls: number;
  readonly units: number;
  /** Undefined when a unit had no price. */
  readonly ns: number | undefined;
}

/** Counts units by rule, cheaply, and adds them up by operation when asked. */
export class Counts {
  readonly #byRule: number[] = [];
  readonly #bySteps = new Map<
    string,
    { operation: Operation; calls: number; units: number; ns: number; unpriced: boolean }
  >();

  constructor(readonly rules: readonly CompiledRule[]) {}

  unit(rule: CompiledRule, times = 1): void {
    this.#byRule[rule.id] = (this.#byRule[rule.id] ?? 0) + times;
  }

  add(operation: Operation, units: number, ns: number | undefined, calls = 1): void {
    const total = this.#bySteps.get(operation.name);
    if (total === undefined) {
      this.#bySteps.set(operation.name, { operation, calls, units, ns: ns ?? 0, unpriced: ns === undefined });
    } else {
      total.calls += calls;
      total.units += units;
      total.ns += ns ?? 0;
      total.unpriced ||= ns === undefined;
    }
  }

  /** Remembers where it stands; the result counts what has been counted since then `times` times more. */
  mark(): (times: number) => void {
    const byRule = [...this.#byRule];
    const bySteps = new Map([...this.#bySteps].map(([name, total]) => [name, { ...total }]));
    return (times) => {
      this.#byRule.forEach((units, id) => {
        this.#byRule[id] = units + times * (units - (byRule[id] ?? 0));
      });
      for (const [name, total] of this.#bySteps) {
        const before = bySteps.get(name);
        total.calls += times * (total.calls - (before?.calls ?? 0));
        total.units += times * (total.units - (before?.units ?? 0));
        total.ns += times * (total.ns - (before?.ns ?? 0));
      }
    };
  }

  operations(): ReadonlyMap<string, OperationTotal> {
    const sum = new Counts(this.rules);
    for (const { operation, units, ns, unpriced, calls } of this.#bySteps.values())
      sum.add(operation, units, unpriced ? undefined : ns, calls);
    this.#byRule.forEach((times, id) => {
      for (const { operation, units, ns } of this.rules[id]?.uses ?? []) {
        if (units > 0) sum.add(operation, units * times, ns === undefined ? undefined : ns * times, times);
      }
    });
    return new Map(
      [...sum.#bySteps].map(([name, { unpriced, ...total }]) => [
        name,
        { ...total, ns: unpriced ? undefined : total.ns },
      ]),
    );
  }

  /** How many units ended with each named outcome. */
  outcomes(): ReadonlyMap<string, number> {
    const totals = new Map<string, number>();
    this.#byRule.forEach((times, id) => {
      const outcome = this.rules[id]?.outcome;
      if (outcome !== undefined) totals.set(outcome, (totals.get(outcome) ?? 0) + times);
    });
    return totals;
  }
}
