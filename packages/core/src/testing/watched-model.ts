import type { MachineModel } from '../engine/machine-model.js';
import type { Actor } from '../protocol/actor.js';
import type { PageTable } from '../protocol/page-table.js';
import type { Step } from '../protocol/step.js';
import type { Sweep } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import type { Watch } from './watch.js';
import { watchedStep } from './watched-step.js';
import { watchedSweep, watchedTable } from './watched-sweep.js';

/** The same machine, whose tasks run out of reach of state and whose steps and sweeps are watched. */
export function watchedModel(model: MachineModel, watch: Watch): MachineModel {
  const stepOf = oncePer((step: Step) => watchedStep(step, watch));
  const tableOf = oncePer((table: PageTable) => watchedTable(table, watch));
  const watched = (pending: Step | Sweep): Step | Sweep =>
    pending.kind === 'step' ? stepOf(pending) : watchedSweep(pending, watch, tableOf);
  return { ...model, actors: model.actors.map((actor) => watchedActor(actor, watch, watched)) };
}

function watchedActor(actor: Actor, watch: Watch, watched: (pending: Step | Sweep) => Step | Sweep): Actor {
  function* task(): Task<unknown> {
    const own = watch.outside(() => actor.task());
    for (let answer: unknown; ; ) {
      watch.made.poison++;
      const { done, value } = watch.outside(() => own.next(answer));
      if (done === true) return value;
      answer = yield value.kind === 'step' || value.kind === 'sweep' ? watched(value) : value;
    }
  }
  return { ...actor, task };
}

/** `make` per object, remembered: interned things stay interned. */
function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V {
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
