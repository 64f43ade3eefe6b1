import { type AnyCheckReport, type CheckOutline, outlineOf, type TraceRow, titleOf } from './check-outline.js';
import { shownRows } from './shown-rows.js';
import { changesOf, circumstancesOf } from './trace-words.js';

const levels: Readonly<Record<CheckOutline['verdict'], 'error' | 'warning' | 'notice'>> = {
  violated: 'error',
  unknown: 'warning',
  valid: 'notice',
  'no violation found': 'notice',
};

/** A check as an annotation of a GitHub Actions run: one workflow command. There is no file that it could point into. */
export function checkGithub(report: AnyCheckReport): string {
  const { verdict, about, promise, facts, way, trace } = outlineOf(report);
  const title = `${titleOf(report)}: ${[verdict, about].filter((part) => part !== '').join(', ')}`;
  const rows = shownRows(trace).map(({ number, call, row }) =>
    [`${number}. ${row.actor}: ${call}`, circumstancesOf(row), changesOf(row).join(', '), cited(row)]
      .filter((part) => part !== '')
      .join('  '),
  );
  const lines = [
    ...[...promise, ...facts].filter(([, words]) => words !== '').map(([name, words]) => `${name}: ${words}`),
    ...(rows.length === 0 ? [] : [`${way}:`, ...rows]),
    `replay: ${report.replay}`,
  ];
  return `::${levels[verdict]} title=${property(title)}::${data(lines.join('\n'))}\n`;
}

const cited = ({ source }: TraceRow): string => (source === undefined ? '' : `[${source}]`);

/** Escaping of workflow commands, as `@actions/core` does it. Source: actions/toolkit, packages/core/src/command.ts */
export const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
export const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
