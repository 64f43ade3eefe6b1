import type { LitmusReport } from '@cvm-teardown/core/report';
import { json } from './json.js';
import { litmusReplay, outcomeWord, totalsOf } from './litmus-words.js';
import { traceEvents } from './trace-perfetto.js';

/** What litmus files came to, for ui.perfetto.dev: a process for each file that broke something, wanted or not. */
export function litmusPerfetto(report: LitmusReport): string {
  const broken = report.files.filter(({ violation }) => violation !== undefined);
  return json({
    displayTimeUnit: 'ms',
    otherData: {
      summary: totalsOf(report),
      files: broken.map((file) => ({
        file: file.file,
        outcome: file.outcome,
        property: file.violation?.property,
        source: file.violation?.source,
        replay: litmusReplay(file),
      })),
    },
    traceEvents: broken.flatMap((file, i) =>
      traceEvents(i + 1, `${outcomeWord(file)} ${file.file}`, file.violation?.trace ?? []),
    ),
  });
}
