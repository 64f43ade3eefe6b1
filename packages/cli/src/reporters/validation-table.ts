import type { ValidationReport } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { type ValidationSection, validationOutline } from './validation-outline.js';

/** A report card for people. */
export function validationTable(report: ValidationReport, look: Look): string {
  const { sections, summary } = validationOutline(report);
  const given = report.incomplete ? [look.palette('yellow', 'given up before its end')] : [];
  return `${[...sections.map((section) => drawn(section, look)), [...summary, ...given].join('\n')].join('\n')}\n`;
}

function drawn({ title, intro, head, rows, notes }: ValidationSection, { width, palette }: Look): string {
  const lines = (texts: readonly string[]): string =>
    table(
      texts.filter((text) => text !== '').map((text) => [text]),
      { width, indent: 2 },
    );
  const drawn = table(rows, { head: head.map((name) => palette('dim', name)), width, indent: 2 });
  return `${palette('bold', title)}\n${lines([intro])}${drawn}${lines(notes)}`;
}
