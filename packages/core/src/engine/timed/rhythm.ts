import type { Tail } from '../../protocol/sweep.js';
import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { ActorRun, InFlight } from '../reference/actor-run.js';
import type { Cpus } from '../reference/cpus.js';
import type { LockQueue, LockQueues } from '../reference/lock-queue.js';
import type { RunBook } from '../run-book.js';
import type { SweepRun } from '../sweep-run.js';
import { type ActorShot, aheadOf, type GroupShot, shootActor, shootGroups, type TableShot } from './shot.js';
import { readWindow, sameContent, writeRepeatedly } from './window.js';

/** What the rhythm needs of the executor that it accelerates. */
export interface RhythmHost {
  readonly actors: readonly ActorRun[];
  readonly book: RunBook;
  readonly cpus: Cpus;
  readonly locks: LockQueues;
  readonly view: Record<string, unknown>;
  now(): number;
  array(name: string): PageArray;
  /** Settles every plan, so that units in flight are the only ones that have begun. */
  settleAll(): void;
  /** The next boundary of an actor: the end of its unit in flight, not of its plan. */
  boundaryOf(run: ActorRun): number;
  /** Ends the plans of these actors behind their units in flight. */
  dropPlans(runs: readonly ActorRun[]): void;
  /** Moves the clock, and these actors with it. */
  leap(by: number): void;
}

/** Boundaries without anything unusual between them, before a rhythm is looked for. */
const WARM_UP = 8;

interface Snapshot {
  readonly run: ActorRun;
  readonly sweep: SweepRun;
  readonly now: number;
  readonly disruptions: number;
  readonly contentions: number;
  readonly queue: string;
  readonly shots: readonly ActorShot[];
  readonly groups: readonly GroupShot[];
  readonly locks: readonly {
    readonly lock: LockQueue;
    readonly shape: string;
    readonly since: ReadonlyMap<number, number>;
    readonly acquisitions: number;
    readonly heldNs: number;
  }[];
  readonly metrics: readonly (readonly number[])[];
  readonly counters: string;
  readonly levels: number;
  readonly repeatBook: (times: number, period: number) => void;
}

/** An actor that moved in the period, and how far. */
interface Mover {
  readonly before: ActorShot;
  readonly after: ActorShot;
  readonly pages: number;
}

/**
 * Finds that the same relative configuration has come twice, and does all further periods at once: costs depend on page states
 * only, so equal relative configurations go on equally as long as the pages ahead are alike and nobody else interferes. It
 * serves batches, tables, lock step, contended locks and time slices with the same code.
 */
export class Rhythm {
  jumps = 0;
  #visits = 0;
  #sinceSnapshot = 0;
  #patience = 1;
  #disruptions = 0;
  #contentions = 0;
  #snapshot: Snapshot | undefined;

  constructor(readonly host: RhythmHost) {}

  /** Something happened that is no part of any rhythm: a task went on, a signal came, a step looked at pages. */
  disrupt(): void {
    this.#disruptions++;
    this.#visits = 0;
    this.#snapshot = undefined;
  }

  /** Somebody waits for a CPU: how far into its slice an actor is matters. */
  contend(): void {
    this.#contentions++;
  }

  /** A sweep is at a boundary. Jumps if it can; afterwards the boundary is a later one. */
  visit(run: ActorRun, sweep: SweepRun): void {
    if (++this.#visits < WARM_UP) return;
    const snapshot = this.#snapshot;
    if (snapshot === undefined) {
      this.#take(run, sweep);
      return;
    }
    if (snapshot.run !== run || snapshot.sweep !== sweep) {
      if (++this.#sinceSnapshot > 64 * this.#patience) this.#renew(run, sweep);
      return;
    }
    if (this.#compare(snapshot, run)) {
      this.#snapshot = undefined;
      this.#patience = 1;
      return;
    }
    if (++this.#sinceSnapshot >= this.#patience) this.#renew(run, sweep);
  }

  #renew(run: ActorRun, sweep: SweepRun): void {
    this.#patience *= 2;
    this.#take(run, sweep);
  }

  #take(run: ActorRun, sweep: SweepRun): void {
    this.#sinceSnapshot = 0;
    this.host.settleAll();
    const shots = this.#shoot();
    const groups = shootGroups(shots, (name) => this.host.array(name));
    this.#snapshot = groups && {
      run,
      sweep,
      now: this.host.now(),
      disruptions: this.#disruptions,
      contentions: this.#contentions,
      queue: this.host.cpus.waiting(),
      shots,
      groups,
      locks: this.host.locks.all().map((lock) => ({ lock, shape: lock.shape(), since: lock.since(), ...lock.metrics })),
      metrics: this.host.actors.map(metricsOf),
      counters: this.#counters(),
      levels: this.host.book.levels,
      repeatBook: this.host.book.mark(this.host.actors.map(({ book }) => book)),
    };
  }

