import type { Trigger } from './axes.js';

/** One side of a published comparison. */
export interface PublishedSide {
  readonly policy: string;
  readonly release?: string;
  readonly features?: readonly string[];
  /** Absent: the source gives no figure. */
  readonly seconds?: number;
  readonly kind: 'value' | 'about' | 'at most' | 'at least' | 'unknown';
}

/** A published time; a cost row that was fitted to it names its id in `fits`. */
export interface PublishedTime {
  readonly id: string;
  readonly trigger: Trigger;
  readonly memoryBytes: number;
  /** Whether the guest was protected; absent: as the architecture's guests are. Not set beside a run of the other kind. */
  readonly confidential?: boolean;
  /** How the source writes the size, where it is ambiguous. */
  readonly memoryNote?: string;
  readonly options?: Readonly<Record<string, string | number>>;
  /** The id of another time that cannot be true of the same machine: only one of them can be held against the model. */
  readonly contradicts?: string;
  readonly sides: readonly PublishedSide[];
  readonly machine: string;
  /** The cost profile of that machine, if it is not the architecture's first. */
  readonly profile?: string;
  readonly source: string;
}
