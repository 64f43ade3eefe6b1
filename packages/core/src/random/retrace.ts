import type { TraceStep } from '../check/check-result.js';
import type { Move } from '../check/move.js';
import { changedFields, describeState } from '../state/describe-state.js';
import type { Act, World } from './world.js';

/** Makes a move and says what it was, in the form of a row of a walk's trace. */
export function traced(world: World, act: Act): { readonly row: TraceStep; readonly move: Move } {
  const before = describeState(world.state);
  const source = world.performers[act.rank]?.source();
  const move = world.make(act);
  const row = {
    actor: (world.model.actors[act.rank] as { readonly name: string }).name,
    step: move.name,
    args: [...move.args],
    ...(act.choice > 0 && { choice: act.choice }),
    ...(act.fault !== undefined && { fault: act.fault }),
    ...(move.seen !== '' && { seen: move.seen }),
    changes: changedFields(before, describeState(world.state)),
    ...(source !== undefined && { source }),
  };
  return { row, move };
}

/** The rows of a whole schedule, from the beginning. */
export function retrace(world: World, acts: readonly Act[]): TraceStep[] {
  world.restart();
  return acts.map((act) => traced(world, act).row);
}
