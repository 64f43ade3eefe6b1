import { type ActorRun, offerCpu, type Status } from './actor-run.js';

/**
 * K CPUs and one run queue, round robin: at a boundary an actor whose slice is used up goes to the tail if somebody waits. A
 * woken actor takes a free CPU at once or queues; nobody is preempted inside a unit of work. A slice is not renewed while
 * nobody waits. Blocking gives the CPU up, spinning does not. Actors that need no CPU are never in the way, and never wait.
 */
export class Cpus {
  readonly #queue: ActorRun[] = [];
  #free: number;

  constructor(
    count: number,
    readonly sliceNs: number,
  ) {
    this.#free = count;
  }

  /** Whether somebody waits for a CPU. */
  get contended(): boolean {
    return this.#queue.length > 0;
  }

  /** Ranks of those who wait, in order. */
  waiting(): string {
    return this.#queue.map(({ rank }) => rank).join();
  }

  /** The actor can go on: it takes a free CPU or queues. */
  ready(run: ActorRun, now: number): void {
    const waited = now - run.since;
    if (run.status === 'lock') run.lockWaitNs += waited;
    if (run.status === 'guard') run.guardWaitNs += waited;
    if (this.#free > 0 || run.actor.offCpu === true) this.#enter(run, now);
    else this.#enqueue(run, now);
  }

  /** The actor gives its CPU up, and the first in the queue takes it. */
  leave(run: ActorRun, status: Status, now: number): void {
    offerCpu(run);
    run.status = status;
    run.since = now;
    this.#free += cpusOf(run);
    this.#dispatch(now);
  }

  /** At a boundary: true when the actor had to go to the tail of the queue. */
  yields(run: ActorRun, now: number): boolean {
    if (run.actor.offCpu === true || this.#queue.length === 0 || now - run.sliceStart < this.sliceNs) return false;
    this.#free++;
    this.#enqueue(run, now);
    this.#dispatch(now);
    return true;
  }

  #dispatch(now: number): void {
    while (this.#free > 0) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      next.queueWaitNs += now - next.since;
      this.#enter(next, now);
    }
  }

  #enter(run: ActorRun, now: number): void {
    this.#free -= cpusOf(run);
    run.status = 'running';
    run.at = now;
    run.sliceStart = now;
  }

  #enqueue(run: ActorRun, now: number): void {
    run.status = 'queued';
    run.since = now;
    this.#queue.push(run);
  }
}

const cpusOf = ({ actor }: ActorRun): number => (actor.offCpu === true ? 0 : 1);
