import type { MachineConfig } from './machine-config.js';

/**
 * The book of one kind of memory that is taken and given back: pages of tables, frames, the storage of a configuration. Every unit
 * is free, or somebody's, or given up on purpose. `owned` is counted at those who have it (who points to it, who counts it), not in
 * the allocator's own book: only then does the sum show what is lost, and what is given back twice.
 *
 * All functions are pure, and are asked in every state that a check reaches.
 */
// biome-ignore lint/suspicious/noExplicitAny: core adds up memory of any state
export interface MemoryAccount<S = any> {
  /** What it is, in words, plural. */
  readonly name: string;
  readonly source: string;
  /** Units that the machine has. */
  readonly total: (machine: MachineConfig) => number;
  /** Units that the allocator may hand out. */
  readonly free: (s: Readonly<S>, machine: MachineConfig) => number;
  /** Units that somebody has. */
  readonly owned: (s: Readonly<S>, machine: MachineConfig) => number;
  /** Units that were given up on purpose, and can be told from lost ones. Absent: none ever. */
  readonly leaked?: (s: Readonly<S>, machine: MachineConfig) => number;
  /** Of those that somebody has: units whose owner is gone or dying, so that they are to come back. Absent: none ever. */
  readonly owed?: (s: Readonly<S>, machine: MachineConfig) => number;
  /** Units that an owner who runs still needs, and that were destroyed or given away under it. Absent: not modelled. */
  readonly missing?: (s: Readonly<S>, machine: MachineConfig) => number;
}
