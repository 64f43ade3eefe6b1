import { formatNanoseconds } from '@cvm-teardown/core';
import type { ComparisonRow, RunEntry } from '@cvm-teardown/core/report';
import { grouped, laterMoments, ratioText, sizeText } from './run-figures.js';

/** One line of a cell: a figure, what it is of, and how it compares. */
export interface FigureLine {
  readonly figure: string;
  readonly of: string;
  readonly ratio: string;
}

export type ComparedRun = ComparisonRow & { readonly comparable: true };

/** For how many operations a cell has room. */
export interface Room {
  readonly blocked: number;
  readonly later: number;
}

/** Operations whose counts on the blocked path differ between the runs: the telling one first, then the most frequent. */
export function differingOperations(runs: readonly RunEntry[], telling: string | undefined): readonly string[] {
  const most = new Map<string, number>();
  const differing = new Set<string>();
  for (const operation of new Set(runs.flatMap(({ operations }) => operations.map((one) => one.operation)))) {
    const counts = runs.map((run) => blockedCount(run, operation));
    most.set(operation, Math.max(...counts));
    if (counts.some((count) => count !== counts[0])) differing.add(operation);
  }
  const rank = (operation: string) => (operation === telling ? Number.POSITIVE_INFINITY : (most.get(operation) ?? 0));
  return [...differing].sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1));
}

/** Operations that every run performs equally often on the blocked path, the most frequent first. */
export function commonOperations(
  runs: readonly RunEntry[],
): readonly { readonly operation: string; readonly count: number }[] {
  const [first, ...others] = runs;
  return (first?.operations ?? [])
    .filter(({ operation, blocked }) => blocked > 0 && others.every((run) => blockedCount(run, operation) === blocked))
    .map(({ operation, blocked }) => ({ operation, count: blocked }))
    .sort((a, b) => b.count - a.count || (a.operation < b.operation ? -1 : 1));
}

/** What happens while somebody waits: the time, then the counts that tell the rows apart, or else the largest. */
export function blockedLines(
  row: ComparedRun,
  run: RunEntry,
  { operations, telling, room }: { operations: readonly string[]; telling: string | undefined; room: number },
): readonly FigureLine[] {
  const against = row.against_baseline;
  const { ns, basis } = run.metrics.blocked_ns;
  const before = against?.baseline_blocked_ns ?? null;
  const time = {
    figure: ns === null ? 'unknown' : formatNanoseconds(ns),
    of: ns === null ? 'time' : basis,
    ratio: against === undefined ? 'baseline' : ns === null || before === null ? '-' : ratioText(ns, before),
  };
  const shown = operations
    .map((operation) => ({ operation, count: blockedCount(run, operation) }))
    .filter(({ operation, count }) => count > 0 || operation === telling)
    .map(({ operation, count }) => {
      const compared = against?.operations.find((one) => one.operation === operation);
      return {
        figure: grouped(count),
        of: operation,
        ratio: compared === undefined ? '' : ratioText(compared.blocked, compared.baseline_blocked),
      };
    });
  return [time, ...cut(shown, room)];
}

/** What happens afterwards, or is done by others. */
export function laterLines(run: RunEntry, room: number): readonly FigureLine[] {
  const moments = laterMoments(run)
    .filter(({ time }) => time.ns !== null)
    .map(({ moment, time: { ns, basis } }) => ({
      figure: formatNanoseconds(ns ?? 0),
      of: unbroken(`${moment}, ${basis}`),
      ratio: '',
    }));
  const counts = run.operations
    .filter(({ deferred }) => deferred > 0)
    .sort((a, b) => b.deferred - a.deferred || (a.operation < b.operation ? -1 : 1))
    .map(({ operation, deferred }) => ({ figure: grouped(deferred), of: operation, ratio: '' }));
  return [...moments, ...stillHeld(run), ...cut(counts, room)];
}

/** Memory that is not free when the one who waits can go on, and that another process cannot have then. */
function stillHeld({ side_effects: { held_when_unblocked: then } }: RunEntry): readonly FigureLine[] {
  const kinds = [
    ['held, swappable', then?.swappable_bytes],
    ['held, unswappable', then?.unswappable_bytes],
    ['overhead', then?.overhead_bytes],
  ] as const;
  return kinds.flatMap(([what, bytes]) =>
    bytes === undefined || bytes === null || bytes === 0
      ? []
      : [{ figure: sizeText(bytes), of: unbroken(what), ratio: '' }],
  );
}

const blockedCount = ({ operations }: RunEntry, operation: string): number =>
  operations.find((one) => one.operation === operation)?.blocked ?? 0;

function cut(lines: readonly FigureLine[], room: number): readonly FigureLine[] {
  const rest = lines.length - room;
  if (rest <= 0) return lines;
  return [...lines.slice(0, room), { figure: `+${rest}`, of: rest === 1 ? 'other' : 'others', ratio: '' }];
}

/** Stands for a space at which no line may be broken: tables break at every character that is a space to Unicode. */
const GLUE = '\ue000';
export const unbroken = (text: string): string => (text === '' ? GLUE : text.replaceAll(' ', GLUE));
export const unglued = (text: string): string => text.replaceAll(GLUE, ' ');
