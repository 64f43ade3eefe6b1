import type { Path, Places } from '../document/places.js';
import type { LayoutWish, MappingWish } from '../plugin/mmu.js';
import type { ArchitectureBlock, ScenarioFileEvent } from './scenario-schema.js';

/** Moments of an event that another one can wait for. `done`: everything that somebody waits for is over, and all actors but background work. */
export const MOMENTS = ['done', 'unblocked', 'scrubbed', 'memory-back', 'secure-again'] as const;
export type Moment = (typeof MOMENTS)[number];

export type EventKind = ScenarioFileEvent['do'];

/** When an event begins. */
export type Beginning =
  | { readonly kind: 'at'; readonly ns: number }
  | { readonly kind: 'after'; readonly event: string; readonly moment: Moment; readonly plusNs: number };

export interface ScenarioEvent {
  readonly id: string;
  readonly do: EventKind;
  /** Undefined for processes. */
  readonly guest: string | undefined;
  readonly begins: Beginning;
  /** Of the guest's memory; a share is a share of it. */
  readonly amountBytes: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly bytesPerSecond: number | undefined;
  /** Where the file says it. */
  readonly path: Path;
}

export interface ScenarioGuest {
  readonly id: string;
  readonly memoryBytes: number;
  readonly vcpus: number;
  /** Parts of the memory, 0..1. */
  readonly resident: number;
  readonly shared: number;
  readonly swapped: number;
  readonly mapping: MappingWish | undefined;
  readonly layout: LayoutWish | undefined;
  readonly path: Path;
}

/** What a guest takes of the host's memory when it boots. */
export const presentBytes = ({ memoryBytes, resident, shared }: ScenarioGuest): number =>
  Math.round(memoryBytes * Math.min(1, resident + shared));

export interface ScenarioHost {
  /** Undefined: more than anybody asks for. */
  readonly memoryBytes: number | undefined;
  readonly cpus: number;
  readonly sliceNs: number;
  readonly oomAfterNs: number;
  readonly profiles: Readonly<Record<string, readonly string[]>>;
}

export type Comparator = '<' | '<=' | '>' | '>=';

/** What a threshold is about. */
export type Measure =
  | { readonly kind: 'time'; readonly event: string; readonly what: TimeMeasure }
  /** Units of an operation on the blocked path. */
  | { readonly kind: 'count'; readonly event: string; readonly operation: string }
  | { readonly kind: 'oom kills' }
  /** How often, and how long in all. */
  | { readonly kind: 'oom stalls' }
  | { readonly kind: 'oom stalled' };

/** Of teardowns; `took` of all events: from begin to done. */
export const TIME_MEASURES = ['blocked', 'scrubbed', 'memory_back', 'secure_again', 'took'] as const;
export type TimeMeasure = (typeof TIME_MEASURES)[number];

export interface Threshold {
  /** `again.blocked` */
  readonly text: string;
  readonly measure: Measure;
  readonly comparator: Comparator;
  /** Nanoseconds or a number. */
  readonly limit: number;
  /** As written: `< 500ms`. */
  readonly said: string;
}

/** A scenario as a file describes it: units read, defaults filled in, copies written out; no architecture is asked yet. */
export interface Scenario {
  readonly name: string;
  readonly about: string | undefined;
  readonly host: ScenarioHost;
  readonly guests: readonly ScenarioGuest[];
  readonly events: readonly ScenarioEvent[];
  readonly arch: Readonly<Record<string, ArchitectureBlock>>;
  /** `operation=time` */
  readonly assume: readonly string[];
  readonly expect: readonly Threshold[];
  readonly file: string | undefined;
  readonly places: Places;
}
