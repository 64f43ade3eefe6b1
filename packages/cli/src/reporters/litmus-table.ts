import { type Finding, printable } from '@cvm-teardown/core';
import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import type { Style } from '../output/palette.js';
import { counted, facts } from './facts.js';
import { traceTable } from './trace-table.js';

type Outcome = LitmusReportFile['outcome'];

const words: Readonly<Record<Outcome, readonly [word: string, style: Style]>> = {
  ok: ['ok', 'green'],
  failed: ['FAILED', 'red'],
  error: ['ERROR', 'red'],
  unknown: ['unknown', 'yellow'],
};

/** Litmus files for people: a line for each, with what went wrong and the shortest way there below it; totals. */
export function litmusTable(report: LitmusReport, look: Look): string {
  const longest = Math.max(0, ...report.files.map(({ file }) => printable(file).length));
  const lines = report.files.map((file) => headline(file, longest, look) + details(file, look));
  return `${lines.join('').trimEnd()}${lines.length === 0 ? '' : '\n\n'}${totals(report, look)}`;
}

/** One file alone, with all that is said about it. */
export const litmusFileText = (file: LitmusReportFile, look: Look): string =>
  `${headline(file, 0, look)}${details(file, look)}`.trimEnd();

const WIDEST_WORD = Math.max(...Object.values(words).map(([word]) => word.length));

function headline(file: LitmusReportFile, longest: number, { palette }: Look): string {
  const [word, style] = words[file.outcome];
  const padded = palette(style, word) + ' '.repeat(WIDEST_WORD - word.length);
  return `${`${padded}  ${printable(file.file).padEnd(longest)}  ${remark(file)}`.trimEnd()}\n`;
}

function remark({ outcome, violation, states, limit = '' }: LitmusReportFile): string {
  if (outcome === 'error') return '';
  if (outcome === 'unknown') return limit;
  const size = counted(states, 'state');
  if (outcome === 'failed' || violation === undefined) return size;
  return `${size}; violates ${violation.property} in ${counted(violation.trace.length, 'step')}, as it should`;
}

function details(file: LitmusReportFile, look: Look): string {
  if (file.outcome === 'error') return `${file.findings.map((finding) => sayFinding(finding, look)).join('')}\n`;
  if (file.outcome !== 'failed') return '';
  return `${file.failures.map((failure) => sayFailure(failure, look)).join('')}${shortestWay(file, look)}\n`;
}

/** `file:line:column: path`, which terminals and editors turn into a link. */
const sayWhere = ({ file, line, column, path = '' }: NonNullable<Finding['where']>): string =>
  [
    [file === undefined ? undefined : printable(file), line, column].filter((part) => part !== undefined).join(':'),
    path,
  ]
    .filter((part) => part !== '')
    .join(': ');

function sayFinding(
  { code, message, where = {}, hint }: LitmusReportFile['findings'][number],
  { palette }: Look,
): string {
  const place = sayWhere(where);
  const head = `  ${place === '' ? '' : `${place}: `}${message} ${palette('dim', `[${code}]`)}\n`;
  return hint === undefined ? head : `${head}    ${palette('cyan', 'hint')}: ${hint}\n`;
}

const sayFailure = ({ where, expected, happened }: LitmusReportFile['failures'][number], look: Look): string =>
  `  ${sayWhere(where)}\n${facts(
    [
      ['expected', expected],
      ['happened', happened],
    ],
    look,
    4,
  )}`;

function shortestWay({ violation }: LitmusReportFile, look: Look): string {
  if (violation === undefined || violation.trace.length === 0) return '';
  return `  the shortest way there, ${counted(violation.trace.length, 'step')}:\n${traceTable(violation.trace, look)}`;
}

function totals({ totals: { files, ...outcomes }, incomplete }: LitmusReport, { palette }: Look): string {
  const parts = (Object.keys(words) as Outcome[])
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `${outcomes[outcome]} ${words[outcome][0]}`);
  const given = incomplete ? ` ${palette('yellow', '(given up before the end)')}` : '';
  return `${counted(files, 'file')}: ${parts.join(', ') || 'none'}${given}\n`;
}
