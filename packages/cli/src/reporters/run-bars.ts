import type { RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { bareTime, grouped } from './run-figures.js';
import { section } from './run-sections.js';

const INDENT = 2;
const FULL = '█';
const TRACE = '▏';
const BEFORE = '·';

/** What the blocked time is spent on. */
export function causeBars({ blocked_by_cause: causes, metrics }: RunEntry, { width, palette }: Look): string {
  const total = metrics.blocked_ns.ns;
  if (total === null || total === 0) return '';
  const rows = [...causes]
    .map(({ cause, blocked_ns }) => ({ cause, ns: blocked_ns ?? 0 }))
    .sort((a, b) => b.ns - a.ns || (a.cause < b.cause ? -1 : 1))
    .map(({ cause, ns }) => [
      cause,
      bareTime(ns),
      `${((ns / total) * 100).toFixed(1)} %`,
      bar(0, ns / total, room(width)),
    ]);
  return section('blocked by', table(rows, { right: [1, 2], indent: INDENT }), palette);
}

/** Phases of the actors on one axis of time; by how much was done, where times are not known. */
export function phaseBars({ phases }: RunEntry, { width, palette }: Look): string {
  const parts = phases.map(({ actor, phase, from_ns, to_ns, work_ns, operations }) => ({
    actor,
    phase: phase === '' ? '(none)' : phase,
    span: from_ns === null || to_ns === null ? undefined : { from: from_ns, to: to_ns },
    work_ns,
    units: operations.reduce((sum, { units }) => sum + units, 0),
  }));
  const timed = parts.every(({ span, phase }) => span !== undefined || phase === '(none)');
  const end = Math.max(...parts.map(({ span }) => span?.to ?? 0));
  const most = Math.max(...parts.map(({ units }) => units));
  const rows = parts.map(({ actor, phase, span, work_ns, units }) => {
    const drawn = timed
      ? span === undefined || end === 0
        ? ''
        : bar(span.from / end, span.to / end, room(width))
      : bar(0, most === 0 ? 0 : units / most, room(width));
    return [actor, phase, timed ? bareTime(work_ns) : grouped(units), drawn];
  });
  const title = timed ? 'phases: work, and when' : 'phases: operations, as long as times are unknown';
  return section(title, table(rows, { right: [2], indent: INDENT }), palette);
}

/** What stands in front of bars is seldom wider. */
export const room = (width: number): number => Math.max(10, Math.min(60, width - 50));

/** From and to are parts of the whole; something that is not nothing leaves at least a trace. */
export function bar(from: number, to: number, length: number): string {
  const start = Math.min(Math.round(from * length), length - 1);
  const blocks = Math.round(to * length) - start;
  return BEFORE.repeat(start) + (blocks > 0 ? FULL.repeat(blocks) : to > from ? TRACE : '');
}
