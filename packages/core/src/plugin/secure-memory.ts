import type { PageRange } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import type { MachineConfig } from './machine-config.js';

/** What can be done to the protection of pages, in neutral words. */
export type SecureMemoryVerb =
  /** bring under protection */
  | 'admit'
  /** give back readable by the host, encrypted or not */
  | 'expose'
  /** destroy the content */
  | 'scrub'
  | 'share'
  | 'unshare'
  | 'donate'
  | 'reclaim';

/** Who has a page, and what is in it. */
export interface PageCustody {
  /** `guest`: still its guest's; `host`: on the host's free list or in other use; `swap`; `leaked`: given up on purpose. */
  readonly place: 'guest' | 'other guest' | 'host' | 'swap' | 'leaked';
  /** `secret`: a protected guest's content, neither scrubbed nor encrypted; `open`: nothing that anybody must not see. */
  readonly content: 'secret' | 'encrypted' | 'open';
}

/** Who owns a page, who may touch it, what is owed before it may be reused. Absent on architectures without it. */
// biome-ignore lint/suspicious/noExplicitAny: core drives secure memory of any state
export interface SecureMemory<S = any> {
  /** The verbs that the architecture has, as tasks over a range. */
  readonly verbs: Readonly<
    Partial<Record<SecureMemoryVerb, (machine: MachineConfig, range: PageRange) => Task<unknown>>>
  >;
  /** Read by the core property about secrets. */
  readonly custody: (s: Readonly<S>, page: number, machine: MachineConfig) => PageCustody;
}
