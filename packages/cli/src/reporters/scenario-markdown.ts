import { formatNanoseconds } from '@cvm-teardown/core';
import type { ScenarioReport, ScenarioRun } from '@cvm-teardown/core/report';
import { type Block, heading, list, markdown, paragraph, text, textTable } from './markdown.js';
import { bareTime, grouped, timeText } from './run-figures.js';

/** A scenario for an issue, a wiki or a plan. */
export function scenarioMarkdown({ name, about, runs, verdict, incomplete }: ScenarioReport): string {
  return markdown([
    heading(2, name),
    ...(about === undefined ? [] : [paragraph(text(about))]),
    ...(incomplete ? [paragraph(text('Given up before its end.'))] : []),
    ...runs.flatMap((run) =>
      run.comparable ? ofRun(run) : [heading(3, run.arch), paragraph(text(`Not comparable: ${run.because}.`))],
    ),
    ...(verdict === 'none' ? [] : [paragraph(text(`Expectations ${verdict}.`))]),
    paragraph(text('Properties: not checked (use check).')),
  ]);
}

function ofRun({ arch, events, thresholds, warnings }: ScenarioRun): Block[] {
  return [
    heading(3, arch),
    textTable(
      ['event', 'what', 'begins', 'done', 'blocked', 'clean, back', 'most frequent operation'],
      events.map(({ id, do: kind, guest, begins_ns, done_ns, end, run }) => {
        const back = run?.metrics.memory_back_ns ?? run?.metrics.scrubbed_ns;
        const [most] = [...(run?.operations ?? [])].sort((a, b) => b.total - a.total);
        return [
          id,
          guest === null ? kind : `${kind} (${guest})`,
          bareTime(begins_ns),
          end === 'done' ? bareTime(done_ns) : end,
          run === undefined ? '' : timeText(run.metrics.blocked_ns),
          back === undefined ? '' : bareTime(back.ns),
          most === undefined
            ? ''
            : `${grouped(most.total)} ${most.operation}, ${grouped(most.blocked)} of them blocked`,
        ];
      }),
    ),
    ...(thresholds.length === 0
      ? []
      : [
          textTable(
            ['expected', '', 'measured', ''],
            thresholds.map(({ measure, expected, unit, actual, met }) => [
              measure,
              expected,
              unit === 'ns' ? formatNanoseconds(actual) : grouped(actual),
              met ? 'met' : 'missed',
            ]),
          ),
        ]),
    ...listed([...new Set(events.flatMap(({ run }) => run?.presumed ?? []))].map((text) => `Presumed: ${text}`)),
    ...listed(warnings),
  ];
}

const listed = (texts: readonly string[]): Block[] => (texts.length === 0 ? [] : [list([...texts])]);
