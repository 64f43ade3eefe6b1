import type { BytesOverTime, HeldBytes, HeldThen } from '../run/held-bytes.js';
import type { RunResult } from '../run/run-result.js';
import type { SideEffects } from './run-entry-schema.js';

/** What a teardown does to everybody else: memory that it holds, CPU time and who pays for it, CPUs that it does not share or interrupts. */
export function sideEffects(result: RunResult): SideEffects {
  const { held, heldWhenUnblocked: then, overhead } = result;
  const { broadcasts, heard } = result.interference();
  const known = (ns: number): number | null => (result.engine.unpriced.length > 0 ? null : ns);
  return {
    ...(held && { held_bytes: reportedHeld(held) }),
    ...(then && { held_when_unblocked: reportedThen(then) }),
    ...(overhead && { overhead_bytes: reportedBytes(overhead) }),
    cpu_ns: [...result.cpuNsByPayer()].map(([charged_to, ns]) => ({ charged_to, cpu_ns: known(ns) })),
    longest_unrescheduled_ns: known(
      Math.max(0, ...result.engine.actors.map(({ longestUnrescheduledNs }) => longestUnrescheduledNs)),
    ),
    broadcast_count: broadcasts,
    broadcast_heard_count: heard,
  };
}

const reportedThen = (then: HeldThen): NonNullable<SideEffects['held_when_unblocked']> => ({
  swappable_bytes: then.swappableBytes ?? null,
  unswappable_bytes: then.unswappableBytes ?? null,
  ...('overheadBytes' in then && { overhead_bytes: then.overheadBytes ?? null }),
});

export const reportedHeld = ({ total, swappable, unswappable }: HeldBytes): NonNullable<SideEffects['held_bytes']> => ({
  total: reportedBytes(total),
  swappable: reportedBytes(swappable),
  unswappable: reportedBytes(unswappable),
});

export const reportedBytes = ({ startBytes, peakBytes, endBytes, byteNs }: BytesOverTime) => ({
  start_bytes: startBytes,
  peak_bytes: peakBytes ?? null,
  end_bytes: endBytes,
  byte_ns: byteNs === undefined ? null : String(byteNs),
});
