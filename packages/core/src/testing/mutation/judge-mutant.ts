import { walk } from '../../check/index.js';
import type { MachineModel } from '../../engine/machine-model.js';
import { isInputError } from '../../errors/input-error.js';
import type { BoundProperty } from '../../properties/bound-property.js';
import type { PageTable } from '../../protocol/page-table.js';
import { type Item, labelOf, type Mutant, oncePer, replacing, withTasks } from './mutant.js';
import { losing, mutatedSweep, mutatedTable, type RuleScope } from './rules.js';
import { type Touch, withoutEffect, withoutGuard } from './steps.js';
import { swapOver, swapping } from './swap.js';

/** What became of a mutant on one machine. `untouched`: it never made a difference there, so that it is none. */
export interface Fate {
  readonly fate: 'killed' | 'survived' | 'untouched' | 'unknown';
  /** The property that it breaks; `refused`: the engine or the model's ranges refuse what it does. */
  readonly by?: string;
}

export interface JudgeOptions {
  readonly faults: number;
  readonly ghosts?: readonly string[];
  readonly maxStates: number;
}

/** The machine with one mutant in it. */
export function mutatedModel(
  model: MachineModel,
  actors: ReadonlySet<string>,
  mutant: Mutant,
  touch: Touch,
  scope: RuleScope,
): MachineModel {
  const { kind, what } = mutant;
  if (kind === 'swap') {
    const [first = '', second = ''] = what.split(' / ');
    const [changes, meet] = both(touch);
    const swap = swapOver(model.declarations, changes, oncePer);
    return withTasks(model, actors, swapping(first, second, swap, { changes, meet }));
  }
  const loses = losing(what, touch);
  const tableOf = oncePer((table: PageTable) => mutatedTable(table, { ...scope, loses }));
  const mutate = (item: Item): Item => {
    if (kind === 'rule') return item.kind === 'sweep' ? mutatedSweep(item, tableOf, loses) : item;
    if (item.kind === 'sweep' || labelOf(item) !== what) return item;
    return kind === 'effect' ? withoutEffect(item, model.declarations, touch) : withoutGuard(item, touch);
  };
  return withTasks(model, actors, replacing(oncePer(mutate)));
}

/** Two that make one: told once each has been. */
function both(touch: Touch): readonly [Touch, Touch] {
  const seen = [false, false];
  const part = (i: 0 | 1) => () => {
    seen[i] = true;
    if (seen[0] && seen[1]) touch();
  };
  return [part(0), part(1)];
}

export function judgeMutant(
  model: MachineModel,
  properties: readonly BoundProperty[],
  actors: ReadonlySet<string>,
  mutant: Mutant,
  { faults, ghosts = [], maxStates }: JudgeOptions,
): Fate {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  try {
    const mutated = mutatedModel(model, actors, mutant, touch, { strikes: faults > 0, ghosts: new Set(ghosts) });
    const { verdict, violation } = walk(mutated, properties, { faults, maxStates });
    if (violation !== undefined) return { fate: 'killed', by: violation.property };
    if (verdict === 'unknown') return { fate: 'unknown' };
    return { fate: touched ? 'survived' : 'untouched' };
  } catch (error) {
    if (isInputError(error) || error instanceof RangeError) return { fate: 'killed', by: 'refused' };
    throw error;
  }
}
