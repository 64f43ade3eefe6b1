import type { SweepAction, SweepRun } from '../engine/sweep-run.js';
import type { UnitAction } from './prepared.js';

/** What a move of a sweep is called that is no unit: in a walk and at random alike, so that one can repeat what the other did. */
export function sweepMoveName(
  action: Exclude<SweepAction, UnitAction>,
  { sweep: { table, options } }: SweepRun,
): string {
  switch (action.kind) {
    case 'finish':
      return `end of ${table.name}`;
    case 'acquire':
      return `take ${options.batch?.lock?.name} for ${table.name}`;
    case 'release':
      return `give ${options.batch?.lock?.name ?? ''} back`;
    case 'gather':
      return `gather for ${table.name}`;
    case 'span':
      return action.tail.name;
  }
}
