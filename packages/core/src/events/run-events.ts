import { createEventBus, type EventBus } from './event-bus.js';

/** A part of a protocol begins on an actor: `PREPARE`, `exit`. Times are nanoseconds of virtual time since the start of the run. */
export interface PhaseStart {
  readonly actor: string;
  readonly phase: string;
  readonly atNs: number;
}

export interface PhaseEnd extends PhaseStart {
  readonly fromNs: number;
}

/** A sweep over the objects `from` to `to - 1` of an array of the state begins. */
export interface RangeStart {
  readonly actor: string;
  readonly sweep: string;
  readonly array: string;
  readonly from: number;
  readonly to: number;
  readonly atNs: number;
}

/** `to` is where it ended: less than was begun if it was interrupted. */
export interface RangeEnd extends RangeStart {
  readonly outcome?: string;
}

/**
 * How far the work is, in units such as `pages` or `states`; for people, so it may be emitted at any interval. `total`: as far as
 * is known: of the sweeps that have begun, of the states that were found.
 */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly unit: string;
  /** Virtual time. */
  readonly atNs?: number;
  /** Events that the executor has handled. */
  readonly events?: number;
}

export interface RunEnd {
  readonly atNs: number;
}

/** What an exploration came to; `unknown` is what a limit gives. */
export interface Verdict {
  readonly verdict: 'valid' | 'violated' | 'unknown';
  readonly states: number;
  readonly transitions: number;
}

/** What executors tell while they run: per phase, range and verdict, never per page. */
export interface RunEvents {
  'phase-start': PhaseStart;
  'phase-end': PhaseEnd;
  'range-start': RangeStart;
  'range-end': RangeEnd;
  progress: Progress;
  'run-end': RunEnd;
  verdict: Verdict;
}

export type RunBus = EventBus<RunEvents>;

export const createRunBus = (): RunBus => createEventBus<RunEvents>();
