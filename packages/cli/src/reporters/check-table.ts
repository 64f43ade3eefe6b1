import type { Look } from '../output/outputs.js';
import type { Style } from '../output/palette.js';
import { table } from '../output/table.js';
import { type AnyCheckReport, type CheckOutline, outlineOf } from './check-outline.js';
import { facts } from './facts.js';
import { traceTable } from './trace-table.js';

const styles: Readonly<Record<CheckOutline['verdict'], Style>> = {
  valid: 'green',
  violated: 'red',
  unknown: 'yellow',
  'no violation found': 'yellow',
};

/** A check for people: the verdict and what it is about, then the counterexample, then how to see it again. */
export function checkTable(report: AnyCheckReport, look: Look): string {
  const { verdict, about, ...outline } = outlineOf(report);
  const headline = `${look.palette(styles[verdict], verdict)}${about === '' ? '' : `${joint(verdict)}${about}`}\n`;
  const parts = [
    headline + facts(outline.promise, look, 2),
    machinePart(outline, look),
    tracePart(outline, look),
    `replay: ${report.replay}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** `violated: no-secret-leaves`, `no violation found in 100 runs`. */
const joint = (verdict: CheckOutline['verdict']): string => (verdict === 'no violation found' ? ' ' : ': ');

type Parts = Pick<CheckOutline, 'facts' | 'defects' | 'way' | 'trace'>;

function machinePart({ facts: known, defects }: Parts, look: Look): string {
  const none = defects.length === 0 ? ([['defects', 'none']] as const) : [];
  return facts([...known, ...none], look) + defectTable(defects, look);
}

function defectTable(defects: CheckOutline['defects'], { width, palette }: Look): string {
  if (defects.length === 0) return '';
  const rows = defects.map(({ id, kind, summary }) => [id, kind, summary]);
  return `${palette('dim', 'defects in force')}\n${table(rows, { width, indent: 2 })}`;
}

function tracePart({ way, trace }: Parts, look: Look): string {
  return trace.length === 0 ? '' : `${way}:\n${traceTable(trace, look)}`;
}
