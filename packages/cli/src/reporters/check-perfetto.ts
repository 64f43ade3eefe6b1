import { type AnyCheckReport, outlineOf, type TraceRow, titleOf } from './check-outline.js';
import { json } from './json.js';
import { actorsOf, callOf } from './trace-words.js';

/** A step takes this long on the screen; a walk has no time. In microseconds. */
const STEP_US = 1_000;
const PROCESS = 1;

/**
 * A counterexample for ui.perfetto.dev, in Chrome's trace format: one process, a track per actor, one slice per step, one behind
 * the other as they are made. Two steps are never made at the same time: no slice overlaps another.
 */
export function checkPerfetto(report: AnyCheckReport): string {
  const { verdict, about, trace } = outlineOf(report);
  const actors = actorsOf(trace);
  const trackOf = (actor: string): number => actors.indexOf(actor) + 1;
  const named = (name: string, tid: number, args: object) => ({ ph: 'M', pid: PROCESS, tid, name, args });
  return json({
    displayTimeUnit: 'ms',
    otherData: {
      verdict,
      about,
      summary: report.violation?.summary ?? '',
      source: report.violation?.source ?? '',
      scale: report.machine.scale,
      ...(report.kind === 'random-check' && { seed: report.violation?.seed ?? report.seed }),
      replay: report.replay,
    },
    traceEvents: [
      named('process_name', 0, { name: titleOf(report) }),
      ...actors.flatMap((name) => [
        named('thread_name', trackOf(name), { name }),
        named('thread_sort_index', trackOf(name), { sort_index: trackOf(name) }),
      ]),
      ...trace.map((row, i) => ({
        ph: 'X',
        pid: PROCESS,
        tid: trackOf(row.actor),
        ts: i * STEP_US,
        dur: STEP_US,
        name: callOf(row),
        cat: row.fault === undefined ? 'step' : 'step,fault',
        args: argsOf(row, i),
      })),
    ],
  });
}

const argsOf = ({ choice, fault, seen, changes }: TraceRow, i: number) => ({
  step: i + 1,
  ...(choice !== undefined && { choice }),
  ...(fault !== undefined && { fault }),
  ...(seen !== undefined && { seen }),
  ...Object.fromEntries(changes.map(({ field, from, to }) => [field, `${from} -> ${to}`])),
});
