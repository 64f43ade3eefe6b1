import type { MachineRequest } from '../machine/machine-request.js';

/** A measured blocked time of one machine. */
export interface Observation {
  readonly id: string;
  readonly request: MachineRequest;
  /** Nanoseconds from the request until the one who waits can go on; above 0. */
  readonly blockedNs: number;
}
