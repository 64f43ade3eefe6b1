import { lockAlreadyHeld, lockNotHeld } from '../../errors/messages/author.js';
import { type LockDeclaration, type LockMode, type LockUse, lockLabel } from '../../protocol/lock.js';
import type { LockResult } from '../run-result.js';

export interface LockMetrics {
  acquisitions: number;
  heldNs: number;
  longestNs: number;
}

interface Waiter {
  readonly actor: number;
  readonly mode: LockMode;
}

/** One lock: first come, first served; adjacent readers enter together. */
export class LockQueue {
  readonly #holders = new Map<number, { mode: LockMode; since: number }>();
  readonly #waiters: Waiter[] = [];

  readonly metrics: LockMetrics = { acquisitions: 0, heldNs: 0, longestNs: 0 };

  constructor(readonly label: string) {}

  /** True when the lock is held now; otherwise the actor is queued. */
  request(actor: number, actorName: string, mode: LockMode, now: number): boolean {
    if (this.#holders.has(actor)) throw lockAlreadyHeld(this.label, actorName);
    if (this.#waiters.length === 0 && this.#admits(mode)) {
      this.#enter(actor, mode, now);
      return true;
    }
    this.#waiters.push({ actor, mode });
    return false;
  }

  /** Gives the lock back; returns the actors that hold it from now on. */
  release(actor: number, actorName: string, now: number): number[] {
    const holder = this.#holders.get(actor);
    if (holder === undefined) throw lockNotHeld(this.label, actorName);
    this.#holders.delete(actor);
    const held = now - holder.since;
    this.metrics.heldNs += held;
    this.metrics.longestNs = Math.max(this.metrics.longestNs, held);
    const entered: number[] = [];
    for (let first = this.#waiters[0]; first !== undefined && this.#admits(first.mode); first = this.#waiters[0]) {
      this.#waiters.shift();
      this.#enter(first.actor, first.mode, now);
      entered.push(first.actor);
    }
    return entered;
  }

  /** Whether nobody holds it and nobody waits. */
  get idle(): boolean {
    return this.#holders.size === 0 && this.#waiters.length === 0;
  }

  /** It was taken and given back, `times` times, and held for `ns` each time. */
  passed(times: number, ns: number): void {
    this.metrics.acquisitions += times;
    this.metrics.heldNs += times * ns;
    this.metrics.longestNs = Math.max(this.metrics.longestNs, ns);
  }

  /** Who holds the lock and who waits for it, in order. */
  shape(): string {
    return `${[...this.#holders].map(([actor, { mode }]) => `${actor}${mode}`)}<${this.#waiters.map(({ actor, mode }) => `${actor}${mode}`)}`;
  }

  /** Since when each holder has held it. */
  since(): ReadonlyMap<number, number> {
    return new Map([...this.#holders].map(([actor, { since }]) => [actor, since]));
  }

  /** The holder has held it since `by` later. */
  shift(actor: number, by: number): void {
    const holder = this.#holders.get(actor);
    if (holder !== undefined) holder.since += by;
  }

  #admits(mode: LockMode): boolean {
    if (this.#holders.size === 0) return true;
    return mode === 'shared' && [...this.#holders.values()].every((holder) => holder.mode === 'shared');
  }

  #enter(actor: number, mode: LockMode, since: number): void {
    this.#holders.set(actor, { mode, since });
    this.metrics.acquisitions++;
  }
}

/** A machine's locks, made as they are first used. */
export class LockQueues {
  readonly #queues = new Map<string, LockQueue>();

  constructor(readonly declared: readonly LockDeclaration[]) {}

  /** @throws RangeError if the machine does not declare the lock */
  of({ name, instance }: LockUse): LockQueue {
    const label = lockLabel({ name, instance });
    let queue = this.#queues.get(label);
    if (queue === undefined) {
      if (!this.declared.some((lock) => lock.name === name && instance < lock.instances))
        throw new RangeError(`the machine declares no lock "${name}" with instance ${instance}`);
      queue = new LockQueue(label);
      this.#queues.set(label, queue);
    }
    return queue;
  }

  /** Labels of the locks that an actor holds. */
  heldBy(actor: number): string[] {
    return [...this.#queues.values()].filter((queue) => queue.since().has(actor)).map(({ label }) => label);
  }

  all(): readonly LockQueue[] {
    return [...this.#queues.values()];
  }

  results(): LockResult[] {
    return [...this.#queues].map(([lock, { metrics }]) => ({ lock, ...metrics }));
  }
}
