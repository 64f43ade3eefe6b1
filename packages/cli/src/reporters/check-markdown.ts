import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { type AnyCheckReport, type Fact, outlineOf, type TraceRow, titleOf } from './check-outline.js';
import { actorsOf, changesOf, circumstancesOf, shownRows } from './trace-words.js';

type Tree = Parameters<typeof toMarkdown>[0];
type Block = Extract<Tree, { readonly type: 'root' }>['children'][number];
type Inline = Extract<Block, { readonly type: 'paragraph' }>['children'][number];

/** A check for an issue or a pull request, in GitHub's Markdown. Names that look like markup stay names. */
export function checkMarkdown(report: AnyCheckReport): string {
  const { verdict, about, promise, facts, defects, way, trace } = outlineOf(report);
  const known = [...facts, ['defects', defects.map(({ id }) => id).join(', ') || 'none'] as const].filter(hasText);
  const blocks: Block[] = [
    {
      type: 'heading',
      depth: 2,
      children: [text(`${titleOf(report)}: ${[verdict, about].filter((part) => part !== '').join(', ')}`)],
    },
    ...promise.filter(hasText).map(([name, words]) => paragraph(strong(name), text(` ${words}`))),
    tableOf(
      ['', ''],
      known.map(([name, words]) => [[strong(name)], [text(words)]]),
    ),
    ...traceBlocks(way, trace),
    paragraph(text('Replay:')),
    { type: 'code', lang: 'sh', value: report.replay },
  ];
  return toMarkdown(
    { type: 'root', children: blocks },
    { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })], bullet: '-' },
  );
}

const hasText = ([, words]: Fact): boolean => words !== '';

function traceBlocks(way: string, trace: readonly TraceRow[]): Block[] {
  if (trace.length === 0) return [];
  const actors = actorsOf(trace);
  const rows = shownRows(trace).map(({ number, call, row }): Inline[][] => [
    [text(number)],
    ...actors.map((actor) => (actor === row.actor ? [code(call), ...spaced(circumstancesOf(row))] : [])),
    lines(changesOf(row)),
  ]);
  return [paragraph(text(`${way}:`)), tableOf(['#', ...actors, 'changes'], rows)];
}

const text = (value: string): Inline => ({ type: 'text', value });
const strong = (value: string): Inline => ({ type: 'strong', children: [text(value)] });
const code = (value: string): Inline => ({ type: 'inlineCode', value });
const spaced = (value: string): Inline[] => (value === '' ? [] : [text(` ${value}`)]);
const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children });

/** A cell of a table has one line: GitHub's tables know `<br>`. */
const lines = (all: readonly string[]): Inline[] =>
  all.flatMap((line, i) => [...(i === 0 ? [] : [{ type: 'html', value: '<br>' } as const]), code(line)]);

function tableOf(head: readonly string[], rows: readonly (readonly Inline[][])[]): Block {
  const row = (cells: readonly Inline[][]) => ({
    type: 'tableRow' as const,
    children: cells.map((children) => ({ type: 'tableCell' as const, children })),
  });
  return { type: 'table', children: [row(head.map((name) => (name === '' ? [] : [text(name)]))), ...rows.map(row)] };
}
