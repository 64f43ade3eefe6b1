import type { ComparisonGroup, ComparisonReport, RunEntry } from '@cvm-teardown/core/report';
import { type FigureLine, unglued } from './comparison-cells.js';
import { groupLines, groupSize } from './comparison-group.js';
import type { ComparisonLines } from './comparison-lines.js';
import { noteFacts, verdictText } from './comparison-notes.js';
import { legendFacts, runsOf } from './comparison-table.js';
import { type Block, factTable, heading, type Inline, markdown, paragraph, strong, tableOf, text } from './markdown.js';

/** Wide enough for what a page can show. */
const ROOM = { blocked: 4, later: 3 };

/** A comparison for an issue, a wiki or a plan. */
export function comparisonMarkdown(report: ComparisonReport): string {
  const legend = legendFacts(report);
  return markdown([
    heading(2, 'Comparison of teardowns'),
    ...(report.incomplete ? [paragraph(text('Given up before its end: rows are missing.'))] : []),
    ...report.groups.flatMap((group) => groupBlocks(group, runsOf(report))),
    ...(legend.length === 0 ? [] : [heading(3, 'What the words mean'), factTable(legend)]),
  ]);
}

function groupBlocks(group: ComparisonGroup, runOf: (id: string) => RunEntry): Block[] {
  const { compared, runs, alike, linesFor } = groupLines(group, runOf);
  const verdict = verdictText(group);
  const notes = noteFacts(group, compared, runs, { alike, laterShown: true }).filter(([, words]) => words !== '');
  return [
    heading(3, `${group.title} (${groupSize(group)})`),
    ...(compared.length === 0 ? [] : [rowTable(linesFor(ROOM))]),
    ...(verdict === '' ? [] : [paragraph(strong(verdict))]),
    ...(notes.length === 0 ? [] : [factTable(notes)]),
  ];
}

const rowTable = (rows: readonly ComparisonLines[]): Block =>
  tableOf(
    ['policy', 'blocked', 'ratio', 'later', 'published'],
    rows.map(({ label, release, blocked, later, published }) => [
      stacked([label, release]),
      stacked(blocked.map(said)),
      stacked(blocked.map(({ ratio }) => ratio)),
      stacked(later.map(said)),
      stacked(published),
    ]),
  );

const said = ({ figure, of }: FigureLine): string => `${figure} ${unglued(of)}`;

/** Lines of one cell: GitHub's tables know `<br>`. */
const stacked = (lines: readonly string[]): Inline[] =>
  lines.flatMap((line, i) => [...(i === 0 ? [] : [{ type: 'html', value: '<br>' } as const]), text(line)]);
