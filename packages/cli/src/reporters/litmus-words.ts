import { type Finding, printable } from '@cvm-teardown/core';
import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import { quoted } from '../check/replay.js';
import { toolInfo } from '../tool-info.js';
import type { Fact } from './check-outline.js';
import { counted, settings } from './facts.js';

type Outcome = LitmusReportFile['outcome'];

const WORDS: Readonly<Record<Outcome, string>> = { ok: 'ok', failed: 'FAILED', error: 'ERROR', unknown: 'unknown' };

export const outcomeWord = ({ outcome }: LitmusReportFile): string => WORDS[outcome];

export const WIDEST_WORD = Math.max(...Object.values(WORDS).map((word) => word.length));

const ADVICE = 'take fewer pages, actors or faults, or a higher limit';

/** What stands beside a file that needs no explanation. */
export function remarkOf({ outcome, violation, states, limit = '' }: LitmusReportFile): string {
  if (outcome === 'error') return '';
  if (outcome === 'unknown') return `${limit}: ${ADVICE}`;
  const size = counted(states, 'state');
  if (outcome === 'failed' || violation === undefined) return size;
  return `${size}; violates ${violation.property} in ${counted(violation.trace.length, 'step')}, as it should`;
}

/** `file:line:column: path`, which terminals and editors turn into a link. */
export const sayWhere = ({ file, line, column, path = '' }: NonNullable<Finding['where']>): string =>
  [
    [file === undefined ? undefined : printable(file), line, column].filter((part) => part !== undefined).join(':'),
    path,
  ]
    .filter((part) => part !== '')
    .join(': ');

/** What else is known of the promise that was broken, and of the machine. */
export function violationFacts({ violation, failures, scale = {} }: LitmusReportFile): readonly Fact[] {
  // What a file itself expects has no source but the file.
  const promise = failures.some(({ where }) => where.path === violation?.property) ? undefined : violation;
  return [
    ['but', promise?.detail ?? ''],
    ['source', promise?.source ?? ''],
    ['scale', settings(scale)],
  ];
}

/** The command that checks a file again. */
export const litmusReplay = ({ file }: Pick<LitmusReportFile, 'file'>): string =>
  `${toolInfo().name} check ${quoted(file)}`;

/** `3 files: 2 ok, 1 FAILED`. */
export function totalsOf({ totals: { files, ...outcomes }, incomplete }: LitmusReport): string {
  const parts = (Object.keys(WORDS) as Outcome[])
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `${outcomes[outcome]} ${WORDS[outcome]}`);
  return `${counted(files, 'file')}: ${parts.join(', ') || 'none'}${incomplete ? ' (given up before the end)' : ''}`;
}
