import type { RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { facts } from './facts.js';
import { machineFacts, operationRows, sizeOf, timeFacts, titleOf } from './run-words.js';

const INDENT = 2;
/** From this width on there is room for where a price comes from. */
const WIDE = 100;
/** Columns of operations that are numbers. */
const NUMBERS = [1, 2, 4, 6];

/** What was run, on what machine. */
export function runHead(run: RunEntry, { width, palette }: Look): string {
  const [title, size] = [titleOf(run), sizeOf(run)];
  const gap = width - title.length - size.length;
  return `${palette('bold', title)}${gap > 0 ? ' '.repeat(gap) : '\n  '}${size}\n`;
}

/** The times, and what they are. */
export const runTimes = (run: RunEntry, look: Look): string => facts(timeFacts(run), look, INDENT);

/** The machine, every axis. */
export const runMachine = (run: RunEntry, look: Look): string => facts(machineFacts(run), look, INDENT);

/** Counts of operations, the most frequent on the blocked path first. */
export function runOperations(run: RunEntry, { width, palette }: Look): string {
  const [names = [], ...rows] = operationRows(run, width < WIDE);
  const head = names.map((title) => palette('dim', title));
  return section('operations', table(rows, { head, right: NUMBERS, width, indent: INDENT }), palette);
}

/** A heading and what stands below it; nothing for nothing. */
export const section = (title: string, text: string, palette: Look['palette']): string =>
  text === '' ? '' : `\n${palette('bold', title)}\n${text}`;
