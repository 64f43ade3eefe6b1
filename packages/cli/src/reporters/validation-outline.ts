import { formatSize } from '@cvm-teardown/core';
import type { ValidatedArchitecture, ValidationReport } from '@cvm-teardown/core/report';
import { counted } from './facts.js';
import { percentText } from './percent-text.js';
import { bareTime, grouped, publishedText } from './run-figures.js';

/** A table with what is to be said before and behind it. */
export interface ValidationSection {
  readonly title: string;
  readonly intro: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export interface ValidationOutline {
  readonly title: string;
  readonly sections: readonly ValidationSection[];
  /** One line each: the whole in short. */
  readonly summary: readonly string[];
}

type Time = ValidatedArchitecture['times'][number];
type Counts = NonNullable<ValidatedArchitecture['counts']>;
type Litmus = NonNullable<ValidatedArchitecture['litmus']>;

/** What a report card says, section by section; tables of any form are drawn from it. */
export function validationOutline({ architectures, incomplete }: ValidationReport): ValidationOutline {
  return {
    title: `Validation${incomplete ? ' (given up before its end)' : ''}`,
    sections: architectures.flatMap((architecture) => [
      ...timeSections(architecture),
      ...(architecture.counts ? [countSection(architecture.arch, architecture.counts)] : []),
      ...(architecture.litmus ? [litmusSection(architecture.arch, architecture.litmus)] : []),
    ]),
    summary: architectures.map(summaryOf),
  };
}

function timeSections({ arch, times }: ValidatedArchitecture): ValidationSection[] {
  const open = times.filter(({ verdict }) => verdict !== 'fitted' && verdict !== 'unknown');
  const fitted = times.filter(({ verdict }) => verdict === 'fitted');
  const unknown = times.filter(({ verdict }) => verdict === 'unknown');
  const head = ['published time', 'memory', 'policy', 'published', 'modelled', 'off by', 'rests on'];
  return [
    {
      title: `${arch}: published times that nothing was fitted to`,
      intro: '',
      head,
      rows: open.map((time) => [...figures(time), errorText(time), time.modelled.basis]),
      notes: errorNotes(open),
    },
    {
      title: `${arch}: published times that prices were fitted to`,
      intro: 'That these agree proves nothing; where they do not, the fit is poor.',
      head: head.slice(0, -1),
      rows: fitted.map((time) => [...figures(time), errorText(time)]),
      notes: [],
    },
    {
      title: `${arch}: published times that cannot be checked`,
      intro: '',
      head: ['published time', 'memory', 'policy', 'published', 'because'],
      rows: unknown.map((time) => [...figures(time).slice(0, 4), time.because ?? '']),
      notes: [],
    },
  ].filter(({ rows }) => rows.length > 0);
}

const figures = ({ id, memory_bytes, policy, release, published, modelled }: Time): string[] => [
  id,
  formatSize(memory_bytes),
  release === undefined ? policy : `${policy} ${release}`,
  publishedText(published),
  bareTime(modelled.ns),
];

const errorText = ({ verdict, error }: Time): string =>
  error === undefined ? (verdict === 'kept' ? 'kept' : 'MISSED') : percentText(error);

function errorNotes(times: readonly Time[]): string[] {
  const errors = times
    .flatMap(({ error }) => (error === undefined ? [] : [error]))
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  if (errors.length === 0) return [];
  const middle = Math.abs(errors[Math.floor((errors.length - 1) / 2)] as number);
  const worst = errors.at(-1) as number;
  return [`off by ${(middle * 100).toFixed(1)} % in the middle, ${percentText(worst)} at worst, of ${errors.length}`];
}

function countSection(arch: string, { rows, exact, missed, not_compared, systems, source }: Counts): ValidationSection {
  const compared = exact + missed.length;
  return {
    title: `${arch}: counts measured on real systems`,
    intro: `${grouped(exact)} of ${grouped(compared)} rows agree exactly, in every sum${rows === compared ? '.' : `; ${grouped(rows - compared)} more are not compared.`}`,
    head: ['rows', 'not compared because'],
    rows: not_compared.map(({ because, rows: skipped }) => [grouped(skipped), because]),
    notes: [
      ...missed.flatMap(({ id, counts }) =>
        counts.map(
          ({ name, measured, modelled }) =>
            `${id}: ${name} ${grouped(measured)} measured, ${grouped(modelled)} modelled`,
        ),
      ),
      `systems: ${systems.join('; ')}`,
      source,
    ],
  };
}

const litmusSection = (arch: string, { files, ok, others }: Litmus): ValidationSection => ({
  title: `${arch}: litmus files`,
  intro: `${grouped(ok)} of ${counted(files, 'file')} as expected, in every interleaving.`,
  head: ['outcome', 'file'],
  rows: others.map(({ file, outcome }) => [outcome, file]),
  notes: [],
});

function summaryOf({ arch, times, counts, litmus }: ValidatedArchitecture): string {
  const of = (...verdicts: readonly Time['verdict'][]): number =>
    times.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return `${arch}: ${[
    `${counted(times.length, 'published time')}: ${of('error', 'kept', 'missed')} compared, ${of('fitted')} fitted, ${of('unknown')} unknown`,
    counts && `${grouped(counts.exact)} of ${grouped(counts.exact + counts.missed.length)} measured rows exact`,
    litmus && `${grouped(litmus.ok)} of ${grouped(litmus.files)} litmus files as expected`,
  ]
    .filter((part) => part !== undefined)
    .join('; ')}`;
}
