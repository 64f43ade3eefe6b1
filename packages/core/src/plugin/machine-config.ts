import type { Authority, Trigger } from './axes.js';

/** What the machine is built for: to be timed with a whole guest, or to be walked through every interleaving with a few pages. */
export type Purpose = 'run' | 'check';

export interface GuestConfig {
  readonly memoryBytes: number;
  readonly vcpus: number;
  /** Part of the memory that is present, 0..1. */
  readonly resident: number;
  /** Part that is present and shared with the host, 0..1; behind the resident part. */
  readonly shared: number;
  /** Part that the host has swapped out, 0..1; behind the shared part. */
  readonly swapped: number;
}

export interface HostConfig {
  readonly cpus: number;
  readonly sliceNs: number;
}

/** A machine, fully resolved: every axis has its value, every name is valid. Frozen; tasks may keep it. */
export interface MachineConfig {
  readonly arch: string;
  readonly purpose: Purpose;
  readonly trigger: Trigger;
  readonly policy: string;
  readonly release: string;
  readonly authority: Authority;
  readonly features: Readonly<Record<string, boolean>>;
  readonly options: Readonly<Record<string, string | number>>;
  /** Protocol constants as they are on this machine. */
  readonly constants: Readonly<Record<string, number>>;
  /** Those of the constants that differ from the real ones. */
  readonly scale: Readonly<Record<string, number>>;
  /** The defects in force, sorted. */
  readonly defects: readonly string[];
  readonly guest: GuestConfig;
  readonly host: HostConfig;
  /** Bytes of one page of the machine's page arrays. */
  readonly pageBytes: number;
  /** The guest's memory in these pages. */
  readonly pages: number;
  /** Whether the machine has a feature; throws for a name that the architecture does not declare, as the next two do. */
  readonly feature: (name: string) => boolean;
  /** The value of an option. */
  readonly option: (name: string) => string | number;
  /** The value of a protocol constant on this machine. */
  readonly constant: (name: string) => number;
  /** Whether the machine has this defect. */
  readonly has: (defect: string) => boolean;
  /** Whether the machine's release is `release` or a later one. */
  readonly since: (release: string) => boolean;
}