  #shoot(): ActorShot[] {
    const { actors } = this.host;
    return actors.map((run) => {
      const waitsFor = actors.findIndex(({ inFlight }) => inFlight !== undefined && inFlight === run.waitsFor);
      return shootActor(run, this.host.boundaryOf(run), waitsFor, (name) => this.host.array(name));
    });
  }

  /** The declared counters: a rhythm in which one changes is none, for guards and rules may look at it. */
  #counters(): string {
    return Object.values(this.host.view)
      .filter((value) => typeof value !== 'object')
      .join();
  }

  #compare(old: Snapshot, run: ActorRun): boolean {
    const trigger = old.shots[run.rank] as ActorShot;
    if ((run.sweep as SweepRun).next <= (trigger.where?.next ?? 0) || !alikeInPlace(trigger, run)) return false;
    this.host.settleAll();
    if (old.queue !== this.host.cpus.waiting() || old.counters !== this.#counters()) return false;
    if (old.levels !== this.host.book.levels) return false;
    const period = this.host.now() - old.now;
    const shots = this.#shoot();
    const contended = this.#contentions > old.contentions;
    const movers: Mover[] = [];
    const inert: ActorShot[] = [];
    for (const after of shots) {
      const before = old.shots[after.run.rank] as ActorShot;
      const pages = shiftOf(before, after, period, old.now, this.host.now(), contended);
      if (pages === undefined) return false;
      if (pages === INERT) inert.push(after);
      else movers.push({ before, after, pages });
    }
    if (!this.#locksAlike(old, period)) return false;
    const groups = this.#groupsAlike(old, movers, shots);
    if (groups === undefined || sharesTables(shots) || !movers.every(tablesAlike)) return false;
    const times = this.#times(movers, inert, groups, period);
    if (times < 1) return false;
    this.#jump(old, movers, groups, times, period);
    return true;
  }

  #locksAlike(old: Snapshot, period: number): boolean {
    const locks = this.host.locks.all();
    if (locks.length !== old.locks.length) return false;
    return old.locks.every(({ lock, shape, since }) => {
      if (lock.shape() !== shape) return false;
      return [...lock.since()].every(
        ([actor, at]) => at === since.get(actor) || at === (since.get(actor) as number) + period,
      );
    });
  }

  /** The groups that moved, if each did so as a whole and its pages are the same as before, further on. */
  #groupsAlike(old: Snapshot, movers: readonly Mover[], shots: readonly ActorShot[]): MovedGroup[] | undefined {
    const moved: MovedGroup[] = [];
    for (const group of old.groups) {
      const pages = group.members.map(({ run }) => movers.find(({ after }) => after.run === run)?.pages ?? 0);
      const by = pages[0] as number;
      if (pages.some((other) => other !== by)) return undefined;
      const store = group.array.store as ChunkedPageStore;
      const { from, to } = group.window;
      if (to + by > store.length) return undefined;
      const window = readWindow(store, from + by, to + by);
      if (window === undefined || !sameContent(window, group.window)) return undefined;
      if (by === 0) continue;
      const ahead = aheadOf(group.array, to + by, store.length);
      if (group.ahead.length < by || ahead.code !== group.ahead.code) return undefined;
      const passed = readWindow(store, from, from + by);
      if (passed === undefined) return undefined;
      moved.push({ group, by, window, passed, ahead: ahead.length, blocked: this.#nextBehind(group, shots, to + by) });
    }
    return moved;
  }

  /** The first page behind `page` that somebody outside of the group may look at or write. */
  #nextBehind({ array, members }: GroupShot, shots: readonly ActorShot[], page: number): number {
    const outside = shots.filter(
      ({ run, sweep }) =>
        sweep?.sweep.table.array === array.codec.array && members.every((member) => member.run !== run),
    );
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...outside.flatMap(({ low, high }) => (high > page ? [Math.max(low, page)] : [])),
    );
  }

  #times(movers: readonly Mover[], inert: readonly ActorShot[], groups: readonly MovedGroup[], period: number): number {
    let times = Number.POSITIVE_INFINITY;
    const atMost = (bound: number): void => {
      times = Math.min(times, Math.floor(bound));
    };
    for (const { group, by, ahead, blocked } of groups) {
      atMost(ahead / by);
      atMost((blocked - (group.window.to + by)) / by);
    }
    for (const { after, pages } of movers) {
      if (pages === 0) continue;
      const { sweep } = after.sweep as SweepRun;
      atMost((sweep.range.to - after.high) / pages - 1);
      for (const tail of sweep.options.tails ?? []) {
        if (pages % tail.every === 0) continue;
        const origin = tail.origin ?? 0;
        const boundary = (Math.floor((after.leaf + origin) / tail.every) + 1) * tail.every - origin;
        atMost((boundary - 1 - after.high) / pages);
      }
      for (const { tail, array, page } of after.tables) {
        const by = pages / tail.every;
        if (Number.isInteger(by)) atMost(aheadOf(array, page + 1, array.length).length / by);
      }
    }
    if (period > 0) {
      for (const { at, status } of inert) {
        if (status === 'running' || status === 'sleeping') atMost(Math.ceil((at - this.host.now()) / period) - 1);
      }
    }
    return Number.isFinite(times) ? times : 0;
  }

  #jump(old: Snapshot, movers: readonly Mover[], groups: readonly MovedGroup[], times: number, period: number): void {
    this.jumps++;
    const by = times * period;
    this.host.dropPlans(movers.map(({ after }) => after.run));
    for (const { group, by: pages, window, passed } of groups) {
      const store = group.array.store as ChunkedPageStore;
      writeRepeatedly(store, passed, group.window.from + pages, times);
      writeRepeatedly(store, window, group.window.from + pages * (times + 1), 1);
    }
    for (const mover of movers) moveTables(mover, times);
    old.repeatBook(times, period);
    for (const { lock, since, acquisitions, heldNs } of old.locks) {
      for (const [actor, at] of lock.since()) if (at !== since.get(actor)) lock.shift(actor, by);
      lock.metrics.acquisitions += times * (lock.metrics.acquisitions - acquisitions);
      lock.metrics.heldNs += times * (lock.metrics.heldNs - heldNs);
    }
    for (const run of this.host.actors) addMetrics(run, old.metrics[run.rank] as readonly number[], times);
    const flights = new Map<InFlight, InFlight>();
    for (const mover of movers) moveActor(mover, times, by, flights);
    for (const run of this.host.actors) {
      const moved = run.waitsFor && flights.get(run.waitsFor);
      if (moved?.kind === 'unit') run.waitsFor = moved;
    }
    this.host.leap(by);
  }
}

