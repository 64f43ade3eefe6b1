import type { ValidationReport } from '@cvm-teardown/core/report';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { type ValidationSection, validationOutline } from './validation-outline.js';

type Block = Extract<Parameters<typeof toMarkdown>[0], { readonly type: 'root' }>['children'][number];

/** A report card for an issue, a wiki or a release note. */
export function validationMarkdown(report: ValidationReport): string {
  const { title, sections, summary } = validationOutline(report);
  const children: Block[] = [heading(2, title), ...sections.flatMap(blocksOf), list(summary)];
  return toMarkdown(
    { type: 'root', children },
    { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })], bullet: '-' },
  );
}

const blocksOf = ({ title, intro, head, rows, notes }: ValidationSection): Block[] => [
  heading(3, title),
  ...(intro === '' ? [] : [paragraph(intro)]),
  ...(rows.length === 0 ? [] : [tableOf([head, ...rows])]),
  ...(notes.length === 0 ? [] : [list(notes)]),
];

const text = (value: string) => ({ type: 'text', value }) as const;
const paragraph = (value: string): Block => ({ type: 'paragraph', children: [text(value)] });
const heading = (depth: 2 | 3, value: string): Block => ({ type: 'heading', depth, children: [text(value)] });

const list = (items: readonly string[]): Block => ({
  type: 'list',
  spread: false,
  children: items.map((item) => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: [text(item)] }],
  })),
});

const tableOf = (rows: readonly (readonly string[])[]): Block => ({
  type: 'table',
  children: rows.map((cells) => ({
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: [text(cell)] })),
  })),
});
