import { formatSize } from '../units/index.js';

/** Says when time is up; core has no clock. */
export interface Deadline {
  readonly passed: boolean;
  /** How much there was: `10 s`. */
  readonly given: string;
}

/** Where a walk ends without an answer. */
export interface WalkLimits {
  /** Default: 20 million. */
  readonly maxStates?: number | undefined;
  /** Bytes of all that the walk remembers of states; not of the rest of the program. */
  readonly maxBytes?: number | undefined;
  readonly deadline?: Deadline | undefined;
}

/** What has been used up so far. `bytes` looks ahead: with what the next states may need at once. */
export interface Used {
  readonly states: number;
  readonly bytes: () => number;
}

export const NO_MEMORY = 'no memory left for more states';

const DEFAULT_MAX_STATES = 20_000_000;

export class Limits {
  readonly states: number;

  constructor(readonly given: WalkLimits) {
    this.states = given.maxStates ?? DEFAULT_MAX_STATES;
  }

  /** Which limit is reached, in words; undefined if none is. */
  reached({ states, bytes }: Used): string | undefined {
    const { maxBytes, deadline } = this.given;
    if (states > this.states) return `more than ${this.states} states`;
    if (maxBytes !== undefined && bytes() > maxBytes) return `more than ${formatSize(maxBytes)} of states`;
    return deadline?.passed === true ? `more than ${deadline.given}` : undefined;
  }
}
