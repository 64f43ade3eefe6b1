import type { RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { heldRows } from './held-rows.js';
import { bareTime, grouped } from './run-figures.js';
import { section } from './run-sections.js';

const INDENT = 2;

/** Who worked, who pays for it, how long they kept a CPU without offering it to others, and what they waited for. */
export function actorTable({ actors }: RunEntry, { width, palette }: Look): string {
  const rows = actors.map((actor) => [
    actor.actor,
    actor.charged_to,
    bareTime(actor.cpu_ns),
    bareTime(actor.longest_unrescheduled_ns),
    waits(actor),
    actor.end === 'done' ? bareTime(actor.end_ns) : actor.end,
  ]);
  const head = ['actor', 'charged to', 'CPU', 'at a stretch', 'waits', 'ends'].map((title) => palette('dim', title));
  return section('actors', table(rows, { head, width, right: [2, 3, 4, 5], indent: INDENT }), palette);
}

function waits({ spin_ns, lock_wait_ns, guard_wait_ns, queue_wait_ns }: RunEntry['actors'][number]): string {
  const all = [spin_ns, lock_wait_ns, guard_wait_ns, queue_wait_ns];
  return bareTime(all.some((ns) => ns === null) ? null : all.reduce<number>((sum, ns) => sum + (ns ?? 0), 0));
}

export function lockTable({ locks }: RunEntry, { width, palette }: Look): string {
  const rows = locks.map((lock) => [
    lock.lock,
    grouped(lock.acquisitions),
    bareTime(lock.lock_held_ns),
    bareTime(lock.longest_lock_held_ns),
  ]);
  const head = ['lock', 'taken', 'held', 'longest'].map((title) => palette('dim', title));
  return section('locks', table(rows, { head, width, right: [1, 2, 3], indent: INDENT }), palette);
}

/** Memory that is neither free nor usable, and what the teardown takes for itself. */
export function heldTable(run: RunEntry, { width, palette }: Look): string {
  const [names = [], ...rows] = heldRows(run);
  const head = names.map((title) => palette('dim', title));
  return section('memory held', table(rows, { head, width, right: [1, 2, 3, 4, 5], indent: INDENT }), palette);
}

const LEVELS_OF: Readonly<Record<string, keyof RunEntry['side_effects']>> = {
  held: 'held_bytes',
  'held-swappable': 'held_bytes',
  'held-unswappable': 'held_bytes',
  overhead: 'overhead_bytes',
};

/** Levels that no other table shows. */
export function levelTable({ levels, side_effects }: RunEntry, { width, palette }: Look): string {
  const others = levels.filter(({ level }) => {
    const shownAs = LEVELS_OF[level];
    return shownAs === undefined || side_effects[shownAs] === undefined;
  });
  const rows = others.map(({ level, peak, at_end }) => [
    level,
    peak === null ? 'unknown' : grouped(peak),
    grouped(at_end),
  ]);
  const head = ['level', 'peak', 'at the end'].map((title) => palette('dim', title));
  return section('levels', table(rows, { head, width, right: [1, 2], indent: INDENT }), palette);
}

export function milestoneTable({ milestones }: RunEntry, { width, palette }: Look): string {
  const rows = milestones.map(({ milestone, actor, at_ns }) => [milestone, actor, bareTime(at_ns)]);
  return section('milestones', table(rows, { width, right: [2], indent: INDENT }), palette);
}

export function pageTable({ final_pages: { states } }: RunEntry, { width, palette }: Look): string {
  const rows = states.map(({ state, pages }) => [grouped(pages), state]);
  return section('pages at the end', table(rows, { width, right: [0], indent: INDENT }), palette);
}

/** Where the prices come from. */
export function priceTable({ prices }: RunEntry, { width, palette }: Look): string {
  const rows = prices.map(({ operation, source, relative_to: to, derivation }) => [
    operation,
    [to && `${to.times} x ${to.operation}`, source, derivation].filter((part) => part !== undefined).join('; '),
  ]);
  return section('prices', table(rows, { width, indent: INDENT }), palette);
}
