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
    Random.check(seed);
    this.#generator = xoroshiro128plus(seed);
  }

  /** @throws InputError (CVM_MACHINE_IMPOSSIBLE_VALUE) if a seed is wider than 32 bits */
  static check(seed: number): void {
    if (seed !== seed >>> 0) refuseAny([impossibleValue('seed', seed, 'it is an integer of 32 bits', '1')]);
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

/**
 * Another seed for each seed: neighbours become strangers, since the generator's first draws of neighbours are alike. One to
 * one, so that no seed is lost. The last lines of MurmurHash3 (Austin Appleby, public domain).
 */
export function scattered(seed: number): number {
  let bits = seed ^ (seed >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
