import type { MachineModel } from '../../engine/machine-model.js';
import type { Step } from '../../protocol/step.js';
import type { Sweep } from '../../protocol/sweep.js';
import type { Task } from '../../protocol/task.js';

/**
 * One small deviation of a policy's text: a step loses its `effect`, a `guard` is dropped, two adjacent steps or sweeps are swapped
 * (the first one's effect comes behind the second), a `rule` of a table loses its transition. Named by what it is about, so that
 * the same mutant is found again on another machine.
 */
export interface Mutant {
  readonly kind: 'effect' | 'guard' | 'swap' | 'rule';
  readonly what: string;
}

export const nameOf = ({ kind, what }: Mutant): string => `${kind}: ${what}`;

export type Item = Step | Sweep;
type Rewrite = (task: Task<unknown>) => Task<unknown>;

/** The same machine, with other tasks for the actors named. */
export const withTasks = (model: MachineModel, actors: ReadonlySet<string>, rewrite: Rewrite): MachineModel => ({
  ...model,
  actors: model.actors.map((actor) =>
    actors.has(actor.name) ? { ...actor, task: () => rewrite(actor.task()) } : actor,
  ),
});

/** The same task over other steps and sweeps. */
export const replacing = (replace: (item: Item) => Item): Rewrite =>
  function* replaced(task) {
    for (let answer: unknown; ; ) {
      const { done, value } = task.next(answer);
      if (done === true) return value;
      answer = yield value.kind === 'step' || value.kind === 'sweep' ? replace(value) : value;
    }
  };

/** `make` per object, remembered: interned things stay interned. */
export function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

/** The same step with another definition. What the copy does not have it inherits from the step. */
export const redefined = (
  step: Step,
  definition: Partial<Step['definition']>,
  more: PropertyDescriptorMap = {},
): Step =>
  Object.create(step, {
    definition: { value: Object.freeze({ ...step.definition, ...definition }) },
    ...more,
  }) as Step;

/** What a step or sweep is called; locks by which one. */
export function labelOf(item: Item): string {
  if (item.kind === 'sweep') return `sweep ${item.table.name}`;
  const { name } = item.definition;
  return name === 'acquire' || name === 'release' ? `${name} ${item.args[0]}` : name;
}
