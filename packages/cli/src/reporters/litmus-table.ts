import { printable } from '@cvm-teardown/core';
import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import type { Style } from '../output/palette.js';
import type { Fact } from './check-outline.js';
import { counted, facts } from './facts.js';
import {
  litmusReplay,
  outcomeWord,
  remarkOf,
  sayWhere,
  totalsOf,
  violationFacts,
  WIDEST_WORD,
} from './litmus-words.js';
import { traceTable } from './trace-table.js';

const styles: Readonly<Record<LitmusReportFile['outcome'], Style>> = {
  ok: 'green',
  failed: 'red',
  error: 'red',
  unknown: 'yellow',
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

function headline(file: LitmusReportFile, longest: number, { palette }: Look): string {
  const word = outcomeWord(file);
  const padded = palette(styles[file.outcome], word) + ' '.repeat(WIDEST_WORD - word.length);
  return `${`${padded}  ${printable(file.file).padEnd(longest)}  ${remarkOf(file)}`.trimEnd()}\n`;
}

function details(file: LitmusReportFile, look: Look): string {
  if (file.outcome === 'error') return `${file.findings.map((finding) => sayFinding(finding, look)).join('')}\n`;
  return file.outcome === 'failed' ? `${sayFailures(file, look)}${shortestWay(file, look)}\n` : '';
}

function sayFinding(
  { code, message, where = {}, hint }: LitmusReportFile['findings'][number],
  { palette }: Look,
): string {
  const place = sayWhere(where);
  const head = `  ${place === '' ? '' : `${place}: `}${message} ${palette('dim', `[${code}]`)}\n`;
  return hint === undefined ? head : `${head}    ${palette('cyan', 'hint')}: ${hint}\n`;
}

function sayFailures(file: LitmusReportFile, look: Look): string {
  const last = file.failures.length - 1;
  const texts = file.failures.map(({ where, expected, happened }, i) => {
    const said: Fact[] = [['expected', expected], ['happened', happened], ...(i === last ? violationFacts(file) : [])];
    return `  ${sayWhere(where)}\n${facts(said, look, 4)}`;
  });
  return texts.join('');
}

function shortestWay(file: LitmusReportFile, look: Look): string {
  const { violation } = file;
  if (violation === undefined || violation.trace.length === 0) return '';
  const steps = counted(violation.trace.length, 'step');
  return `  the shortest way there, ${steps}:\n${traceTable(violation.trace, look)}\n  replay: ${litmusReplay(file)}\n`;
}

function totals(report: LitmusReport, { palette }: Look): string {
  const [words = '', ...early] = totalsOf(report).split(/(?= \()/);
  return `${words}${early.map((given) => ` ${palette('yellow', given.trim())}`).join('')}\n`;
}
