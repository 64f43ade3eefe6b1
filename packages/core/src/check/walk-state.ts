import type { MachineModel } from '../engine/machine-model.js';
import { lockAlreadyHeld, lockNotHeld } from '../errors/messages/author.js';
import { type LockUse, lockLabel } from '../protocol/lock.js';
import { createState, type PackedState } from '../state/state.js';
import type { SharedStates } from './shared-states.js';

/** Behind the word of the declared state: two positions in a word. */
const POSITIONS_AT = 1;

/** They are counted in a byte. */
const MOST_FAULTS = 255;

/** In place of the number of a declared state: what is in the window is being changed. */
const UNSEALED = -1;

/**
 * A whole state: the number of its declared state, a position per actor, locks, pending signals, faults left. One object is a
 * window onto one buffer, and onto another one for the declared state, which is read when it is asked for.
 */
export class WalkState {
  /** The state, padded with zeroes to whole words. */
  readonly words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #declared: Int32Array;
  readonly #shared: PackedState;
  /** A declared state that is its own number is seen where the number is. */
  readonly #isAliased: boolean;
  /** Of the declared state that is in its window. */
  #loaded = UNSEALED;
  readonly #lockIndex = new Map<string, number>();
  readonly #lockOffsets = new WeakMap<LockUse, number>();
  /** Bytes of a set of actors. */
  readonly #setBytes: number;
  readonly #locksAt: number;
  readonly #signalsAt: number;
  readonly #budgetAt: number;

  constructor(
    model: Pick<MachineModel, 'locks' | 'actors'>,
    readonly states: SharedStates,
  ) {
    let locks = 0;
    for (const { name, instances } of model.locks) {
      for (let instance = 0; instance < instances; instance++)
        this.#lockIndex.set(lockLabel({ name, instance }), locks++);
    }
    if (model.actors.length > 16) throw new RangeError('a machine that is checked has at most 16 actors');
    this.#locksAt = 4 * POSITIONS_AT + 2 * model.actors.length;
    this.#setBytes = model.actors.length > 8 ? 2 : 1;
    this.#signalsAt = this.#locksAt + (1 + this.#setBytes) * locks;
    this.#budgetAt = this.#signalsAt + this.#setBytes;
    this.words = new Int32Array(Math.ceil((this.#budgetAt + 1) / 4));
    this.#bytes = new Uint8Array(this.words.buffer);
    this.#isAliased = states.areNumbers;
    this.#declared = this.#isAliased ? this.words.subarray(0, 1) : new Int32Array(states.words);
    this.#shared = createState(states.layout, new Uint8Array(this.#declared.buffer, 0, states.layout.totalBytes));
  }

  /** The number of its declared state. */
  get sharedNumber(): number {
    return this.words[0] as number;
  }

  set sharedNumber(number: number) {
    this.words[0] = number;
  }

  /** The window onto the declared state, whatever is in it just now. */
  get window(): PackedState {
    return this.#shared;
  }

  /** The declared state, to be looked at. */
  get shared(): PackedState {
    if (!this.#isAliased) this.#load();
    return this.#shared;
  }

  #load(): void {
    const number = this.words[0] as number;
    if (number === this.#loaded) return;
    this.states.read(number, this.#declared);
    this.#loaded = number;
  }

  /** The declared state, to be changed; until `seal` nothing else may be asked of it. */
  open(): PackedState {
    const { shared } = this;
    this.#loaded = UNSEALED;
    return shared;
  }

  /** The same, with each field at its initial value. */
  openInitial(): PackedState {
    this.#declared.fill(0);
    this.#loaded = UNSEALED;
    return this.#shared;
  }

  /** Takes what was changed for its declared state; returns the number. */
  seal(): number {
    if (this.#isAliased) return this.words[0] as number;
    this.#loaded = this.states.numberOf(this.#declared);
    this.words[0] = this.#loaded;
    return this.#loaded;
  }

  position(rank: number): number {
    return ((this.words[POSITIONS_AT + (rank >> 1)] as number) >>> (16 * (rank & 1))) & 0xffff;
  }

  /** As a part of a word: a word of which a byte was just written takes long to read. */
  setPosition(rank: number, id: number): void {
    const at = POSITIONS_AT + (rank >> 1);
    const shift = 16 * (rank & 1);
    this.words[at] = ((this.words[at] as number) & ~(0xffff << shift)) | (id << shift);
  }

  get faultsLeft(): number {
    return this.#bytes[this.#budgetAt] as number;
  }

  /** @throws RangeError if there are too many to count them */
  set faultsLeft(faults: number) {
    if (!(faults >= 0 && faults <= MOST_FAULTS))
      throw new RangeError(`a walk has 0 to ${MOST_FAULTS} faults, not ${faults}`);
    this.#bytes[this.#budgetAt] = faults;
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
    const holder = this.#bytes[at] as number;
    const readers = this.#set(at + 1);
    if (holder === rank + 1 || (readers & (1 << rank)) !== 0) throw lockAlreadyHeld(use.name, actor);
    return holder === 0 && (use.mode === 'shared' || readers === 0);
  }

  take(use: LockUse, rank: number): void {
    const at = this.#lockAt(use);
    if (use.mode === 'exclusive') this.#bytes[at] = rank + 1;
    else this.#writeSet(at + 1, this.#set(at + 1) | (1 << rank));
  }

  give(use: LockUse, rank: number, actor: string): void {
    const at = this.#lockAt(use);
    const readers = this.#set(at + 1);
    if (this.#bytes[at] === rank + 1) this.#bytes[at] = 0;
    else if ((readers & (1 << rank)) !== 0) this.#writeSet(at + 1, readers & ~(1 << rank));
    else throw lockNotHeld(use.name, actor);
  }

  /** Names of the locks that an actor holds. */
  heldBy(rank: number): string[] {
    const held: string[] = [];
    for (const [name, index] of this.#lockIndex) {
      const at = this.#locksAt + (1 + this.#setBytes) * index;
      if (this.#bytes[at] === rank + 1 || (this.#set(at + 1) & (1 << rank)) !== 0) held.push(name);
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
    const low = this.#bytes[at] as number;
    return this.#setBytes === 1 ? low : low | ((this.#bytes[at + 1] as number) << 8);
  }

  #writeSet(at: number, set: number): void {
    this.#bytes[at] = set & 0xff;
    if (this.#setBytes > 1) this.#bytes[at + 1] = set >> 8;
  }
}
