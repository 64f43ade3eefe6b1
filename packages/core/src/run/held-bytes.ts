import type { EngineResult } from '../engine/run-result.js';
import { HELD, HELD_SWAPPABLE, HELD_UNSWAPPABLE } from '../protocol/levels.js';

/** Bytes over a run. Undefined: unknown, since something in the run has no price. */
export interface BytesOverTime {
  readonly startBytes: number;
  readonly peakBytes: number | undefined;
  readonly endBytes: number;
  /** Integral over the run: bytes times nanoseconds. */
  readonly byteNs: bigint | undefined;
}

/** Memory of the guest that dies which is neither free nor usable by anybody: all of it, and by whether the host can swap it out. */
export interface HeldBytes {
  readonly total: BytesOverTime;
  readonly swappable: BytesOverTime;
  readonly unswappable: BytesOverTime;
}

/** Undefined where the policy says nothing about it. */
export function heldBytes(engine: EngineResult): HeldBytes | undefined {
  const of = (level: string): BytesOverTime => {
    const found = engine.levels.find((known) => known.level === level);
    if (found === undefined) return NOTHING;
    const { start, now, max, integral, oneWay } = found;
    const timed = engine.unpriced.length === 0;
    return {
      startBytes: start,
      // What only falls, or only rises, has its peak at an end, whenever that is.
      peakBytes: timed || oneWay ? max : undefined,
      endBytes: now,
      byteNs: timed ? integral : undefined,
    };
  };
  if (engine.levels.every(({ level }) => level !== HELD)) return undefined;
  return { total: of(HELD), swappable: of(HELD_SWAPPABLE), unswappable: of(HELD_UNSWAPPABLE) };
}

const NOTHING: BytesOverTime = Object.freeze({ startBytes: 0, peakBytes: 0, endBytes: 0, byteNs: 0n });
