import { lockAlreadyHeld, lockNotHeld } from '../../errors/messages/author.js';
import type { LockMode, LockUse } from '../../protocol/lock.js';
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

  #admits(mode: LockMode): boolean {
    if (this.#holders.size === 0) return true;
    return mode === 'shared' && [...this.#holders.values()].every((holder) => holder.mode === 'shared');
  }

  #enter(actor: number, mode: LockMode, since: number): void {
    this.#holders.set(actor, { mode, since });
    this.metrics.acquisitions++;
  }
}

export const lockLabel = ({ name, instance }: { readonly name: string; readonly instance: number }): string =>
  instance === 0 ? name : `${name}[${instance}]`;

/** A machine's locks, made as they are first used. */
export class LockQueues {
  readonly #queues = new Map<string, LockQueue>();

  of({ name, instance }: LockUse): LockQueue {
    const label = lockLabel({ name, instance });
    let queue = this.#queues.get(label);
    if (queue === undefined) {
      queue = new LockQueue(label);
      this.#queues.set(label, queue);
    }
    return queue;
  }

  results(): LockResult[] {
    return [...this.#queues].map(([lock, { metrics }]) => ({ lock, ...metrics }));
  }
}
