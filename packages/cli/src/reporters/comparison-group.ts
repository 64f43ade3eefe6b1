import { formatSize } from '@cvm-teardown/core';
import type { ComparisonGroup, RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import {
  blockedLines,
  type ComparedRun,
  commonOperations,
  differingOperations,
  laterLines,
  type Room,
} from './comparison-cells.js';
import { type ComparisonLines, drawLines, fits } from './comparison-lines.js';
import { groupNotes } from './comparison-notes.js';
import { publishedText } from './run-figures.js';

/** From the most that is worth showing to the least. */
const ROOMS: readonly Room[] = [
  { blocked: 4, later: 3 },
  { blocked: 3, later: 2 },
  { blocked: 2, later: 2 },
  { blocked: 2, later: 1 },
  { blocked: 1, later: 1 },
];

/** One group: its head, a row for each policy, and what there is to say about them. */
export function comparisonGroup(group: ComparisonGroup, runOf: (id: string) => RunEntry, look: Look): string {
  const { compared, runs, alike, linesFor } = groupLines(group, runOf);
  const candidates = ROOMS.map(linesFor);
  const withLater = candidates.find((lines) => fits(lines, look));
  const lines = withLater ?? withoutLater(candidates, look);
  const notes = { alike, laterShown: withLater !== undefined };
  return head(group, look) + drawLines(lines, look) + groupNotes(group, compared, runs, notes, look);
}

/** The rows of a group that can be compared, and their lines for a given room. */
export function groupLines(group: ComparisonGroup, runOf: (id: string) => RunEntry) {
  const compared = group.rows.filter((row): row is ComparedRun => row.comparable);
  const runs = compared.map(({ run }) => runOf(run));
  const telling = group.telling_operation?.operation;
  const differing = differingOperations(runs, telling);
  const common = commonOperations(runs);
  const operations = differing.length > 0 ? differing : common.map(({ operation }) => operation);
  const linesFor = (room: Room): readonly ComparisonLines[] =>
    compared.map((row, i) => {
      const run = runs[i] as RunEntry;
      return {
        label: row.label,
        release: `release ${run.inputs.release}`,
        blocked: blockedLines(row, run, { operations, telling, room: room.blocked }),
        later: laterLines(run, room.later),
        published: [...new Set(run.published.map(publishedText))],
      };
    });
  return { compared, runs, alike: differing.length > 0 ? common : [], linesFor };
}

function withoutLater(candidates: readonly (readonly ComparisonLines[])[], look: Look): readonly ComparisonLines[] {
  const reduced = candidates.map((rows) => rows.map((row) => ({ ...row, later: [] })));
  return reduced.find((lines) => fits(lines, look)) ?? reduced.at(-1) ?? [];
}

export const groupSize = ({ memory_bytes, confidential }: ComparisonGroup): string =>
  `${formatSize(memory_bytes)}, confidential: ${confidential ? 'yes' : 'no'}`;

function head(group: ComparisonGroup, { width, palette }: Look): string {
  const { title } = group;
  const facts = groupSize(group);
  const gap = width - title.length - facts.length;
  return `${palette('bold', title)}${gap > 0 ? ' '.repeat(gap) : '\n  '}${facts}\n`;
}
