import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { refuseAny } from '../errors/input-error.js';
import { impossibleValue } from '../errors/messages/machine.js';

/** Reproducible chance: the same seed gives the same draws on every machine. */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  /**
   * @param seed 32 bits; the generator would take a wider one for another seed
   * @throws InputError (CVM_MACHINE_IMPOSSIBLE_VALUE) if it is wider
   */
  constructor(seed: number) {
    if (seed !== seed >>> 0) refuseAny([impossibleValue('seed', seed, 'it is an integer of 32 bits', '1')]);
    this.#generator = xoroshiro128plus(seed);
  }

  /** 0..size-1 */
  below(size: number): number {
    return uniformInt(this.#generator, 0, size - 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** A copy in random order. */
  shuffled<T>(list: readonly T[]): T[] {
    const order = [...list];
    for (let left = order.length; left > 1; left--) {
      const at = this.below(left);
      [order[left - 1], order[at]] = [order[at] as T, order[left - 1] as T];
    }
    return order;
  }
}
