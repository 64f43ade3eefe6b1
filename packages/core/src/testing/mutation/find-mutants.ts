import { walk } from '../../check/index.js';
import type { MachineModel } from '../../engine/machine-model.js';
import type { PageTable } from '../../protocol/page-table.js';
import type { Task } from '../../protocol/task.js';
import { type Item, labelOf, type Mutant, nameOf, oncePer, withTasks } from './mutant.js';
import { mutatedSweep, mutatedTable } from './rules.js';
import { isChosen } from './steps.js';
import { canBePutOff, canComeFirst } from './swap.js';

/** All mutants of what some actors do on one machine, in the order in which a walk meets them. */
export function findMutants(
  model: MachineModel,
  actors: ReadonlySet<string>,
  faults: number,
  ghosts: readonly string[] = [],
): readonly Mutant[] {
  const found = new Map<string, Mutant>();
  const add = (mutant: Mutant): void => void found.set(nameOf(mutant), mutant);
  /** Sweeps that a rule stopped: what follows depends on it. Those that a signal may end are never put off. */
  const decisive = new Set<string>();
  const note = (what: string): boolean => {
    add({ kind: 'rule', what });
    return false;
  };
  const scope = { strikes: faults > 0, ghosts: new Set(ghosts) };
  const tableOf = oncePer((table: PageTable) => mutatedTable(table, { ...scope, loses: note }));
  const watched = oncePer((item: Item) => (item.kind === 'sweep' ? mutatedSweep(item, tableOf, note) : item));
  const meet = (item: Item, before: Item | undefined): void => {
    if (item.kind === 'step' && !isChosen(item)) {
      const { apply, guard } = item.definition;
      if (apply !== undefined) add({ kind: 'effect', what: labelOf(item) });
      if (guard !== undefined) add({ kind: 'guard', what: labelOf(item) });
    }
    if (before !== undefined && canBePutOff(before) && canComeFirst(item) && labelOf(before) !== labelOf(item))
      add({ kind: 'swap', what: `${labelOf(before)} / ${labelOf(item)}` });
  };
  const recorded = function* recorded(task: Task<unknown>): Task<unknown> {
    let before: Item | undefined;
    for (let answer: unknown; ; ) {
      const { done, value } = task.next(answer);
      if (done === true) return value;
      if (value.kind !== 'step' && value.kind !== 'sweep') {
        answer = yield value;
        continue;
      }
      meet(value, before);
      before = value;
      answer = yield watched(value);
      if (value.kind === 'sweep' && answer !== 'finished' && answer !== 'interrupted') decisive.add(labelOf(value));
    }
  };
  walk(withTasks(model, actors, recorded), [], { faults });
  return [...found.values()].filter(
    ({ kind, what }) => kind !== 'swap' || !decisive.has(what.split(' / ')[0] as string),
  );
}
