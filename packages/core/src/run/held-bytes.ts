import type { EngineResult, Milestone } from '../engine/run-result.js';
import { HELD, HELD_SWAPPABLE, HELD_UNSWAPPABLE, OVERHEAD } from '../protocol/levels.js';

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

/** At one moment, which is unknown while something before has no price. */
export interface HeldThen {
  readonly swappableBytes: number | undefined;
  readonly unswappableBytes: number | undefined;
  /** What the teardown has taken for itself; absent where the policy says nothing of it. */
  readonly overheadBytes?: number | undefined;
}

/** What cannot be had by a process that starts at this moment; undefined where the policy says nothing about it. */
export function heldAt({ levels, unpriced }: Milestone): HeldThen | undefined {
  if (!levels.has(HELD)) return undefined;
  const there = (level: string): number | undefined => (unpriced.length > 0 ? undefined : (levels.get(level) ?? 0));
  return {
    swappableBytes: there(HELD_SWAPPABLE),
    unswappableBytes: there(HELD_UNSWAPPABLE),
    ...(levels.has(OVERHEAD) && { overheadBytes: there(OVERHEAD) }),
  };
}

/** Undefined where the policy says nothing about it. */
export function heldBytes(engine: EngineResult): HeldBytes | undefined {
  const total = overTime(engine, HELD);
  if (total === undefined) return undefined;
  const of = (level: string): BytesOverTime => overTime(engine, level) ?? NOTHING;
  return { total, swappable: of(HELD_SWAPPABLE), unswappable: of(HELD_UNSWAPPABLE) };
}

/** What the teardown takes for itself while it works; undefined where the policy says nothing about it. */
export const overheadBytes = (engine: EngineResult): BytesOverTime | undefined => overTime(engine, OVERHEAD);

function overTime({ levels, unpriced }: EngineResult, level: string): BytesOverTime | undefined {
  const found = levels.find((known) => known.level === level);
  if (found === undefined) return undefined;
  const { start, now, max, integral, oneWay } = found;
  const timed = unpriced.length === 0;
  return {
    startBytes: start,
    // What only falls, or only rises, has its peak at an end, whenever that is.
    peakBytes: timed || oneWay ? max : undefined,
    endBytes: now,
    byteNs: timed ? integral : undefined,
  };
}

const NOTHING: BytesOverTime = Object.freeze({ startBytes: 0, peakBytes: 0, endBytes: 0, byteNs: 0n });
