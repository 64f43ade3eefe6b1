import type { ModelId } from './models.js';
import type { ShippedRun } from './shipped-child.js';
import type { ShipsRun } from './ships-child.js';

/** One model, explored by both; the best of several runs each, taken in turns. */
export interface ExploreResult {
  readonly model: ModelId;
  readonly title: string;
  readonly pages: number;
  readonly states: number;
  readonly transitions: number;
  /** CPU time of all threads, and how long it took. */
  readonly walkMs: number;
  readonly walkWallMs: number;
  readonly walkBytes: number;
  readonly depthFirstMs: number;
  readonly depthFirstWallMs: number;
  readonly breadthFirstMs: number;
}

/** From the command to its verdict: CPU time of all that is needed for it, the best of several runs each, taken in turns. */
export interface VerdictResult {
  readonly model: ModelId;
  readonly title: string;
  readonly pages: number;
  readonly verdict: string;
  readonly walkMs: number;
  readonly spinMs: number;
}

export interface ExploreResults {
  readonly schemaVersion: 1;
  readonly environment: {
    readonly node: string;
    readonly cpu: string;
    readonly cpus: number;
    readonly spin: string;
    readonly compiler: string;
  };
  readonly models: readonly ExploreResult[];
  readonly verdicts: readonly VerdictResult[];
  /** Shipped machines, each without and with page symmetry. */
  readonly shipped: readonly {
    readonly title: string;
    readonly pages: number;
    readonly faults: number;
    readonly whole: ShippedRun & { readonly maxRssBytes: number };
    readonly reduced: ShippedRun;
  }[];
  readonly ships: readonly (ShipsRun & { readonly cpuMs: number })[];
}
