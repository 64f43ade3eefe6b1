import { unkeyedLoop, zeroCostLoop } from '../errors/messages/author.js';
import type { Step } from '../protocol/step.js';
import type { Sweep } from '../protocol/sweep.js';
import type { Marker, Task } from '../protocol/task.js';

/** What a task does next, as its executor sees it. */
export type Pending = Step | Sweep | undefined;

export interface MarkerListener {
  phase(name: string): void;
  milestone(name: string): void;
  reschedule(): void;
}

/** Observations and returned values since the last `here` in one frame, beyond which the loop is taken to be without a key. */
const MOST_OBSERVATIONS = 200;
/** Markers without a step between them, beyond which the task is taken to loop for ever. */
const MOST_MARKERS = 100_000;

/**
 * Drives one task. It answers markers itself and keeps the frame stack from which the task's position is keyed: entering a
 * `sub` pushes a frame, `here` replaces the top frame's history, returning pops the frame and leaves only its value. A flat
 * key would merge two callers of the same `sub`.
 */
export class Coroutine {
  pending: Pending;
  done = false;
  readonly #task: Task<unknown>;
  /** Per frame, what its locals may depend on: a `here`, then labels of observations and what called frames returned. */
  readonly #frames: unknown[][] = [[]];

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
    if (this.keyed) this.#remember(label);
    this.#advance(value);
  }

  /** A function of everything that the task's future depends on. */
  position(): string {
    return this.done ? 'done' : JSON.stringify(this.#frames);
  }

  #advance(value: unknown): void {
    let answer = value;
    for (let markers = 0; markers <= MOST_MARKERS; markers++) {
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
    throw zeroCostLoop(this.actor, MOST_MARKERS);
  }

  #mark(marker: Marker): void {
    switch (marker.kind) {
      case 'phase':
        this.markers?.phase(marker.name);
        return;
      case 'milestone':
        this.markers?.milestone(marker.name);
        return;
      case 'reschedule':
        this.markers?.reschedule();
        return;
      case 'enter':
        if (this.keyed) this.#frames.push([]);
        return;
      case 'leave':
        if (!this.keyed) return;
        this.#frames.pop();
        this.#remember({ returned: marker.value });
        return;
      case 'here':
        if (this.keyed) this.#frames[this.#frames.length - 1] = [{ here: marker.label, live: marker.live }];
        return;
    }
  }

  #remember(seen: unknown): void {
    const frame = this.#frames[this.#frames.length - 1] as unknown[];
    frame.push(seen);
    if (frame.length > MOST_OBSERVATIONS) throw unkeyedLoop(this.actor, this.position());
  }
}
