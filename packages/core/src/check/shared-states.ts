import type { MachineModel } from '../engine/machine-model.js';
import { createLayout, type Packing, type StateLayout } from '../state/layout.js';
import { StateStore } from './state-store.js';

/**
 * The declared states that a walk has come to, each once, by number. Many states of a walk share one: they differ in where the
 * actors stand. What depends on declared state alone is worked out once for each.
 */
export class SharedStates {
  readonly layout: StateLayout;
  readonly words: number;
  readonly #store: StateStore;

  /** Declared states that are this small are their own numbers: nobody has to look them up. */
  readonly areNumbers: boolean;

  constructor({ declarations }: Pick<MachineModel, 'declarations'>, packing: Packing = 'bits') {
    this.layout = createLayout(declarations, packing);
    this.words = Math.max(1, Math.ceil(this.layout.totalBytes / 4));
    this.areNumbers = this.layout.totalBits < 32;
    this.#store = new StateStore(this.words);
  }

  /** As of a `StateStore`. */
  get bytesAhead(): number {
    return this.#store.bytesAhead;
  }

  /**
   * The number of a declared state, padded with zeroes to whole words.
   *
   * @throws OutOfMemory
   */
  numberOf(words: Int32Array): number {
    if (this.areNumbers) return words[0] as number;
    const added = this.#store.add(words, -1);
    return added >= 0 ? added : -1 - added;
  }

  read(number: number, into: Int32Array): void {
    if (this.areNumbers) into[0] = number;
    else this.#store.read(number, into);
  }
}
