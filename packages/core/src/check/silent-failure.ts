import type { CompiledRule } from '../engine/compiled-table.js';
import { failuresAreTold } from '../properties/failures-are-told.js';
import type { Move } from './move.js';

/** What a move is marked with when its fault changes something and nobody can know. */
export const silent = (fault: string): NonNullable<Move['broken']> => ({
  property: failuresAreTold.id,
  detail: `"${fault}" changes what happens, and whoever asked for it is told the same as without it`,
});

/** Whether a step that a fault struck tells its task the same as without it, though the state behind it is another one. */
export const isSilentStep = (sameTold: boolean, sameState: boolean): boolean => sameTold && !sameState;

/** Whether a unit's fault has an effect of its own, but neither ends the sweep nor is counted under a name of its own. */
export const isSilentRule = (rule: CompiledRule | undefined, faulty: CompiledRule): boolean =>
  rule !== undefined &&
  faulty.stop === rule.stop &&
  (faulty.outcome === undefined || faulty.outcome === rule.outcome) &&
  (faulty.after !== rule.after || faulty.entries !== rule.entries || changesOf(faulty) !== changesOf(rule));

const changesOf = ({ counters }: CompiledRule): string => JSON.stringify(counters);
