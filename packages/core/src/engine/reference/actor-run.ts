import type { Actor } from '../../protocol/actor.js';
import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { Coroutine } from '../coroutine.js';
import type { ActorBook } from '../run-book.js';
import type { ActorResult } from '../run-result.js';
import type { SweepAction, SweepRun } from '../sweep-run.js';
import type { LockQueue } from './lock-queue.js';

/** What an actor is waiting for, or doing until `at`. */
export type Status =
  /** On a CPU; its next event is at `at`. */
  | 'running'
  /** Ready, waiting for a CPU. */
  | 'queued'
  /** Off the CPU until `at`: in a step that sleeps, or ahead of the pace of its sweep. */
  | 'sleeping'
  /** On the CPU, waiting for a unit in flight. */
  | 'spinning'
  | 'lock'
  | 'guard'
  | 'done';

/** Work that has begun and ends at `at`. */
export type InFlight =
  | { readonly kind: 'step'; readonly seen: unknown; readonly label: string }
  | { readonly kind: 'pause' }
  /** Whole batches of a sweep, by an executor that plans ahead. */
  | { readonly kind: 'batches' }
  | { readonly kind: 'span'; readonly action: SweepAction & { kind: 'span' }; readonly array: PageArray }
  | UnitInFlight;

export interface UnitInFlight {
  readonly kind: 'unit';
  readonly action: SweepAction & { kind: 'unit' };
  readonly array: PageArray;
  readonly rule: CompiledRule;
}

/** Everything that the reference executor knows of one actor. */
export interface ActorRun {
  readonly rank: number;
  readonly actor: Actor;
  readonly coroutine: Coroutine;
  readonly book: ActorBook;
  status: Status;
  /** When it became what `status` says. */
  since: number;
  at: number;
  sliceStart: number;
  signal: boolean;
  inFlight: InFlight | undefined;
  /** The unit that a spinning actor waits for. */
  waitsFor: UnitInFlight | undefined;
  /** The lock that it was handed while it waited. */
  granted: LockQueue | undefined;
  sweep: SweepRun | undefined;
  sweepStartNs: number;
  /** How often its task has gone on at the instant `resumedAt`. */
  resumptions: number;
  resumedAt: number;
  endNs: number;
  cpuNs: number;
  /** Its CPU time when it last offered its CPU to others or gave it up, how often it has, and the longest time in between. */
  offeredAtCpuNs: number;
  offers: number;
  longestUnrescheduledNs: number;
  spinNs: number;
  lockWaitNs: number;
  guardWaitNs: number;
  queueWaitNs: number;
}

export function newActorRun(rank: number, actor: Actor, coroutine: Coroutine, book: ActorBook): ActorRun {
  return {
    rank,
    actor,
    coroutine,
    book,
    status: 'queued',
    since: 0,
    at: 0,
    sliceStart: 0,
    signal: false,
    inFlight: undefined,
    waitsFor: undefined,
    granted: undefined,
    sweep: undefined,
    sweepStartNs: 0,
    resumptions: 0,
    resumedAt: -1,
    endNs: 0,
    cpuNs: 0,
    offeredAtCpuNs: 0,
    offers: 0,
    longestUnrescheduledNs: 0,
    spinNs: 0,
    lockWaitNs: 0,
    guardWaitNs: 0,
    queueWaitNs: 0,
  };
}

/** The actor offers its CPU to others, or gives it up. `inFlightNs`: of the CPU time that it is charged for, what lies ahead. */
export function offerCpu(run: ActorRun, inFlightNs = 0): void {
  const cpuNs = run.cpuNs - inFlightNs;
  run.longestUnrescheduledNs = Math.max(run.longestUnrescheduledNs, cpuNs - run.offeredAtCpuNs);
  run.offeredAtCpuNs = cpuNs;
  run.offers++;
}

export function actorResult(run: ActorRun, phases: ActorResult['phases'], cancelled: boolean): ActorResult {
  const { actor, endNs, cpuNs, longestUnrescheduledNs, spinNs, lockWaitNs, guardWaitNs, queueWaitNs } = run;
  const unfinished = cancelled ? 'cancelled' : actor.daemon === true ? 'daemon' : 'blocked';
  const end = run.status === 'done' ? 'done' : unfinished;
  return {
    name: actor.name,
    charged: actor.charged ?? 'nobody',
    end,
    endNs,
    cpuNs,
    longestUnrescheduledNs,
    spinNs,
    lockWaitNs,
    guardWaitNs,
    queueWaitNs,
    phases,
  };
}
