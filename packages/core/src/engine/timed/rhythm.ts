import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { PageArray } from '../../state/page-array.js';
import type { ActorRun, InFlight } from '../reference/actor-run.js';
import type { Cpus } from '../reference/cpus.js';
import type { LockQueue, LockQueues } from '../reference/lock-queue.js';
import type { RunBook } from '../run-book.js';
import type { SweepRun } from '../sweep-run.js';
import { alikeInPlace, INERT, type Mover, sharesTables, shiftOf, tablesAlike } from './compare-shots.js';
import { addMetrics, metricsOf, moveActor, moveTables } from './leap.js';
import type { PlanBoard } from './plan-board.js';
import { type ActorShot, aheadOf, type GroupShot, shootActor, shootGroups } from './shot.js';
import { readWindow, sameContent, writeRepeatedly } from './window.js';

/** What the rhythm needs of the executor that it accelerates. */
export interface RhythmHost {
  readonly actors: readonly ActorRun[];
  readonly book: RunBook;
  readonly cpus: Cpus;
  readonly locks: LockQueues;
  readonly view: object;
  readonly board: PlanBoard;
  /** Sweeps whose pages lie within so many pages of each other are compared together; what is tried first comes first. */
  readonly gaps: readonly number[];
  now(): number;
  array(name: string): PageArray;
  /** Moves the clock. */
  leap(by: number): void;
}

/** Boundaries without anything unusual between them, before a rhythm is looked for. */
const WARM_UP = 8;

interface Snapshot {
  readonly run: ActorRun;
  readonly sweep: SweepRun;
  readonly now: number;
  readonly contentions: number;
  readonly queue: string;
  readonly shots: readonly ActorShot[];
  /** The sweeps in groups, in each way that is tried. */
  readonly groupings: readonly (readonly GroupShot[])[];
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
  #contentions = 0;
  #snapshot: Snapshot | undefined;

  constructor(readonly host: RhythmHost) {}

  /** Something happened that is no part of any rhythm: a task went on, a signal came, a step looked at pages. */
  disrupt(): void {
    this.#visits = 0;
    this.#patience = 1;
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
    this.host.board.settleUnits();
    const shots = this.#shoot();
    const groupings = this.host.gaps.flatMap((gap) => {
      const groups = shootGroups(shots, (name) => this.host.array(name), gap);
      return groups === undefined ? [] : [groups];
    });
    this.#snapshot = {
      run,
      sweep,
      now: this.host.now(),
      contentions: this.#contentions,
      queue: this.host.cpus.waiting(),
      shots,
      groupings,
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
      return shootActor(run, this.host.board.boundaryOf(run), waitsFor, (name) => this.host.array(name));
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
    if (old.queue !== this.host.cpus.waiting() || old.counters !== this.#counters()) return false;
    this.host.board.settleUnits();
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
    if (sharesTables(shots) || !movers.every(tablesAlike)) return false;
    return old.groupings.some((grouping) => {
      const groups = this.#groupsAlike(grouping, old.shots, movers);
      const times = groups === undefined ? 0 : this.#times(movers, inert, groups, period);
      if (groups === undefined || times < 1) return false;
      this.#jump(old, movers, groups, times, period);
      return true;
    });
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
  #groupsAlike(
    grouping: readonly GroupShot[],
    then: readonly ActorShot[],
    movers: readonly Mover[],
  ): MovedGroup[] | undefined {
    const moved: MovedGroup[] = [];
    for (const group of grouping) {
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
      moved.push({ group, by, window, passed, ahead: ahead.length, blocked: this.#nextBehind(group, then) });
    }
    return moved;
  }

  /** The first page behind the group that somebody outside of it may have looked at or written since the snapshot. */
  #nextBehind({ array, members, window: { to } }: GroupShot, shots: readonly ActorShot[]): number {
    const outside = shots.filter(
      ({ run, sweep }) =>
        sweep?.sweep.table.array === array.codec.array && members.every((member) => member.run !== run),
    );
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...outside.flatMap(({ low, high }) => (high > to ? [Math.max(low, to)] : [])),
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
    for (const { after } of movers) this.host.board.cut(after.run, 0);
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
