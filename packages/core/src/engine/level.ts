/**
 * A quantity over time, with its peak and its integral. Changes of one sign may come in any order of time; one of the other
 * sign comes behind all those that are earlier, so that the peak is right.
 */
export class Level {
  now: number;
  max: number;
  #rose = false;
  #fell = false;
  /** The peak since the last mark. */
  #recent: number;
  #sum = 0n;
  /** Part of the integral's second sum that still fits a number exactly. */
  #near = 0;

  /** @param start what there is before the first change */
  constructor(readonly start = 0) {
    this.now = start;
    this.max = start;
    this.#recent = start;
  }

  /** It never rose, or never fell: its peak does not depend on when. */
  get oneWay(): boolean {
    return !(this.#rose && this.#fell);
  }

  /** `delta` at instant `ns`. */
  add(delta: number, ns: number): void {
    this.#move(delta);
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

  /** `times` changes of `delta`, at `first`, `first + step`, ... All of one sign, so that the peak is at an end. */
  addRun(delta: number, first: number, step: number, times: number): void {
    this.#move(delta * times);
    const n = BigInt(times);
    this.#sum += BigInt(delta) * (n * BigInt(first) + (BigInt(step) * n * (n - 1n)) / 2n);
  }

  /** Changes by `delta` in all, whose instants sum up to `moments` when each is weighted with its change. All of one sign. */
  addSum(delta: number, moments: bigint): void {
    this.#move(delta);
    this.#sum += moments;
  }

  /** Remembers where it stands; the result repeats, `times` times and `period` apart, what has happened since then. */
  mark(): (times: number, period: number) => void {
    const level = this.now;
    const moments = this.#moments();
    this.#recent = level;
    return (times, period) => {
      const gain = this.now - level;
      const n = BigInt(times);
      this.#sum += n * (this.#moments() - moments) + BigInt(gain) * BigInt(period) * ((n * (n + 1n)) / 2n);
      this.max = Math.max(this.max, this.#recent + Math.max(0, gain) * times);
      this.now += gain * times;
    };
  }

  #move(delta: number): void {
    this.now += delta;
    this.#rose ||= delta > 0;
    this.#fell ||= delta < 0;
    if (this.now > this.#recent) this.#recent = this.now;
    if (this.now > this.max) this.max = this.now;
  }

  #moments(): bigint {
    return this.#sum + BigInt(this.#near);
  }

  /** Integral from 0 to `endNs`: what there is at the end all the time, less what each change was not there for. */
  integral(endNs: number): bigint {
    return BigInt(this.now) * BigInt(endNs) - this.#moments();
  }
}

const EXACT = 2 ** 52;
