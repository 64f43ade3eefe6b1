import type { Actor, ChargedTo } from '../protocol/actor.js';
import type { Levels } from '../protocol/levels.js';
import type { Task } from '../protocol/task.js';
import type { Trigger } from './axes.js';
import type { MachineConfig } from './machine-config.js';

/** Another teardown that may begin in the state that this one has left, although its work may still go on. */
// biome-ignore lint/suspicious/noExplicitAny: core drives policies of any state
export interface FollowUp<S = any> {
  readonly actor: string;
  readonly charged: ChargedTo;
  /** Passes `requested` and `unblocked` as the actors of a policy do. */
  readonly task: (machine: MachineConfig) => Task<unknown>;
  /** What is neither free nor usable from then on, as `TeardownPolicy.levels` says it for the policy's own triggers. */
  readonly levels: (s: Readonly<S>, machine: MachineConfig) => Levels;
}

/**
 * What a host asks of a teardown before it kills a process for want of memory: to wait for memory that its work still gives back.
 * What came back meanwhile counts; if nothing did, the host kills. Scenarios only.
 */
// biome-ignore lint/suspicious/noExplicitAny: core drives policies of any state
export interface LastResort<S = any> {
  /** Bytes that its work has still to report; undefined while there is nobody to ask. Pure; reads sets of pages by `count`. */
  readonly toCome: (s: Readonly<S>) => number | undefined;
  /** For a time, or until so many bytes have come back or nobody is there to ask; no more than these are reported. */
  readonly waits: { readonly ns: number } | { readonly bytes: number };
  /** It does not wait if others have reported more bytes than that; absent: it always does. */
  readonly enoughBytes?: number;
}

/**
 * Given a trigger and a machine: the tasks that run, on which actor, under which locks, and what happens to leftovers.
 *
 * A run has the actors that the trigger needs. A check is a closed small world: the policy adds its environment (a guest that
 * touches pages, a next guest, a signal, memory pressure) so that every interleaving that matters can happen.
 *
 * Milestones that a run's tasks pass (each at most once per actor): `requested` and `unblocked` by the actor that somebody
 * waits for; `secure-again`, `scrubbed`, `memory-back` by whoever gets there; `gives-up` by whoever waits for the end from outside, and
 * not for ever: reports warn of it.
 */
// biome-ignore lint/suspicious/noExplicitAny: core drives policies of any state
export interface TeardownPolicy<S = any> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly triggers: readonly Trigger[];
  /** The release in whose form it behaves unless the user says otherwise. */
  readonly defaultRelease: string;
  /** Ids of the releases that have this policy; absent: all. */
  readonly releases?: readonly string[];
  /** The state at the moment of the trigger. */
  readonly begin: (s: S, machine: MachineConfig) => void;
  /**
   * How much of each level there is in a state; asked at the start and around steps that `recount`. In between, rules change levels
   * by what they say. Bytes for `held-swappable` and `held-unswappable`. Pure; reads sets of pages by `count`.
   */
  readonly levels?: (s: Readonly<S>, machine: MachineConfig) => Levels;
  readonly actors: (machine: MachineConfig) => readonly Actor[];
  /** By trigger; a scenario's next teardown of the same guest otherwise begins anew, when the work of this one is over. */
  readonly followUps?: Readonly<Partial<Record<Trigger, FollowUp<S>>>>;
  /** What a run takes for granted although no source states it, a sentence each without a full stop; reports say it. */
  readonly presumes?: (machine: MachineConfig) => readonly string[];
  /** Absent or undefined: the host does not ask. */
  readonly lastResort?: (machine: MachineConfig) => LastResort<S> | undefined;
}
