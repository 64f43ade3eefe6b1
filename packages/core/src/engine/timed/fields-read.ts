import type { Step } from '../../protocol/step.js';
import type { ActorRun } from '../reference/actor-run.js';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The top-level fields of the state that decide how an actor goes on: what the guard that it waits at looks at now, or what
 * selects the table of its sweep. Both are pure: as long as none of the fields changes, neither does the answer.
 */
export function fieldsReadFor({ status, coroutine, sweep }: ActorRun, view: object): ReadonlySet<string> {
  if (status === 'guard') return fieldsReadBy(view, (traced) => askGuard(coroutine.pending as Step, traced));
  const select = sweep?.sweep.table.select;
  return select === undefined ? NOTHING : fieldsReadBy(view, select);
}

function askGuard({ definition: { choices = 1, guard }, args }: Step, view: object): void {
  const count = typeof choices === 'function' ? choices(args) : choices;
  for (let choice = 0; choice < count; choice++) guard?.(view, args, choice);
}

function fieldsReadBy(view: object, look: (view: object) => void): ReadonlySet<string> {
  const read = new Set<string>();
  const traced = new Proxy(view, {
    get(target, field) {
      if (typeof field === 'string') read.add(field);
      return Reflect.get(target, field, target);
    },
  });
  look(traced);
  return read;
}