interface MovedGroup {
  readonly group: GroupShot;
  readonly by: number;
  readonly window: NonNullable<ReturnType<typeof readWindow>>;
  readonly passed: NonNullable<ReturnType<typeof readWindow>>;
  readonly ahead: number;
  readonly blocked: number;
}

const INERT = -1;

/** A quick look at the actor that triggers: whether it stands in its sweep as it did. */
function alikeInPlace({ where }: ActorShot, { sweep }: ActorRun): boolean {
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
function shiftOf(
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
    a.stopped !== b.stopped
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
  if (contended && busy && after.sliceStart - before.sliceStart !== period) return undefined;
  if (before.sweep?.sweep.options.pace !== undefined) return undefined;
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

/** Whether two sweeps count entries of the same tables: their pages are not followed. */
function sharesTables(shots: readonly ActorShot[]): boolean {
  const arrays = shots.flatMap(({ tables }) => [...new Set(tables.map(({ array }) => array))]);
  return new Set(arrays).size < arrays.length;
}

/** Tables whose tails fell due in the period are as before, further on; the others have only counted entries. */
function tablesAlike({ before, after, pages }: Mover): boolean {
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

function moveTables({ before, after, pages }: Mover, times: number): void {
  after.tables.forEach((now, i) => {
    const then = before.tables[i] as TableShot;
    const { array, tail } = now;
    const { codec } = array;
    const store = array.store as ChunkedPageStore;
    const by = pages / tail.every;
    if (Number.isInteger(by)) {
      if (by === 0) return;
      const passed = readWindow(store, then.page, then.page + by);
      if (passed === undefined) throw new Error('a window that was read before has become too ragged');
      writeRepeatedly(store, passed, now.page, times);
      store.set(now.page + by * times, now.code);
      return;
    }
    const entries = codec.indexOf('entries');
    const drift = (codec.field(now.code, entries) as number) - (codec.field(then.code, entries) as number);
    store.set(now.page, codec.withField(now.code, entries, (codec.field(now.code, entries) as number) + drift * times));
  });
}

function moveActor({ before, after, pages }: Mover, times: number, by: number, flights: Map<InFlight, InFlight>): void {
  const { run } = after;
  const forward = pages * times;
  if (run.status === 'running' || run.status === 'sleeping') run.at += by;
  if (after.since !== before.since) run.since += by;
  if (after.sliceStart !== before.sliceStart) run.sliceStart += by;
  run.sweep?.shift(forward);
  const flight = run.inFlight;
  if (flight === undefined || forward === 0) return;
  run.inFlight = shiftedFlight(flight, forward, run.sweep as SweepRun);
  flights.set(flight, run.inFlight);
}

function shiftedFlight(flight: InFlight, pages: number, sweep: SweepRun): InFlight {
  if (flight.kind === 'span') return { ...flight, action: { ...flight.action, start: flight.action.start + pages } };
  if (flight.kind !== 'unit') return flight;
  const { level } = flight.action;
  const by = level < 0 ? pages : pages / ((sweep.sweep.options.tails ?? [])[level]?.every ?? 1);
  return { ...flight, action: { ...flight.action, page: flight.action.page + by } };
}

const metricsOf = (run: ActorRun): readonly number[] => [
  run.cpuNs,
  run.spinNs,
  run.lockWaitNs,
  run.guardWaitNs,
  run.queueWaitNs,
];

function addMetrics(run: ActorRun, before: readonly number[], times: number): void {
  const [cpu, spin, lock, guard, queue] = metricsOf(run).map((now, i) => times * (now - (before[i] as number))) as [
    number,
    number,
    number,
    number,
    number,
  ];
  run.cpuNs += cpu;
  run.spinNs += spin;
  run.lockWaitNs += lock;
  run.guardWaitNs += guard;
  run.queueWaitNs += queue;
}
