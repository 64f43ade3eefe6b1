import type { PageRange } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import type { MachineConfig } from './machine-config.js';

/** Why a range is unmapped: what is owed depends on it. */
export type UnmapReason =
  | 'unmap'
  | 'discard'
  | 'swap-out'
  | 'migrate'
  | 'protection change'
  | 'release of the whole address space';

/** What the machine made of a guest's memory. */
export interface MappingPlan {
  /** Bytes of one page of the machine's page arrays. */
  readonly pageBytes: number;
  /** In words: granule, leaf size, levels, tables. */
  readonly description: string;
}

/** What is still owed for a page after its mapping changed: obligations are states, so that a property can see them. */
export interface PageDebts {
  /** Somebody can still use a translation of this page although the page, or the table page that held it, serves somebody else. */
  readonly staleTranslation: boolean;
  /** Somebody who needs the content can read a cache line that does not hold it. */
  readonly staleLine: boolean;
}

/** The guest's second-stage translation: what is mapped at which level, what caches may still hold, what an unmap owes. */
// biome-ignore lint/suspicious/noExplicitAny: core drives mmus of any state
export interface Mmu<S = any> {
  /** Sizes a guest's memory. Called before `MachineConfig.pages` is known (it is 0 then). */
  readonly plan: (machine: MachineConfig) => MappingPlan;
  /** Unmaps a range of a living guest and pays what the reason demands. */
  readonly unmap: (machine: MachineConfig, range: PageRange, reason: UnmapReason) => Task<unknown>;
  /** What is owed for a page now; read by the core property about stale translations and lines. */
  readonly debts?: (s: Readonly<S>, page: number, machine: MachineConfig) => PageDebts;
}
