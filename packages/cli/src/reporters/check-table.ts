import { formatSize } from '@cvm-teardown/core';
import type { CheckReport } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import type { Style } from '../output/palette.js';
import { table } from '../output/table.js';
import { counted, facts, settings } from './facts.js';
import { traceTable } from './trace-table.js';

const styles: Readonly<Record<CheckReport['verdict'], Style>> = { valid: 'green', violated: 'red', unknown: 'yellow' };

/** A check for people: the verdict and what it is about, then the counterexample, then how to see it again. */
export function checkTable(report: CheckReport, look: Look): string {
  const { verdict, limit, violation, replay } = report;
  const about = violation?.property ?? limit;
  const headline = `${look.palette(styles[verdict], verdict)}${about === undefined ? '' : `: ${about}`}\n`;
  const parts = [
    headline + promise(report, look),
    machineFacts(report, look),
    trace(report, look),
    `replay: ${replay}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The violated property, in words. */
function promise({ violation }: CheckReport, look: Look): string {
  if (violation === undefined) return '';
  const { summary, detail = '', source, kind } = violation;
  const word = kind === 'deadlock' ? 'always' : kind;
  return facts(
    [
      [word, summary],
      ['but', detail],
      ['source', source],
    ],
    look,
    2,
  );
}

function machineFacts(report: CheckReport, look: Look): string {
  const { machine, faults, states, transitions, depth, sometimes } = report;
  const { arch, trigger, policy, release, authority, features, options, scale, page_count, page_bytes, vcpus } =
    machine;
  const present = machine.resident === 1 ? '' : `, ${machine.resident * 100} % present`;
  const reached = (wanted: boolean) =>
    sometimes
      .filter((property) => property.reached === wanted)
      .map(({ id }) => id)
      .join(', ');
  return (
    facts(
      [
        ['machine', `${arch}, ${trigger} by ${policy}, release ${release}, authority ${authority}`],
        ['size', `${counted(page_count, 'page')} of ${formatSize(page_bytes)}${present}, ${counted(vcpus, 'vCPU')}`],
        ['features', settings(features)],
        ['options', settings(options)],
        ['scale', settings(scale)],
        ['faults', faults === 0 ? 'none' : `at most ${faults} in one execution`],
        ['searched', [counted(states, 'state'), counted(transitions, 'transition'), `depth ${depth}`].join(', ')],
        ['reached', reached(true)],
        [wasFinished(report) ? 'not reached' : 'not yet reached', reached(false)],
        ['defects', report.defects_in_force.length === 0 ? 'none' : ''],
      ],
      look,
    ) + defectTable(report, look)
  );
}

/** Whether every state was looked at: what was not reached then cannot be. */
const wasFinished = ({ verdict, violation }: CheckReport): boolean =>
  verdict === 'valid' || violation?.kind === 'sometimes' || violation?.kind === 'eventually';

function defectTable({ defects_in_force: defects }: CheckReport, { width, palette }: Look): string {
  if (defects.length === 0) return '';
  const rows = defects.map(({ id, kind, summary }) => [id, kind, summary]);
  return `${palette('dim', 'defects in force')}\n${table(rows, { width, indent: 2 })}`;
}

function trace({ violation }: CheckReport, look: Look): string {
  if (violation === undefined || violation.trace.length === 0) return '';
  const { trace: steps } = violation;
  return `the shortest way there, ${counted(steps.length, 'step')}:\n${traceTable(steps, look)}`;
}
