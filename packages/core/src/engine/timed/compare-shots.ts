import type { Tail } from '../../protocol/sweep.js';
import type { ActorRun, InFlight } from '../reference/actor-run.js';
import type { ActorShot, TableShot } from './shot.js';

/** An actor that moved in a period, and by how many pages. */
export interface Mover {
  readonly before: ActorShot;
  readonly after: ActorShot;
  readonly pages: number;
}

/** Nothing about the actor has changed at all. */
export const INERT = -1;

/** A quick look at the actor that triggers: whether it stands in its sweep as it did. */
export function alikeInPlace({ where }: ActorShot, { sweep }: ActorRun): boolean {
  return (
    where !== undefined &&
    sweep !== undefined &&
    where.batchPhase === sweep.batchPhase &&
    where.cursor === sweep.cursor &&
    where.tailLevel === sweep.tailLevel &&
    where.gathered.length === sweep.gathered.length &&
    where.tailPage < 0 === sweep.tailPage < 0
  );
}

/**
 * By how many pages an actor has moved in a period after which it is in the same relative configuration; INERT if nothing
 * about it has changed at all; undefined if it is in another one.
 */
export function shiftOf(
  before: ActorShot,
  after: ActorShot,
  period: number,
  then: number,
  now: number,
  contended: boolean,
): number | undefined {
  if (before.status !== after.status || before.sweep !== after.sweep || before.signal !== after.signal)
    return undefined;
  if (before.granted !== after.granted || before.waitsForRank !== after.waitsForRank) return undefined;
  const [a, b] = [before.where, after.where];
  const untouched =
    before.flight === after.flight &&
    before.at === after.at &&
    before.since === after.since &&
    before.sliceStart === after.sliceStart &&
    (a === undefined ||
      (b !== undefined &&
        a.next === b.next &&
        a.cursor === b.cursor &&
        a.tailPage === b.tailPage &&
        a.tailLevel === b.tailLevel &&
        a.gathered === b.gathered &&
        a.batchPhase === b.batchPhase));
  if (untouched) return INERT;
  if (a === undefined || b === undefined) return undefined;
  const pages = b.next - a.next;
  if (
    pages < 0 ||
    a.batchPhase !== b.batchPhase ||
    a.cursor !== b.cursor ||
    a.tailLevel !== b.tailLevel ||
    a.stopped !== b.stopped ||
    a.begun !== b.begun
  )
    return undefined;
  if (a.tailPage < 0 ? b.tailPage >= 0 : b.tailPage - a.tailPage !== pages) return undefined;
  if (
    a.gathered.length !== b.gathered.length ||
    a.gathered.some((page, i) => (b.gathered[i] as number) - page !== pages)
  )
    return undefined;
  const busy = before.status === 'running' || before.status === 'sleeping';
  if (busy && before.at - then !== after.at - now) return undefined;
  if (!sameOrShifted(before.since, after.since, period)) return undefined;
  const onCpu = before.status === 'running' || before.status === 'spinning';
  if (contended && onCpu && after.sliceStart - before.sliceStart !== period) return undefined;
  if (before.sweep?.sweep.options.pace !== undefined) return undefined;
  if (before.offers !== after.offers && before.sinceOfferNs !== after.sinceOfferNs) return undefined;
  return flightsAlike(before.flight, after.flight, pages) ? pages : undefined;
}

const sameOrShifted = (before: number, after: number, period: number): boolean =>
  before === after || after - before === period;

function flightsAlike(before: InFlight | undefined, after: InFlight | undefined, pages: number): boolean {
  if (before === undefined || after === undefined) return before === after;
  switch (before.kind) {
    case 'step':
      return before === after;
    case 'pause':
      return after.kind === 'pause';
    // Whoever is in the midst of batches is left alone, or in no rhythm.
    case 'batches':
      return false;
    case 'span':
      return (
        after.kind === 'span' &&
        before.action.tail === after.action.tail &&
        after.action.start - before.action.start === pages &&
        after.action.length === before.action.length
      );
    case 'unit':
      return (
        after.kind === 'unit' &&
        before.rule === after.rule &&
        before.action.level === after.action.level &&
        (before.action.level < 0 ? after.action.page - before.action.page === pages : true)
      );
  }
}

/** Whether the same tables are counted twice, or swept: then their pages are not followed. */
export function sharesTables(shots: readonly ActorShot[]): boolean {
  const arrays = shots.flatMap(({ tables }) => tables.map(({ array }) => array.codec.array));
  const swept = shots.flatMap(({ sweep }) => (sweep === undefined ? [] : [sweep.sweep.table.array as string]));
  return new Set(arrays).size < arrays.length || arrays.some((array) => swept.includes(array));
}

/** Tables whose tails fell due in the period are as before, further on; the others have only counted entries. */
export function tablesAlike({ before, after, pages }: Mover): boolean {
  const tails = after.sweep?.sweep.options.tails ?? [];
  // A span that fell due in a period that is no multiple of it does not do so in every period.
  if (
    tails.some(
      (tail) => tail.kind === 'span' && pages % tail.every !== 0 && stretchOf(before, tail) !== stretchOf(after, tail),
    )
  )
    return false;
  // The first stretch may be cut short by the range: it is not like the others.
  if (tails.some((tail) => tail.kind === 'span' && clipped(before, tail))) return false;
  return after.tables.every((now, i) => {
    const then = before.tables[i] as TableShot;
    const by = pages / now.tail.every;
    if (Number.isInteger(by)) {
      return (
        now.page - then.page === by &&
        now.code === then.code &&
        now.ahead.code === then.ahead.code &&
        then.ahead.length >= by
      );
    }
    const { codec } = now.array;
    const entries = codec.indexOf('entries');
    return now.page === then.page && codec.withField(then.code, entries, codec.field(now.code, entries)) === now.code;
  });
}

/** Whether the shot stands in a stretch that begins before the range does. */
function clipped(shot: ActorShot, tail: Tail): boolean {
  const from = (shot.sweep?.sweep.range.from ?? 0) + (tail.origin ?? 0);
  return from % tail.every !== 0 && stretchOf(shot, tail) === Math.floor(from / tail.every);
}

const stretchOf = ({ leaf }: ActorShot, { every, origin = 0 }: Tail): number => Math.floor((leaf + origin) / every);
