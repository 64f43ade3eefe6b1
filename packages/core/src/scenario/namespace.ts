import type { Actor } from '../protocol/actor.js';
import type { LockUse } from '../protocol/lock.js';
import type { Plain } from '../protocol/outcomes.js';
import type { PageRule, PageTable } from '../protocol/page-table.js';
import { type Step, type StepDefinition, stepsOver } from '../protocol/step.js';
import { type Batch, type Sweep, sweep, type Tail } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import type { Declarations } from '../state/declare.js';

type AnyDefinition = StepDefinition<object, readonly Plain[], unknown, unknown>;
type Maker = (...args: readonly Plain[]) => Step;

const define = stepsOver<object>();

/**
 * One machine among several in one run: its fields, arrays, locks and actors get a prefix, and its tasks see what they would
 * see alone. Nothing of it is copied: what its steps do, they do to the state that all machines share.
 */
export class Namespace {
  readonly #prefix: string;
  readonly #fields: object;
  readonly #views = new WeakMap<object, object>();
  readonly #makers = new WeakMap<AnyDefinition, Maker>();
  readonly #steps = new WeakMap<Step, Step>();
  readonly #tables = new WeakMap<PageTable, PageTable>();
  readonly #rules = new WeakMap<PageRule, PageRule>();

  /** `silent`: rules change no levels, because what they count has not begun. */
  constructor(
    readonly name: string,
    readonly declarations: Declarations,
    readonly silent = false,
  ) {
    this.#prefix = `${name}/`;
    this.#fields = accessors(this.#prefix, Object.keys(declarations));
  }

  /** What the machine declares, as part of the whole. */
  get declared(): Declarations {
    return Object.fromEntries(Object.entries(this.declarations).map(([field, of]) => [this.of(field), of]));
  }

  of(field: string): string {
    return this.#prefix + field;
  }

  /** The machine's view of the state of all. */
  view(all: object): object {
    let own = this.#views.get(all);
    if (own === undefined) {
      own = Object.create(this.#fields, { all: { value: all } }) as object;
      this.#views.set(all, own);
    }
    return own;
  }

  lock<L extends { readonly name: string }>(use: L): L {
    return { ...use, name: this.of(use.name) };
  }

  /** `passed` is told of milestones, behind them. */
  *task(inner: Task<unknown>, passed: (milestone: string) => Task<unknown>): Task<unknown> {
    let answer: unknown;
    for (;;) {
      const { done, value } = inner.next(answer);
      if (done === true) return value;
      answer = undefined;
      if (value.kind === 'step') answer = yield this.#step(value);
      else if (value.kind === 'sweep') answer = yield this.#sweep(value);
      else yield value;
      if (value.kind === 'milestone') yield* passed(value.name);
    }
  }

  #step(step: Step): Step {
    let own = this.#steps.get(step);
    if (own === undefined) {
      const definition = step.definition as AnyDefinition;
      let maker = this.#makers.get(definition);
      if (maker === undefined) {
        maker = define(this.#definition(definition)) as Maker;
        this.#makers.set(definition, maker);
      }
      own = maker(...step.args);
      this.#steps.set(step, own);
    }
    return own;
  }

  #definition(inner: AnyDefinition): AnyDefinition {
    const { guard, apply, units, acquires, releases, signals } = inner;
    return {
      ...inner,
      ...(guard && { guard: (s, args, choice) => guard(this.view(s), args, choice) }),
      ...(apply && { apply: (s, args, choice, fault) => apply(this.view(s), args, choice, fault) }),
      ...(units && { units: (s, args) => units(this.view(s), args) }),
      ...(acquires && { acquires: (args) => this.lock(acquires(args)) }),
      ...(releases && { releases: (args) => this.lock(releases(args)) }),
      ...(signals && { signals: (args) => signals(args).map((actor) => actorOf(this.name, actor)) }),
    };
  }

  #sweep({ range, table, options }: Sweep): Sweep {
    const { batch, tails } = options;
    return sweep(range, this.#table(table), {
      ...options,
      ...(batch && { batch: this.#batch(batch) }),
      ...(tails && { tails: tails.map((tail) => this.#tail(tail)) }),
    });
  }

  #batch(batch: Batch): Batch {
    return batch.lock === undefined ? batch : { ...batch, lock: this.lock<LockUse>(batch.lock) };
  }

  #tail(tail: Tail): Tail {
    return tail.kind === 'table' ? { ...tail, table: this.#table(tail.table) } : tail;
  }

  #table(table: PageTable): PageTable {
    let own = this.#tables.get(table);
    if (own === undefined) {
      const { select } = table;
      own = Object.freeze<PageTable>({
        ...table,
        array: this.of(table.array),
        rule: (state, selected) => this.#rule(table.rule(state, selected)),
        ...(select && { select: (s: object) => select(this.view(s)) }),
      });
      this.#tables.set(table, own);
    }
    return own;
  }

  #rule(rule: PageRule | undefined): PageRule | undefined {
    if (rule === undefined) return undefined;
    let own = this.#rules.get(rule);
    if (own === undefined) {
      const { counters, needs, faults, levels, ...rest } = rule;
      own = {
        ...rest,
        ...(levels && !this.silent && { levels }),
        ...(counters && { counters: renamed(counters, (field) => this.of(field)) }),
        ...(needs && {
          needs: { ...needs, counter: this.of(needs.counter), otherwise: this.#rule(needs.otherwise) as PageRule },
        }),
        ...(faults && {
          faults: Object.fromEntries(Object.entries(faults).map(([name, of]) => [name, this.#rule(of) as PageRule])),
        }),
      };
      this.#rules.set(rule, own);
    }
    return own;
  }
}

/** An actor of a machine, or of an event. */
export const actorOf = (name: string, actor: Actor['name']): string => `${name}.${actor}`;

const renamed = <T>(values: Readonly<Record<string, T>>, name: (key: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [name(key), value]));

/** Fields of a view, each of which is the field with a prefix of the state `all`. */
function accessors(prefix: string, fields: readonly string[]): object {
  const target = {};
  for (const field of fields) {
    const key = prefix + field;
    Object.defineProperty(target, field, {
      enumerable: true,
      get(this: { readonly all: Record<string, unknown> }) {
        return this.all[key];
      },
      set(this: { readonly all: Record<string, unknown> }, value: unknown) {
        this.all[key] = value;
      },
    });
  }
  return target;
}
