import type { MachineModel } from '../engine/machine-model.js';
import { lockAlreadyHeld, lockNotHeld } from '../errors/messages/author.js';
import { type LockUse, lockLabel } from '../protocol/lock.js';
import { createLayout } from '../state/layout.js';
import { createState, type PackedState } from '../state/state.js';

/**
 * A whole state as bytes: a position per actor, locks, pending signals, faults left, then the declared state. One object is a
 * window onto one buffer.
 */
export class WalkState {
  readonly bytes: Uint8Array;
  /** The same buffer, word by word: padded with zeroes to whole words. */
  readonly words: Int32Array;
  readonly shared: PackedState;
  /** The declared state alone: a part of the same buffer. */
  readonly declared: Uint8Array;
  readonly #lockIndex = new Map<string, number>();
  readonly #lockOffsets = new WeakMap<LockUse, number>();
  /** Bytes of a set of actors. */
  readonly #setBytes: number;
  readonly #locksAt: number;
  readonly #signalsAt: number;
  readonly #budgetAt: number;

  constructor(model: MachineModel) {
    const layout = createLayout(model.declarations);
    let locks = 0;
    for (const { name, instances } of model.locks) {
      for (let instance = 0; instance < instances; instance++)
        this.#lockIndex.set(lockLabel({ name, instance }), locks++);
    }
    if (model.actors.length > 16) throw new RangeError('a machine that is checked has at most 16 actors');
    this.#locksAt = 2 * model.actors.length;
    this.#setBytes = model.actors.length > 8 ? 2 : 1;
    this.#signalsAt = this.#locksAt + (1 + this.#setBytes) * locks;
    this.#budgetAt = this.#signalsAt + this.#setBytes;
    const offset = this.#budgetAt + 1;
    this.bytes = new Uint8Array(4 * Math.ceil((offset + layout.totalBytes) / 4));
    this.words = new Int32Array(this.bytes.buffer);
    this.declared = this.bytes.subarray(offset, offset + layout.totalBytes);
    this.shared = createState(layout, this.declared);
  }

  position(rank: number): number {
    return (this.bytes[2 * rank] as number) | ((this.bytes[2 * rank + 1] as number) << 8);
  }

  setPosition(rank: number, id: number): void {
    this.bytes[2 * rank] = id & 0xff;
    this.bytes[2 * rank + 1] = id >> 8;
  }

  get faultsLeft(): number {
    return this.bytes[this.#budgetAt] as number;
  }

  set faultsLeft(faults: number) {
    this.bytes[this.#budgetAt] = faults;
  }

  /** Whether a fatal signal is pending for anybody. */
  get anySignal(): boolean {
    return this.#set(this.#signalsAt) !== 0;
  }

  signalled(rank: number): boolean {
    return (this.#set(this.#signalsAt) & (1 << rank)) !== 0;
  }

  setSignal(rank: number, on: boolean): void {
    const mask = this.#set(this.#signalsAt);
    this.#writeSet(this.#signalsAt, on ? mask | (1 << rank) : mask & ~(1 << rank));
  }

  /** Whether the lock can be taken now. Any waiter may be the next: a superset of first come, first served. */
  lockIsFree(use: LockUse, rank: number, actor: string): boolean {
    const at = this.#lockAt(use);
    const holder = this.bytes[at] as number;
    const readers = this.#set(at + 1);
    if (holder === rank + 1 || (readers & (1 << rank)) !== 0) throw lockAlreadyHeld(use.name, actor);
    return holder === 0 && (use.mode === 'shared' || readers === 0);
  }

  take(use: LockUse, rank: number): void {
    const at = this.#lockAt(use);
    if (use.mode === 'exclusive') this.bytes[at] = rank + 1;
    else this.#writeSet(at + 1, this.#set(at + 1) | (1 << rank));
  }

  give(use: LockUse, rank: number, actor: string): void {
    const at = this.#lockAt(use);
    const readers = this.#set(at + 1);
    if (this.bytes[at] === rank + 1) this.bytes[at] = 0;
    else if ((readers & (1 << rank)) !== 0) this.#writeSet(at + 1, readers & ~(1 << rank));
    else throw lockNotHeld(use.name, actor);
  }

  /** Names of the locks that an actor holds. */
  heldBy(rank: number): string[] {
    const held: string[] = [];
    for (const [name, index] of this.#lockIndex) {
      const at = this.#locksAt + (1 + this.#setBytes) * index;
      if (this.bytes[at] === rank + 1 || (this.#set(at + 1) & (1 << rank)) !== 0) held.push(name);
    }
    return held;
  }

  /** Remembered by object: the same few are asked for millions of times. */
  #lockAt(use: LockUse): number {
    let at = this.#lockOffsets.get(use);
    if (at === undefined) {
      const index = this.#lockIndex.get(lockLabel(use));
      if (index === undefined)
        throw new RangeError(`the machine declares no lock "${use.name}" with instance ${use.instance}`);
      at = this.#locksAt + (1 + this.#setBytes) * index;
      this.#lockOffsets.set(use, at);
    }
    return at;
  }

  #set(at: number): number {
    const low = this.bytes[at] as number;
    return this.#setBytes === 1 ? low : low | ((this.bytes[at + 1] as number) << 8);
  }

  #writeSet(at: number, set: number): void {
    this.bytes[at] = set & 0xff;
    if (this.#setBytes > 1) this.bytes[at + 1] = set >> 8;
  }
}
