import { lockAlreadyHeld, lockNotHeld } from '../errors/messages/author.js';
import { type LockDeclaration, type LockUse, lockLabel } from '../protocol/lock.js';

interface Held {
  owner: number | undefined;
  readonly readers: Set<number>;
}

/** Who holds which lock, by rank. Any waiter may be the next, as in a walk: a superset of first come, first served. */
export class LockTable {
  readonly #locks = new Map<string, Held>();

  constructor(declared: readonly LockDeclaration[]) {
    for (const { name, instances } of declared) {
      for (let instance = 0; instance < instances; instance++)
        this.#locks.set(lockLabel({ name, instance }), { owner: undefined, readers: new Set() });
    }
  }

  reset(): void {
    for (const held of this.#locks.values()) {
      held.owner = undefined;
      held.readers.clear();
    }
  }

  isFree(use: LockUse, rank: number, actor: string): boolean {
    const { owner, readers } = this.#at(use);
    if (owner === rank || readers.has(rank)) throw lockAlreadyHeld(use.name, actor);
    return owner === undefined && (use.mode === 'shared' || readers.size === 0);
  }

  take(use: LockUse, rank: number): void {
    const held = this.#at(use);
    if (use.mode === 'exclusive') held.owner = rank;
    else held.readers.add(rank);
  }

  give(use: LockUse, rank: number, actor: string): void {
    const held = this.#at(use);
    if (held.owner === rank) held.owner = undefined;
    else if (!held.readers.delete(rank)) throw lockNotHeld(use.name, actor);
  }

  /** Names of the locks that an actor holds. */
  heldBy(rank: number): string[] {
    return [...this.#locks].filter(([, held]) => held.owner === rank || held.readers.has(rank)).map(([name]) => name);
  }

  #at(use: LockUse): Held {
    const held = this.#locks.get(lockLabel(use));
    if (held === undefined)
      throw new RangeError(`the machine declares no lock "${use.name}" with instance ${use.instance}`);
    return held;
  }
}
