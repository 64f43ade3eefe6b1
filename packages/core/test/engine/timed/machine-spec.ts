import type { ScriptedFault } from '../../../src/engine/reference/fault-script.js';
import type { Duration, LockMode } from '../../../src/protocol/index.js';

/* A random machine as plain data, so that it can be printed and shrunk. */

export const KINDS = ['a', 'b', 'c', 'd'] as const;

/** Pages that one table covers, and tables that one upper table covers. */
export const FANOUT = 8;
export const UPPER_FANOUT = 4;
/** Position of page 0 relative to a table boundary. */
export const ORIGIN = 3;
/** Half of the entries that a table can have: tables with fewer count as emptied. */
export const ENTRIES = 64;

/** What one kind of page does under one table. */
export interface RuleSpec {
  /** The kind that the page becomes. */
  readonly after: number;
  readonly cost: number;
  readonly duration: Duration;
  /** What a newcomer does to a page of this kind that is marked busy. */
  readonly busy: 'wait' | 'leave' | 'seize';
  readonly level: -1 | 0 | 1;
  readonly entries: -1 | 0 | 1;
  /** Counts, and frees memory that processes wait for. */
  readonly credit: 'none' | 'counter' | 'free';
  /** Takes one of a pool, or only asks for one; without one, the page is left as it is at another price, or the sweep stops. */
  readonly pool: 'none' | 'otherwise' | 'stop' | 'asks';
  /** The sweep ends behind it. */
  readonly stops: boolean;
  /** It also performs an operation that nobody has priced. */
  readonly unpriced: boolean;
  /** It may break, and then leaves the page as it is. */
  readonly breaks: boolean;
}

export interface TableSpec {
  /** By kind; null: the page is left alone, or loses a reference. */
  readonly rules: readonly (RuleSpec | null)[];
  /** What shifts the rules by one kind: a flag that steps flip, or a counter that sweeps may count. */
  readonly select: 'none' | 'mode' | 'counter';
}

/**
 * Which tails a sweep has: tables on one level, on two with a range tail between them, one array for both levels, a range tail, one of
 * many tables' length, tables and such a one, tables and one that ends elsewhere than they do.
 */
export type TailSpec = 'none' | 'table' | 'nested' | 'doubled' | 'span' | 'wide' | 'table-wide' | 'crossed';

export interface SweepSpec {
  /** The array: pages, pages of a second kind, or the tables of the first. */
  readonly over: 'page' | 'other' | 'table';
  readonly table: number;
  readonly from: number;
  /** Length in pages; beyond the end of the array: up to it. */
  readonly length: number;
  /** Pages per batch; 0: no batches. */
  readonly batch: number;
  readonly batchLock: LockMode | 'none';
  readonly batchCost: number;
  readonly signals: 'none' | 'unit' | 'batch';
  readonly tails: TailSpec;
  readonly pace: { readonly units: number; readonly ns: number } | null;
  readonly reschedules: 'none' | 'unit' | 'batch';
  /** Whether the whole sweep is done under the big lock. */
  readonly locked: boolean;
}

export type ActSpec =
  | ({ readonly act: 'sweep' } & SweepSpec)
  | { readonly act: 'compute' | 'sleep'; readonly ns: number }
  /** Until a part of the time (in thousandths) has passed that the machine's sweeps take together, roughly. */
  | { readonly act: 'pause'; readonly thousandths: number }
  | { readonly act: 'touch'; readonly page: number; readonly kind: number }
  | { readonly act: 'touch-table'; readonly page: number }
  | { readonly act: 'count' | 'map' | 'ready' | 'await-ready' | 'mode' | 'await-counter' | 'break' | 'milestone' }
  | { readonly act: 'reschedule' }
  | { readonly act: 'phase'; readonly name: number }
  /** A process waits for memory that sweeps free. */
  | { readonly act: 'allocate'; readonly pages: number }
  | { readonly act: 'signal'; readonly actor: number }
  | { readonly act: 'locked'; readonly lock: 'big' | 'mm'; readonly mode: LockMode; readonly ns: number };

export interface MachineSpec {
  readonly pages: number;
  /** Lengths of runs of kinds, in turn; what is left is of the first kind. */
  readonly layout: readonly number[];
  readonly pool: number;
  /** Entries that each table begins with. */
  readonly entries: number;
  readonly tables: readonly TableSpec[];
  readonly actors: readonly (readonly ActSpec[])[];
  readonly cpus: number;
  readonly sliceNs: number;
  readonly chunkBits: number;
  readonly gap: number;
  readonly bothWays: boolean;
  readonly faults: readonly ScriptedFault[];
}
