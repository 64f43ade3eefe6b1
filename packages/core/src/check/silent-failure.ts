import type { CompiledRule } from '../engine/compiled-table.js';
import type { MachineModel } from '../engine/machine-model.js';
import { failuresAreTold } from '../properties/failures-are-told.js';
import type { Move } from './move.js';
import type { WalkState } from './walk-state.js';

/** What a move is marked with when its fault changes something and nobody can know. */
export const silent = (fault: string): NonNullable<Move['broken']> => ({
  property: failuresAreTold.id,
  detail: `"${fault}" changes what happens, and whoever asked for it is told the same as without it`,
});

/** What a step without a fault told its task, and the declared state behind it. */
export interface Told {
  readonly code: number;
  readonly bytes: Uint8Array;
}

/** Remembered while a fault can still strike. */
export const told = (model: MachineModel, code: number, { declared, faultsLeft }: WalkState): Told | undefined =>
  model.failuresAreTold && faultsLeft > 0 ? { code, bytes: declared.slice() } : undefined;

/** Whether a step that a fault struck tells its task the same, though the state behind it is another one. */
export const isSilentStep = (without: Told | undefined, code: number, bytes: Uint8Array): boolean =>
  without !== undefined && without.code === code && without.bytes.some((byte, i) => byte !== bytes[i]);

/** Whether a unit's fault has an effect of its own, but neither ends the sweep nor is counted under a name of its own. */
export const isSilentRule = (rule: CompiledRule | undefined, faulty: CompiledRule): boolean =>
  rule !== undefined &&
  faulty.stop === rule.stop &&
  (faulty.outcome === undefined || faulty.outcome === rule.outcome) &&
  (faulty.after !== rule.after || faulty.entries !== rule.entries || changesOf(faulty) !== changesOf(rule));

const changesOf = ({ counters }: CompiledRule): string => JSON.stringify(counters);
