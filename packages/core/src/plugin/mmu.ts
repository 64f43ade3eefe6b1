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

/** How a scenario wishes a guest's memory to be mapped: by pages, by blocks, or by both. */
export type MappingWish = 'small' | 'large' | 'mixed';
/** How it wishes the memory behind the pages to lie in the host. */
export type LayoutWish = 'contiguous' | 'fragmented';

/** What a machine makes of wishes. */
export interface WishResult {
  /** Machine options that fulfil them as far as possible. */
  readonly options?: Readonly<Record<string, string | number>>;
  /** In words, also where they change nothing. */
  readonly says: string;
}

/** Parts of a guest's memory that are neither resident and the guest's own, nor absent. */
export type MemoryPart = 'shared' | 'swapped';

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
  /** A living guest uses pages, in order of addresses; absent where the architecture does not say what that means. */
  readonly touch?: (machine: MachineConfig, range: PageRange) => Task<unknown>;
  /** What it makes of wishes about mapping and layout; absent: nothing. */
  readonly fulfil?: (wishes: { readonly mapping?: MappingWish; readonly layout?: LayoutWish }) => WishResult;
  /** Which parts `begin` of its policies knows; absent: none. */
  readonly parts?: readonly MemoryPart[];
  /** What is owed for a page now; read by the core property about stale translations and lines. */
  readonly debts?: (s: Readonly<S>, page: number, machine: MachineConfig) => PageDebts;
}
