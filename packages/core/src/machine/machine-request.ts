/** What a user asks for; what is absent gets the architecture's default. */
export interface MachineRequest {
  readonly trigger?: string;
  readonly policy?: string;
  readonly release?: string;
  readonly authority?: string;
  readonly features?: Readonly<Record<string, boolean>>;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly defects?: readonly string[];
  /** Protocol constants that differ from their defaults. */
  readonly scale?: Readonly<Record<string, number>>;
  /** For a run. */
  readonly memoryBytes?: number;
  /** For a check. */
  readonly pages?: number;
  readonly vcpus?: number;
  /** Part of the memory that is present, 0..1. */
  readonly resident?: number;
  /** Parts that are shared and swapped out, 0..1; all three together are at most 1. */
  readonly shared?: number;
  readonly swapped?: number;
  readonly cpus?: number;
  readonly sliceNs?: number;
}
