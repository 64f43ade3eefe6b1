import type { ChargedTo } from '../protocol/actor.js';
import type { OperationTotal } from './counts.js';

/** A named moment that an actor passed, with what that actor had done until then. */
export interface Milestone {
  readonly name: string;
  readonly actor: string;
  readonly atNs: number;
  readonly operations: ReadonlyMap<string, OperationTotal>;
  /** Operations performed without a price until then, by anybody: the time is a lower bound if there are any. */
  readonly unpriced: readonly string[];
}

export interface ActorResult {
  readonly name: string;
  readonly charged: ChargedTo;
  /** `blocked`: waits for something that never comes. */
  readonly end: 'done' | 'blocked' | 'daemon';
  readonly endNs: number;
  readonly cpuNs: number;
  readonly spinNs: number;
  readonly lockWaitNs: number;
  readonly guardWaitNs: number;
  readonly queueWaitNs: number;
  readonly phases: readonly PhaseResult[];
}

export interface PhaseResult {
  readonly phase: string;
  readonly operations: ReadonlyMap<string, OperationTotal>;
  readonly outcomes: ReadonlyMap<string, number>;
}

export interface LockResult {
  readonly lock: string;
  readonly acquisitions: number;
  readonly heldNs: number;
  readonly longestNs: number;
}

export interface LevelResult {
  readonly level: string;
  readonly now: number;
  readonly max: number;
  /** Unit of the level times nanoseconds. */
  readonly integral: bigint;
}

/** What an executor with a clock measured. Both such executors give this type; times are integer virtual nanoseconds. */
export interface EngineResult {
  readonly endNs: number;
  readonly milestones: readonly Milestone[];
  readonly actors: readonly ActorResult[];
  readonly locks: readonly LockResult[];
  readonly levels: readonly LevelResult[];
  /** Operations that were performed without a price: every time above is a lower bound if there are any. */
  readonly unpriced: readonly string[];
  /** Promises that a step found broken, in order. */
  readonly broken: readonly {
    readonly property: string;
    readonly detail: string;
    readonly actor: string;
    readonly atNs: number;
  }[];
  /** Units processed plus steps taken: the work that the executor did. */
  readonly events: number;
}
