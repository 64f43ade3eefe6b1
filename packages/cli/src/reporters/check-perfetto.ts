import { type AnyCheckReport, outlineOf, titleOf } from './check-outline.js';
import { json } from './json.js';
import { traceEvents } from './trace-perfetto.js';

const PROCESS = 1;

/** A counterexample for ui.perfetto.dev, in Chrome's trace format. */
export function checkPerfetto(report: AnyCheckReport): string {
  const { verdict, about, trace } = outlineOf(report);
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
    traceEvents: traceEvents(PROCESS, titleOf(report), trace),
  });
}
