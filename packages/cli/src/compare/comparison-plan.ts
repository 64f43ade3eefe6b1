import type { Architecture, Finding, MachineRequest } from '@cvm-teardown/core';
import type { Costs } from '../runs/run-job.js';

/** A row before it is run, or everything that keeps it from being run. */
export type PlannedRow =
  | { readonly label: string; readonly request: MachineRequest }
  | { readonly label: string; readonly refused: readonly Finding[] };

/** A group before it is run. */
export interface PlannedGroup {
  readonly id: string;
  readonly title: string;
  readonly architecture: Architecture;
  readonly trigger: string;
  readonly memoryBytes: number;
  readonly costs: Costs;
  readonly rows: readonly PlannedRow[];
  /** Label of a row; default: the first that can be run. */
  readonly baseline?: string | undefined;
  readonly sameBecause?: string | undefined;
}
