import { expect } from 'vitest';

interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Trace {
  readonly otherData: Readonly<Record<string, unknown>>;
  readonly traceEvents: readonly TraceEvent[];
}

/**
 * Reads a trace and expects what ui.perfetto.dev needs of Chrome's format: metadata and complete slices only, every slice on a
 * track that has a name, in a process that has one, and no slice begun before the one before it has ended.
 */
export function readTrace(text: string): Trace {
  const trace: Trace = JSON.parse(text);
  const named = new Set<string>();
  const ends = new Map<number, number>();
  for (const { ph, pid, tid, name, ts = Number.NaN, dur = Number.NaN, args } of trace.traceEvents) {
    expect(['M', 'X']).toContain(ph);
    expect([pid, tid].every((id) => Number.isSafeInteger(id) && id >= 0)).toBe(true);
    expect(name).not.toBe('');
    if (ph === 'M') {
      if (name !== 'thread_sort_index') named.add(`${name} ${pid} ${tid}`);
      expect(Object.keys(args)).toEqual([name === 'thread_sort_index' ? 'sort_index' : 'name']);
      continue;
    }
    expect(named).toContain(`process_name ${pid} 0`);
    expect(named).toContain(`thread_name ${pid} ${tid}`);
    expect(dur).toBeGreaterThan(0);
    expect(ts).toBe(ends.get(pid) ?? 0);
    ends.set(pid, ts + dur);
  }
  return trace;
}
