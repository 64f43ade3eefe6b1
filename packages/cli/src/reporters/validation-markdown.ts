import type { ValidationReport } from '@cvm-teardown/core/report';
import { type Block, heading, list, markdown, paragraph, text, textTable } from './markdown.js';
import { type ValidationSection, validationOutline } from './validation-outline.js';

/** A report card for an issue, a wiki or a release note. */
export function validationMarkdown(report: ValidationReport): string {
  const { title, sections, summary } = validationOutline(report);
  return markdown([heading(2, title), ...sections.flatMap(blocksOf), list(summary)]);
}

const blocksOf = ({ title, intro, head, rows, notes }: ValidationSection): Block[] => [
  heading(3, title),
  ...(intro === '' ? [] : [paragraph(text(intro))]),
  ...(rows.length === 0 ? [] : [textTable(head, rows)]),
  ...(notes.length === 0 ? [] : [list(notes)]),
];
