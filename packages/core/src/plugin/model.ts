import type { LockDeclaration } from '../protocol/lock.js';
import type { Declarations } from '../state/declare.js';
import type { MachineConfig } from './machine-config.js';
import type { MemoryAccount } from './memory-account.js';

/** The architecture's shared state and locks, declared for a machine. */
export interface Model {
  readonly declare: (machine: MachineConfig) => Declarations;
  readonly locks: (machine: MachineConfig) => readonly LockDeclaration[];
  /** The page array that stands for the guest's memory; its pages are what `custody` and `debts` are asked about. */
  readonly memory: string;
  /** Read by the core properties about memory that is given back. Absent: core judges none of them. */
  readonly accounts?: readonly MemoryAccount[];
}
