import type { MachineConfig } from './machine-config.js';

/**
 * `always`: holds in every reachable state. `eventually`: from every reachable state, once faults stop, a state in which it
 * holds can still be reached, and every final state is one. `sometimes`: holds in at least one reachable state; it shows that
 * the interesting part was reached.
 */
export type PropertyKind = 'always' | 'eventually' | 'sometimes';

// biome-ignore lint/suspicious/noExplicitAny: core checks properties of any state
export interface Property<S = any> {
  readonly id: string;
  readonly kind: PropertyKind;
  /** What it promises, in words that can be read aloud behind "violated:". */
  readonly summary: string;
  readonly source: string;
  /** Absent for properties that are asserted inside steps by `fail(id, ...)` only. */
  readonly holds?: (s: Readonly<S>, machine: MachineConfig) => boolean;
  /** Machines that it says nothing about are left out; absent: all. */
  readonly applies?: (machine: MachineConfig) => boolean;
}
