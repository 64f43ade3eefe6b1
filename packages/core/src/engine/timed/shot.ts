import type { TableTail } from '../../protocol/sweep.js';
import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { ActorRun, InFlight } from '../reference/actor-run.js';
import type { SweepRun } from '../sweep-run.js';
import { readWindow, type Window } from './window.js';

/** How far ahead a shot looks for the end of a run of equal pages. */
const LOOK_AHEAD = 2 ** 20;

/** One actor at one moment: what its future depends on. */
export interface ActorShot {
  readonly run: ActorRun;
  readonly status: ActorRun['status'];
  readonly at: number;
  readonly since: number;
  readonly sliceStart: number;
  /** When it last offered its CPU to others, in its CPU time, how much of that has passed since, and how often it has. */
  readonly offeredAtCpuNs: number;
  readonly offers: number;
  readonly sinceOfferNs: number;
  readonly signal: boolean;
  readonly granted: ActorRun['granted'];
  readonly waitsForRank: number;
  readonly flight: InFlight | undefined;
  readonly sweep: SweepRun | undefined;
  /** The sweep's fields, as they were; a sweep that has not begun sees no signal. */
  readonly where:
    | (Pick<SweepRun, 'next' | 'batchPhase' | 'gathered' | 'cursor' | 'tailPage' | 'tailLevel' | 'stopped'> & {
        readonly begun: boolean;
      })
    | undefined;
  /** Lowest page that the sweep may still look at or write, and the first one that it has not looked at. */
  readonly low: number;
  readonly high: number;
  /** The page whose tails come next. */
  readonly leaf: number;
  readonly tables: readonly TableShot[];
}

/** The table page above the sweep's position in one array of tables, and the tables that follow. */
export interface TableShot {
  readonly tail: TableTail;
  readonly array: PageArray;
  readonly page: number;
  readonly code: number;
  readonly ahead: Ahead;
}

/** The state of the pages that nobody has looked at yet, and how many of them are alike. */
export interface Ahead {
  readonly code: number;
  readonly length: number;
}

export function shootActor(
  run: ActorRun,
  at: number,
  waitsForRank: number,
  arrays: (name: string) => PageArray,
): ActorShot {
  const { sweep, status, since, sliceStart, offeredAtCpuNs, offers, signal, granted, inFlight: flight } = run;
  const { low, high } = sweep === undefined ? { low: 0, high: 0 } : reachOf(sweep, flight);
  const leaf = sweep === undefined ? 0 : leafOf(sweep, flight);
  return {
    run,
    status,
    at,
    since,
    sliceStart,
    offeredAtCpuNs,
    offers,
    sinceOfferNs: run.cpuNs - offeredAtCpuNs,
    signal,
    granted,
    waitsForRank,
    flight,
    sweep,
    where: sweep && {
      next: sweep.next,
      batchPhase: sweep.batchPhase,
      gathered: sweep.gathered,
      cursor: sweep.cursor,
      tailPage: sweep.tailPage,
      tailLevel: sweep.tailLevel,
      stopped: sweep.stopped,
      begun: sweep.units > 0,
    },
    low,
    high,
    leaf,
    tables: sweep === undefined ? [] : tablesOf(sweep, leaf, arrays),
  };
}

function reachOf(sweep: SweepRun, flight: InFlight | undefined): { low: number; high: number } {
  const pages = [sweep.next, ...sweep.gathered.slice(sweep.cursor)];
  if (sweep.tailPage >= 0) pages.push(sweep.tailPage);
  let high = sweep.next;
  if (flight?.kind === 'unit' && flight.action.level < 0) {
    pages.push(flight.action.page);
    high = Math.max(high, flight.action.page + 1);
  }
  let low = Math.min(...pages);
  for (const tail of sweep.sweep.options.tails ?? []) {
    if (tail.kind !== 'span' || tail.map === undefined) continue;
    const origin = tail.origin ?? 0;
    const last = Math.max(sweep.sweep.range.from, sweep.tailPage >= 0 ? sweep.tailPage : sweep.next);
    low = Math.min(
      low,
      Math.max(sweep.sweep.range.from, Math.floor((last + origin) / tail.every) * tail.every - origin),
    );
  }
  return { low, high };
}

function leafOf(sweep: SweepRun, flight: InFlight | undefined): number {
  if (sweep.tailPage >= 0) return sweep.tailPage;
  const page = flight?.kind === 'unit' && flight.action.level < 0 ? flight.action.page : sweep.next;
  return Math.min(page, sweep.sweep.range.to - 1);
}

function tablesOf(sweep: SweepRun, leaf: number, arrays: (name: string) => PageArray): TableShot[] {
  const shots: TableShot[] = [];
  // An empty range has no leaf.
  if (leaf < sweep.sweep.range.from) return shots;
  for (const tail of sweep.sweep.options.tails ?? []) {
    if (tail.kind !== 'table') continue;
    const array = arrays(tail.table.array);
    const origin = tail.origin ?? 0;
    const page = Math.floor((leaf + origin) / tail.every) - Math.floor(origin / tail.every);
    shots.push({ tail, array, page, code: array.store.get(page), ahead: aheadOf(array, page + 1) });
  }
  return shots;
}

export function aheadOf(array: PageArray, page: number, limit = page + LOOK_AHEAD): Ahead {
  if (page >= array.length) return { code: -1, length: 0 };
  const store = array.store as ChunkedPageStore;
  return { code: store.get(page), length: store.runEnd(page, Math.min(array.length, limit)) - page };
}

/** The pages of neighbouring sweeps of one array, from the lowest that matters to the first that nobody has looked at. */
export interface GroupShot {
  readonly array: PageArray;
  readonly members: readonly ActorShot[];
  readonly window: Window;
  readonly ahead: Ahead;
}

/** Sweeps whose pages lie within `gap` of each other belong together. Undefined: too ragged to compare. */
export function shootGroups(
  shots: readonly ActorShot[],
  arrays: (name: string) => PageArray,
  gap: number,
): GroupShot[] | undefined {
  const groups: GroupShot[] = [];
  const sweeping = shots.filter(({ sweep }) => sweep !== undefined);
  const names = [...new Set(sweeping.map(({ sweep }) => (sweep as SweepRun).sweep.table.array as string))];
  for (const name of names) {
    const array = arrays(name);
    const inOrder = sweeping.filter(({ sweep }) => sweep?.sweep.table.array === name).sort((a, b) => a.low - b.low);
    let members: ActorShot[] = [];
    let [low, high] = [0, 0];
    const close = (): boolean => {
      const window = readWindow(array.store as ChunkedPageStore, low, high);
      if (window === undefined) return false;
      groups.push({ array, members, window, ahead: aheadOf(array, high) });
      return true;
    };
    for (const shot of inOrder) {
      if (members.length > 0 && shot.low > high + gap) {
        if (!close()) return undefined;
        members = [];
      }
      if (members.length === 0) [low, high] = [shot.low, shot.high];
      members.push(shot);
      low = Math.min(low, shot.low);
      high = Math.max(high, shot.high);
    }
    if (members.length > 0 && !close()) return undefined;
  }
  return groups;
}
