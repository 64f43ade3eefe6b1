import type { TraceRow } from './check-outline.js';
import { actorsOf, callOf } from './trace-words.js';

/** A step takes this long on the screen; a walk has no time. In microseconds. */
const STEP_US = 1_000;

/**
 * A counterexample as events of Chrome's trace format: a process, a track per actor, one slice per step, one behind the other as
 * they are made. Two steps are never made at the same time: no slice overlaps another.
 *
 * @param pid number of the process, from 1
 * @param title its name
 */
export function traceEvents(pid: number, title: string, trace: readonly TraceRow[]): readonly object[] {
  const actors = actorsOf(trace);
  const trackOf = (actor: string): number => actors.indexOf(actor) + 1;
  const named = (name: string, tid: number, args: object) => ({ ph: 'M', pid, tid, name, args });
  return [
    named('process_name', 0, { name: title }),
    ...actors.flatMap((name) => [
      named('thread_name', trackOf(name), { name }),
      named('thread_sort_index', trackOf(name), { sort_index: trackOf(name) }),
    ]),
    ...trace.map((row, i) => ({
      ph: 'X',
      pid,
      tid: trackOf(row.actor),
      ts: i * STEP_US,
      dur: STEP_US,
      name: callOf(row),
      cat: row.fault === undefined ? 'step' : 'step,fault',
      args: argsOf(row, i),
    })),
  ];
}

const argsOf = ({ choice, fault, seen, changes, source }: TraceRow, i: number) => ({
  step: i + 1,
  ...(choice !== undefined && { choice }),
  ...(fault !== undefined && { fault }),
  ...(seen !== undefined && { seen }),
  ...Object.fromEntries(changes.map(({ field, from, to }) => [field, `${from} -> ${to}`])),
  ...(source !== undefined && { source }),
});
