/**
 * What an architecture has. Drives planning, `plugins info`, the comparison matrix and the conformance kit. What it lacks is
 * absent or says so here; a method that throws "unsupported" does not exist.
 */
export interface CapabilityRecord {
  /** Whether guests' memory is protected from the host at all. */
  readonly confidential: boolean;
  /** How many dead guests may wait beside the running one for their memory to be cleaned. */
  readonly setAside: 'none' | 'one' | 'many';
  /** Whether a fatal signal can end a teardown between pages. */
  readonly interruptible: boolean;
  /** What one scrub acts on; `none` where pages are given back as they are. */
  readonly scrub: 'none' | 'page' | 'configuration' | 'page and configuration';
  /** The smallest thing that one translation invalidation acts on, or the largest that it can. */
  readonly invalidation: 'page' | 'range' | 'vm';
  /** How memory becomes protected: every page as it is asked for, or what remains at the end of the conversion. */
  readonly conversion: 'none' | 'eager' | 'remaining';
  /** Whether memory may be plugged into a protected guest. */
  readonly hotplug: boolean;
}
