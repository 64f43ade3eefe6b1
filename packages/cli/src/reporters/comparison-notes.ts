import { formatNanoseconds } from '@cvm-teardown/core';
import type { ComparisonGroup, RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import type { Fact } from './check-outline.js';
import { type ComparedRun, laterLines, unglued } from './comparison-cells.js';
import { facts } from './facts.js';
import { grouped, missingAssumptions, sensitivePrices } from './run-figures.js';

const INDENT = 2;
const MOST_ALIKE = 4;

/** What stands in no row. */
export interface Aside {
  readonly alike: readonly { readonly operation: string; readonly count: number }[];
  /** Whether the rows had room for what happens later. */
  readonly laterShown: boolean;
}

/** What there is to say below the rows of a group. */
export const groupNotes = (
  group: ComparisonGroup,
  compared: readonly ComparedRun[],
  runs: readonly RunEntry[],
  aside: Aside,
  look: Look,
): string => verdict(group, look) + facts(noteFacts(group, compared, runs, aside), look, INDENT);

/** The same as facts, without the verdict. Those without text say nothing. */
export function noteFacts(
  group: ComparisonGroup,
  compared: readonly ComparedRun[],
  runs: readonly RunEntry[],
  { alike, laterShown }: Aside,
): readonly Fact[] {
  const labelled = compared.map(({ label }, i) => ({ label, run: runs[i] as RunEntry }));
  const rest = alike.length - MOST_ALIKE;
  const same = [
    ...alike.slice(0, MOST_ALIKE).map(({ operation, count }) => `${grouped(count)} ${operation}`),
    ...(rest > 0 ? [`+${rest} others`] : []),
  ].join(', ');
  return [
    ...group.rows.flatMap((row) =>
      row.comparable ? [] : ([[row.label, `not comparable, because ${row.because}`]] as const),
    ),
    ['later', laterShown ? '' : labelled.map(({ label, run }) => later(label, run)).join('; ')],
    ['same in each', compared.length > 1 ? same : ''],
    ['no price yet', missing(runs)],
    ['sensitive', sensitive(labelled)],
    ...published(runs),
    ...labelled.flatMap(({ label, run }) => run.presumed.map((text) => ['presumed', `${label}: ${text}`] as const)),
    ...group.warnings.map((warning) => ['warning', warning] as const),
    ...labelled.flatMap(({ label, run }) =>
      run.warnings.map((warning) => ['warning', `${label}: ${warning}`] as const),
    ),
  ];
}

function verdict(group: ComparisonGroup, { width, palette }: Look): string {
  const text = verdictText(group);
  return text === '' ? '' : table([[palette('bold', text)]], { width, indent: INDENT });
}

/** Why there is no difference, or nothing to compare; '' where there is a difference. A row that cannot be compared says why by itself. */
export const verdictText = ({ verdict: { kind, because }, rows }: ComparisonGroup): string =>
  because === undefined || rows.some(({ comparable }) => !comparable) ? '' : `${kind}, because ${because}`;

function later(label: string, run: RunEntry): string {
  const lines = laterLines(run, 2).map(({ figure, of }) => `${figure} ${unglued(of)}`);
  return `${label} ${lines.length === 0 ? 'nothing' : lines.join(', ')}`;
}

function missing(runs: readonly RunEntry[]): string {
  return missingAssumptions(runs)
    .map(({ flag, prices }) => (prices === 1 ? flag : `${flag} (prices ${prices} operations)`))
    .join(', ');
}

function sensitive(runs: readonly { readonly label: string; readonly run: RunEntry }[]): string {
  const moves = runs.flatMap(({ label, run }) => {
    const [most] = sensitivePrices(run);
    if (most === undefined) return [];
    return `${label} ${formatNanoseconds(most.half_ns)} to ${formatNanoseconds(most.double_ns)} (${most.operation})`;
  });
  return moves.length === 0 ? '' : `one assumed price halved or doubled, first order: ${moves.join('; ')}`;
}

function published(runs: readonly RunEntry[]): readonly (readonly [string, string])[] {
  const figures = runs.flatMap((run) => run.published);
  return figures
    .filter(({ id }, i) => figures.findIndex((other) => other.id === id) === i)
    .map(({ machine, source }) => ['published', `${machine}: ${source}`]);
}
