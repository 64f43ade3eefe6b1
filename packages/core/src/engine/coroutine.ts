import { unkeyedLoop } from '../errors/messages/author.js';
import type { Plain, Row } from '../protocol/outcomes.js';
import type { Step } from '../protocol/step.js';
import type { Sweep } from '../protocol/sweep.js';
import type { Live, Marker, Task } from '../protocol/task.js';

/** What a task does next, as its executor sees it. */
export type Pending = Step | Sweep | undefined;

export interface MarkerListener {
  phase(name: string): void;
  milestone(name: string): void;
}

/** Observations since the last `here` in one frame, beyond which the loop is taken to be without a key. */
const MOST_OBSERVATIONS = 200;

/**
 * Drives one task. It answers markers itself and keeps the frame stack from which the task's position is keyed: entering a
 * `sub` pushes a frame, `here` replaces the top frame's history, returning pops the frame and leaves only its value. A flat
 * key would merge two callers of the same `sub`.
 */
export class Coroutine {
  pending: Pending;
  done = false;
  readonly #task: Task<unknown>;
  readonly #frames: string[][] = [[]];

  constructor(
    readonly actor: string,
    start: () => Task<unknown>,
    readonly markers?: MarkerListener,
    readonly keyed = true,
  ) {
    this.#task = start();
  }

  /** Runs to the first step or sweep. */
  start(): this {
    this.#advance(undefined);
    return this;
  }

  /** Hands over what was observed and runs on to the next step or sweep. `label` is the observation's place in the key. */
  resume(value: unknown, label: string): void {
    if (this.keyed) {
      const frame = this.#frames[this.#frames.length - 1] as string[];
      frame.push(label);
      if (frame.length > MOST_OBSERVATIONS) throw unkeyedLoop(this.actor, this.position());
    }
    this.#advance(value);
  }

  /** A function of everything that the task's future depends on. */
  position(): string {
    return this.done ? 'done' : this.#frames.map((frame) => frame.join(',')).join(' / ');
  }

  #advance(value: unknown): void {
    let answer = value;
    for (;;) {
      const next = this.#task.next(answer);
      if (next.done === true) {
        this.pending = undefined;
        this.done = true;
        return;
      }
      const yielded = next.value;
      if (yielded.kind === 'step' || yielded.kind === 'sweep') {
        this.pending = yielded;
        return;
      }
      this.#mark(yielded);
      answer = undefined;
    }
  }

  #mark(marker: Marker): void {
    switch (marker.kind) {
      case 'phase':
        this.markers?.phase(marker.name);
        return;
      case 'milestone':
        this.markers?.milestone(marker.name);
        return;
      case 'enter':
        if (this.keyed) this.#frames.push([]);
        return;
      case 'leave':
        if (!this.keyed) return;
        this.#frames.pop();
        this.#frames[this.#frames.length - 1]?.push(`=${keyOfResult(marker.value)}`);
        return;
      case 'here':
        if (this.keyed)
          this.#frames[this.#frames.length - 1] = [`@${marker.label}(${marker.live.map(keyOfLive).join(',')})`];
        return;
    }
  }
}

const keyOfResult = (value: Plain | Row | undefined): string => (value === undefined ? '' : JSON.stringify(value));

function keyOfLive(live: Live): string {
  if (typeof live !== 'object') return JSON.stringify(live);
  return 'page' in live ? `page ${live.page}` : `pages ${live.pages}`;
}
