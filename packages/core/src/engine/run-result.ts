import type { ChargedTo } from '../protocol/actor.js';
import type { OperationTotal } from './counts.js';

/** A named moment that an actor passed, with what that actor had done until then. */
export interface Milestone {
  readonly name: string;
  readonly actor: string;
  readonly atNs: number;
  readonly operations: ReadonlyMap<string, OperationTotal>;
  /** How much of each level there is then. */
  readonly levels: ReadonlyMap<string, number>;
  /** Operations performed without a price until then, by anybody: the time is a lower bound if there are any. */
  readonly unpriced: readonly string[];
}

export interface ActorResult {
  readonly name: string;
  readonly charged: ChargedTo;
  /** `blocked`: waits for something that never comes; `cancelled`: was on its way when the run was given up. */
  readonly end: 'done' | 'blocked' | 'daemon' | 'cancelled';
  readonly endNs: number;
  /** On a CPU, spinning included. */
  readonly cpuNs: number;
  /** The most of it between two moments at which it offered its CPU to others, or gave it up. */
  readonly longestUnrescheduledNs: number;
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

/** A quantity over time, in the unit that its name stands for. */
export interface LevelResult {
  readonly level: string;
  /** At the start of the run. */
  readonly start: number;
  /** At its end. */
  readonly now: number;
  readonly max: number;
  /** Unit of the level times nanoseconds. */
  readonly integral: bigint;
  /** It never rose, or never fell: then its peak does not depend on when. */
  readonly oneWay: boolean;
}

/** What an executor with a clock measured. Both such executors give this type; times are integer virtual nanoseconds. */
export interface EngineResult {
  readonly endNs: number;
  /** It was given up before it was over: what is here happened, the rest did not. */
  readonly cancelled: boolean;
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
