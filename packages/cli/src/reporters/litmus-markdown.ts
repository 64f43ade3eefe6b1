import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import type { Fact } from './check-outline.js';
import { counted } from './facts.js';
import { litmusReplay, outcomeWord, remarkOf, sayWhere, totalsOf, violationFacts } from './litmus-words.js';
import { type Block, code, factTable, heading, markdown, paragraph, shell, tableOf, text } from './markdown.js';
import { traceBlocks } from './trace-markdown.js';

/** Litmus files for an issue or a pull request: all of them in a table, then those that are not as expected. */
export function litmusMarkdown(report: LitmusReport): string {
  const { files } = report;
  const rows = files.map((file) => [[code(file.file)], [text(outcomeWord(file))], [text(remarkOf(file))]]);
  return markdown([
    heading(2, totalsOf(report)),
    ...(rows.length === 0 ? [] : [tableOf(['file', 'outcome', ''], rows)]),
    ...files.flatMap(blocksOf),
  ]);
}

function blocksOf(file: LitmusReportFile): Block[] {
  switch (file.outcome) {
    case 'failed':
      return [heading(3, `${outcomeWord(file)}: ${file.file}`), ...failureBlocks(file), ...wayBlocks(file)];
    case 'error':
      return [heading(3, `${outcomeWord(file)}: ${file.file}`), ...file.findings.map(findingBlock)];
    default:
      return [];
  }
}

const failureBlocks = ({ failures, ...file }: LitmusReportFile): Block[] =>
  failures.map(({ where, expected, happened }, i) => {
    const last = i === failures.length - 1;
    const facts: Fact[] = [
      ['where', sayWhere(where)],
      ['expected', expected],
      ['happened', happened],
    ];
    return factTable([...facts, ...(last ? violationFacts({ failures, ...file }) : [])]);
  });

function wayBlocks(file: LitmusReportFile): Block[] {
  const trace = file.violation?.trace ?? [];
  const way = `the shortest way there, ${counted(trace.length, 'step')}`;
  return [...traceBlocks(way, trace), paragraph(text('Replay:')), shell(litmusReplay(file))];
}

const findingBlock = ({ code: id, message, where = {}, hint }: LitmusReportFile['findings'][number]): Block =>
  factTable([
    ['where', sayWhere(where)],
    [id, message],
    ['hint', hint ?? ''],
  ]);
