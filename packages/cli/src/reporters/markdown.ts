import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';

type Tree = Parameters<typeof toMarkdown>[0];
export type Block = Extract<Tree, { readonly type: 'root' }>['children'][number];
export type Inline = Extract<Block, { readonly type: 'paragraph' }>['children'][number];

/** GitHub's Markdown. Names that look like markup stay names. */
export const markdown = (blocks: readonly Block[]): string =>
  toMarkdown(
    { type: 'root', children: [...blocks] },
    { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })], bullet: '-' },
  );

export const text = (value: string): Inline => ({ type: 'text', value });
export const strong = (value: string): Inline => ({ type: 'strong', children: [text(value)] });
export const code = (value: string): Inline => ({ type: 'inlineCode', value });
export const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children });
export const heading = (depth: 2 | 3, title: string): Block => ({ type: 'heading', depth, children: [text(title)] });
export const shell = (command: string): Block => ({ type: 'code', lang: 'sh', value: command });

/** A cell of a table has one line: GitHub's tables know `<br>`. */
export const lines = (all: readonly string[]): Inline[] =>
  all.flatMap((line, i) => [...(i === 0 ? [] : [{ type: 'html', value: '<br>' } as const]), code(line)]);

export function tableOf(head: readonly string[], rows: readonly (readonly Inline[][])[]): Block {
  const row = (cells: readonly Inline[][]) => ({
    type: 'tableRow' as const,
    children: cells.map((children) => ({ type: 'tableCell' as const, children })),
  });
  return { type: 'table', children: [row(head.map((name) => (name === '' ? [] : [text(name)]))), ...rows.map(row)] };
}

/** Named facts; those without text are left out. */
export const factTable = (facts: readonly (readonly [name: string, words: string])[]): Block =>
  tableOf(
    ['', ''],
    facts.filter(([, words]) => words !== '').map(([name, words]) => [[strong(name)], [text(words)]]),
  );

/** A table of plain words. */
export const textTable = (head: readonly string[], rows: readonly (readonly string[])[]): Block =>
  tableOf(
    head,
    rows.map((cells) => cells.map((cell) => (cell === '' ? [] : [text(cell)]))),
  );

export const list = (items: readonly string[]): Block => ({
  type: 'list',
  spread: false,
  children: items.map((item) => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: [text(item)] }],
  })),
});
