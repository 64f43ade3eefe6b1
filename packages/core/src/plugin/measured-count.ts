import type { Authority, Trigger } from './axes.js';

/** One sum that was counted: what the source calls it, and the operations of the model that it is the sum of. */
export interface CountedSum {
  readonly name: string;
  readonly operations: readonly string[];
  readonly count: number;
}

/** The machine and the moment that a count was taken on, as a request for a run. */
export interface MeasuredMachine {
  readonly trigger: Trigger;
  readonly policy: string;
  readonly release: string;
  readonly memoryBytes: number;
  readonly authority?: Authority;
  readonly features?: Readonly<Record<string, boolean>>;
  readonly options?: Readonly<Record<string, string | number>>;
  /** Part of the memory that is present, 0..1. */
  readonly resident?: number;
}

/** What a real system was seen to do: how often, never how long. A run must agree exactly, or the model says why it cannot. */
export interface MeasuredCount {
  readonly id: string;
  /** Which system it was seen on. */
  readonly system: string;
  /** How it was taken. */
  readonly source: string;
  /** Or why the model has no run that it could be held against. */
  readonly taken: { readonly machine: MeasuredMachine; readonly counts: readonly CountedSum[] } | string;
}
