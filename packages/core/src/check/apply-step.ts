import { isPropertyBroken } from '../protocol/fail.js';
import type { Move } from './move.js';
import type { PreparedStep } from './prepared.js';

/** Does what a step does, with the choice and the fault of `move`. The code of what it tells; the first outcome where it found a promise broken, which the move is told. */
export function applyStep({ apply, args, outcomes }: PreparedStep, view: object, move: Move): number {
  try {
    return outcomes.encode(apply?.(view, args, move.choice, move.fault));
  } catch (error) {
    if (!isPropertyBroken(error)) throw error;
    move.broken = { property: error.property, detail: error.detail };
    return 0;
  }
}
