import type { LockDeclaration } from '../protocol/lock.js';
import type { Declarations } from '../state/declare.js';
import type { MachineConfig } from './machine-config.js';

/** The architecture's shared state and locks, declared for a machine. */
export interface Model {
  readonly declare: (machine: MachineConfig) => Declarations;
  readonly locks: (machine: MachineConfig) => readonly LockDeclaration[];
  /** The page array that stands for the guest's memory; its pages are what `custody` and `debts` are asked about. */
  readonly memory: string;
}
