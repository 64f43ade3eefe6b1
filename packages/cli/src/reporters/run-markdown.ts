import type { RunEntry, RunReport } from '@cvm-teardown/core/report';
import { heldRows } from './held-rows.js';
import { type Block, factTable, heading, list, markdown, paragraph, text, textTable } from './markdown.js';
import { bareTime, grouped } from './run-figures.js';
import { machineFacts, operationRows, sizeOf, timeFacts, titleOf } from './run-words.js';

/** A run for an issue, a wiki or a plan. */
export function runMarkdown({ run }: RunReport): string {
  return markdown([
    heading(2, `${titleOf(run)}, ${sizeOf(run)}`),
    ...(run.incomplete ? [paragraph(text('Given up before its end.'))] : []),
    factTable(timeFacts(run)),
    heading(3, 'Machine'),
    factTable(machineFacts(run)),
    ...part('Operations', operationRows(run)),
    ...part('Blocked by', causes(run)),
    ...part('Phases', phases(run)),
    ...part('Actors', actors(run)),
    ...part('Locks', locks(run)),
    ...part('Memory held', heldRows(run)),
    ...part('Prices', prices(run)),
    heading(3, 'Pages at the end'),
    list(run.final_pages.states.map(({ state, pages }) => `${grouped(pages)}: ${state}`)),
  ]);
}

type Rows = readonly (readonly string[])[];

/** A heading and a table whose first row is its head; nothing for a table without rows. */
const part = (title: string, [head = [], ...rows]: Rows): Block[] =>
  rows.length === 0 ? [] : [heading(3, title), textTable(head, rows)];

const causes = ({ blocked_by_cause: all }: RunEntry): Rows => [
  ['cause', 'blocked time'],
  ...all.map(({ cause, blocked_ns }) => [cause, bareTime(blocked_ns)]),
];

const phases = ({ phases: all }: RunEntry): Rows => [
  ['actor', 'phase', 'from', 'to', 'work', 'operations'],
  ...all.map(({ actor, phase, from_ns, to_ns, work_ns, operations }) => [
    actor,
    phase,
    bareTime(from_ns),
    bareTime(to_ns),
    bareTime(work_ns),
    operations.map(({ operation, units }) => `${grouped(units)} ${operation}`).join(', '),
  ]),
];

const actors = ({ actors: all }: RunEntry): Rows => [
  ['actor', 'charged to', 'CPU', 'at a stretch', 'ends'],
  ...all.map(({ actor, charged_to, cpu_ns, longest_unrescheduled_ns, end, end_ns }) => [
    actor,
    charged_to,
    bareTime(cpu_ns),
    bareTime(longest_unrescheduled_ns),
    end === 'done' ? bareTime(end_ns) : end,
  ]),
];

const locks = ({ locks: all }: RunEntry): Rows => [
  ['lock', 'taken', 'held', 'longest'],
  ...all.map(({ lock, acquisitions, lock_held_ns, longest_lock_held_ns }) => [
    lock,
    grouped(acquisitions),
    bareTime(lock_held_ns),
    bareTime(longest_lock_held_ns),
  ]),
];

const prices = ({ prices: all }: RunEntry): Rows => [
  ['operation', 'confidence', 'source'],
  ...all.map(({ operation, confidence, source, assumed_by_user }) => [
    operation,
    assumed_by_user ? 'yours' : confidence,
    source,
  ]),
];
