import type { Path, Places } from '../document/places.js';
import type { Architecture } from '../machine/architecture.js';
import type { LitmusCall } from '../plugin/litmus.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { PageRange } from '../protocol/sweep.js';

/** One thing that `given` sets or `then` asks for. */
export interface Claim {
  readonly path: Path;
  /** As it is called in messages: `vm.flags`, `page[2]`. */
  readonly label: string;
  readonly expected: string;
  // biome-ignore lint/suspicious/noExplicitAny: states of any architecture
  readonly write: (s: any) => void;
  // biome-ignore lint/suspicious/noExplicitAny: states of any architecture
  readonly actual: (s: any) => string;
}

/** In the order in which they are made true; what follows from words and pages is worked out before the fields. */
export interface Claims {
  readonly words: readonly Claim[];
  readonly pages: readonly Claim[];
  readonly fields: readonly Claim[];
}

/** A fault that strikes in one call, in every execution. */
export interface CertainFault {
  readonly name: string;
  readonly chance: number;
  readonly path: Path;
}

/** A fault that may strike. */
export interface PossibleFault {
  readonly name: string;
  /** Absent: any actor. */
  readonly actor: string | undefined;
  readonly times: number;
  readonly path: Path;
}

export interface LitmusTestCall {
  readonly path: Path;
  readonly call: LitmusCall;
  readonly by: string;
  readonly args: Readonly<Record<string, string | number | boolean | PageRange>>;
  /** Expected results by name, as they are printed. */
  readonly returns: ReadonlyMap<string, string> | undefined;
  readonly counts: readonly { readonly operation: string; readonly expected: number; readonly path: Path }[];
  readonly faults: readonly CertainFault[];
}

export interface LitmusTestActor {
  readonly name: string;
  readonly daemon: boolean;
  /** It begins when the calls of `do` are over. */
  readonly waits: boolean;
  readonly calls: readonly LitmusTestCall[];
}

/** A litmus file that was understood: everything that it names exists. */
export interface LitmusTest {
  readonly file: string | undefined;
  readonly name: string;
  readonly source: string | undefined;
  readonly architecture: Architecture;
  readonly machine: MachineConfig;
  readonly given: Claims;
  readonly actors: readonly LitmusTestActor[];
  readonly faults: readonly PossibleFault[];
  /** What `then` asks for. */
  readonly atEnd: readonly Claim[] | undefined;
  readonly violates: string | undefined;
  readonly reaches: readonly { readonly id: string; readonly path: Path }[];
  readonly places: Places;
}

/** The actor of the first calls. */
export const FIRST_ACTOR = 'do';

/** The fault that every architecture has: a fatal signal. */
export const FATAL_SIGNAL = 'fatal-signal';
