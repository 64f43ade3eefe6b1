import type { Step } from '../../protocol/step.js';

/**
 * The top-level fields of the state that a step's guard looks at now, for all choices. A guard is pure: as long as none of them
 * changes, neither does its answer.
 */
export function fieldsReadByGuard(view: object, { definition, args }: Step): ReadonlySet<string> {
  const read = new Set<string>();
  const traced = new Proxy(view, {
    get(target, field) {
      if (typeof field === 'string') read.add(field);
      return Reflect.get(target, field, target);
    },
  });
  const { choices = 1, guard } = definition;
  const count = typeof choices === 'function' ? choices(args) : choices;
  for (let choice = 0; choice < count; choice++) guard?.(traced, args, choice);
  return read;
}
