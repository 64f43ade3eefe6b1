/** A quantity over time, with its peak and its integral; changes may come in any order of time except for the peak. */
export class Level {
  now = 0;
  max = 0;
  #sum = 0n;
  /** Part of the integral's second sum that still fits a number exactly. */
  #near = 0;

  /** `delta` at instant `ns`. */
  add(delta: number, ns: number): void {
    this.now += delta;
    if (this.now > this.max) this.max = this.now;
    const moment = delta * ns;
    if (Math.abs(moment) >= EXACT) {
      this.#sum += BigInt(delta) * BigInt(ns);
      return;
    }
    this.#near += moment;
    if (Math.abs(this.#near) >= EXACT) {
      this.#sum += BigInt(this.#near);
      this.#near = 0;
    }
  }

  /** Integral from 0 to `endNs`: sum of delta * (end - t). */
  integral(endNs: number): bigint {
    return BigInt(this.now) * BigInt(endNs) - this.#sum - BigInt(this.#near);
  }
}

const EXACT = 2 ** 52;
