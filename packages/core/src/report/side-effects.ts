import type { BytesOverTime, HeldBytes } from '../run/held-bytes.js';
import type { RunResult } from '../run/run-result.js';
import type { SideEffects } from './run-entry-schema.js';

/** What a teardown does to everybody else: memory that it holds, CPU time and who pays for it, CPUs that it does not share or interrupts. */
export function sideEffects(result: RunResult): SideEffects {
  const { held } = result;
  const { broadcasts, heard } = result.interference();
  const known = (ns: number): number | null => (result.engine.unpriced.length > 0 ? null : ns);
  return {
    ...(held && { held_bytes: reportedHeld(held) }),
    cpu_ns: [...result.cpuNsByPayer()].map(([charged_to, ns]) => ({ charged_to, cpu_ns: known(ns) })),
    longest_unrescheduled_ns: known(
      Math.max(0, ...result.engine.actors.map(({ longestUnrescheduledNs }) => longestUnrescheduledNs)),
    ),
    broadcast_count: broadcasts,
    broadcast_heard_count: heard,
  };
}

export const reportedHeld = ({ total, swappable, unswappable }: HeldBytes): NonNullable<SideEffects['held_bytes']> => ({
  total: overTime(total),
  swappable: overTime(swappable),
  unswappable: overTime(unswappable),
});

const overTime = ({ startBytes, peakBytes, endBytes, byteNs }: BytesOverTime) => ({
  start_bytes: startBytes,
  peak_bytes: peakBytes ?? null,
  end_bytes: endBytes,
  byte_ns: byteNs === undefined ? null : String(byteNs),
});
