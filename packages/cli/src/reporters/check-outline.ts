import { formatSize } from '@cvm-teardown/core';
import type { CheckReport, RandomCheckReport } from '@cvm-teardown/core/report';
import { counted, settings } from './facts.js';

/** What the reporters of `check` draw. */
export type AnyCheckReport = CheckReport | RandomCheckReport;

export type Violation = NonNullable<AnyCheckReport['violation']>;
export type TraceRow = Violation['trace'][number];
export type Fact = readonly [name: string, text: string];

/** What every form of a check's report says, in words; only how it looks is left open. */
export interface CheckOutline {
  readonly verdict: 'valid' | 'violated' | 'unknown' | 'no violation found';
  /** What the verdict is about: a property, a limit, what was tried; '' for nothing. */
  readonly about: string;
  /** The violated property in words, its source; empty without a violation. */
  readonly promise: readonly Fact[];
  /** What was checked, and how. Those without text say nothing. */
  readonly facts: readonly Fact[];
  readonly defects: AnyCheckReport['defects_in_force'];
  /** What stands above the trace. */
  readonly way: string;
  readonly trace: readonly TraceRow[];
}

/** Symmetry saves states, seldom time. */
const adviceAt = ({ limit = '', symmetry }: CheckReport): string =>
  `fewer --pages or --faults, ${symmetry === undefined && limit.endsWith('states') ? '--symmetry, ' : ''}a higher limit, or schedules at random: --random`;

const UNREACHED = 'what was never reached may hide anything: more --runs, --moves, --pages or --faults';

export function outlineOf(report: AnyCheckReport): CheckOutline {
  return report.kind === 'check' ? ofWalk(report) : ofRandom(report);
}

/** The machine in a few words, to tell one check from another. */
export const titleOf = ({ machine: { arch, trigger, policy, release } }: AnyCheckReport): string =>
  `${arch} ${trigger} by ${policy}, release ${release}`;

function ofWalk(report: CheckReport): CheckOutline {
  const { verdict, limit, violation, faults, states, transitions, depth, sometimes } = report;
  const trace = violation?.trace ?? [];
  const reached = (wanted: boolean) => ids(sometimes.filter((property) => property.reached === wanted));
  return {
    verdict,
    about: violation?.property ?? limit ?? '',
    promise: promiseOf(violation),
    facts: [
      ...machineFacts(report.machine),
      ['faults', faults === 0 ? 'none' : `at most ${faults} in one execution`],
      ['searched', [counted(states, 'state'), counted(transitions, 'transition'), `depth ${depth}`].join(', ')],
      ['symmetry', saySymmetry(report)],
      ['reached', reached(true)],
      [wasFinished(report) ? 'not reached' : 'not yet reached', reached(false)],
      ['advice', verdict === 'unknown' && !report.incomplete ? adviceAt(report) : ''],
    ],
    defects: report.defects_in_force,
    way: `the shortest way there, ${counted(trace.length, 'step')}`,
    trace,
  };
}

/** Which states were counted once. */
function saySymmetry({ symmetry }: CheckReport): string {
  if (symmetry === undefined) return '';
  if (!symmetry.used) return `not used: ${symmetry.why}`;
  const classes = symmetry.alike.map((alike) => alike.join(', ')).join('; ');
  return `pages ${classes} are alike: states that differ only in their names are counted once`;
}

function ofRandom(report: RandomCheckReport): CheckOutline {
  const { violation, faults, seed, runs, moves, moves_per_run, sometimes } = report;
  const trace = violation?.trace ?? [];
  const made = `${counted(runs, 'run')}, ${counted(moves, 'move')}`;
  const early = report.incomplete ? `; given up before the end of ${counted(report.runs_asked, 'run')}` : '';
  const reached = sometimes.filter((property) => property.runs > 0);
  const isOpen = violation === undefined && reached.length < sometimes.length;
  return {
    verdict: violation === undefined ? 'no violation found' : 'violated',
    about: violation?.property ?? `in ${made}${early}`,
    promise: promiseOf(violation),
    facts: [
      ['seed', String(seed)],
      ...machineFacts(report.machine),
      ['faults', faults === 0 ? 'none' : `at most ${faults} in one run, of kinds that are drawn`],
      ['tried', `${made}, at most ${counted(moves_per_run, 'move')} in a run before faults stop`],
      [
        'found',
        violation === undefined ? '' : `with seed ${violation.seed} after ${counted(violation.found_after, 'move')}`,
      ],
      ['reached', reached.map((property) => `${property.id} in ${counted(property.runs, 'run')}`).join(', ')],
      ['not reached', ids(sometimes.filter((property) => property.runs === 0))],
      ['advice', isOpen && !report.incomplete ? UNREACHED : ''],
    ],
    defects: report.defects_in_force,
    way: `what is left of the way there, ${counted(trace.length, 'step')}`,
    trace,
  };
}

/** The violated property, in words. */
export function promiseOf(violation: Omit<Violation, 'trace'> | undefined): readonly Fact[] {
  if (violation === undefined) return [];
  const { summary, detail = '', source, kind } = violation;
  const word = kind === 'deadlock' ? 'always' : kind;
  return [
    [word, summary],
    ['but', detail],
    ['source', source],
  ];
}

export function machineFacts(machine: AnyCheckReport['machine']): readonly Fact[] {
  const { arch, trigger, policy, release, authority, features, options, scale, page_count, page_bytes, vcpus } =
    machine;
  const present = machine.resident === 1 ? '' : `, ${machine.resident * 100} % present`;
  return [
    ['machine', `${arch}, ${trigger} by ${policy}, release ${release}, authority ${authority}`],
    ['size', `${counted(page_count, 'page')} of ${formatSize(page_bytes)}${present}, ${counted(vcpus, 'vCPU')}`],
    ['features', settings(features)],
    ['options', settings(options)],
    ['scale', settings(scale)],
  ];
}

/** Whether every state was looked at: what was not reached then cannot be. */
const wasFinished = ({ verdict, violation }: CheckReport): boolean =>
  verdict === 'valid' || violation?.kind === 'sometimes' || violation?.kind === 'eventually';

const ids = (named: readonly { readonly id: string }[]): string => named.map(({ id }) => id).join(', ');
