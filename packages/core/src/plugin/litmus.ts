/**
 * What an architecture tells of itself so that litmus files can be written about it: its calls by their real names, short ways
 * to say in what state it is, what may go wrong. See docs/litmus.md.
 *
 * @module
 */
import type { Plain, Row } from '../protocol/outcomes.js';
import type { PageRange } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import type { MachineConfig } from './machine-config.js';
import type { Property } from './property.js';

/** An argument of a call; without `default` it must be given. */
export type LitmusArgument = (
  | { readonly kind: 'page' }
  /** One page, or `0-3`. */
  | { readonly kind: 'pages'; readonly default?: 'all' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly default?: number }
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly default?: string }
  | { readonly kind: 'flag'; readonly default?: boolean }
) & { readonly summary: string };

export type LitmusArguments = Readonly<Record<string, LitmusArgument>>;

type ValueOf<A> = A extends { kind: 'page' | 'number' }
  ? number
  : A extends { kind: 'pages' }
    ? PageRange
    : A extends { kind: 'flag' }
      ? boolean
      : A extends { kind: 'name'; names: readonly (infer N)[] }
        ? N
        : never;

/** What a call's task gets. */
export type ArgumentValues<A> = { readonly [K in keyof A]: ValueOf<A[K]> };

/** A value that a call gives back: one of these names (each stands for what its task returns), or any integer as well. */
export interface LitmusResult {
  /** The first name of a value is the one that is printed. */
  readonly names: Readonly<Record<string, Plain>>;
  readonly integers?: true;
}

/** A call as its callers know it: a hypercall, an ioctl, a firmware call, an event. */
export interface LitmusCall<A extends LitmusArguments = LitmusArguments> {
  /** As the sources spell it. */
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Who may make it; the first does if the file does not say. Absent: nobody in particular. */
  readonly by?: readonly string[];
  readonly args?: A;
  /** Its results by name. A call with one result may be compared with it alone: `returns: SUCCESS`. */
  readonly results?: Readonly<Record<string, LitmusResult>>;
  /** Why this machine does not have it; undefined: it has. */
  readonly missing?: (machine: MachineConfig) => string | undefined;
  /**
   * Returns a value for each of `results`. `by` is the empty string where nobody in particular makes the call; `others`: the
   * other actors that run meanwhile, by name, so that a call can send them signals.
   */
  readonly task: (
    machine: MachineConfig,
    args: ArgumentValues<A>,
    by: string,
    others: readonly string[],
  ) => Task<Row | undefined | void>;
}

// biome-ignore lint/suspicious/noExplicitAny: calls differ in their arguments, and core drives them all
type AnyCall = LitmusCall<any>;

/** A call whose task gets its arguments with their types. */
export const litmusCall = <const A extends LitmusArguments = Record<never, never>>(call: LitmusCall<A>): AnyCall =>
  Object.freeze(call);

export type WordValue = Plain | readonly Plain[];

/** A short way to say in what state a machine is, where the names of its declared fields would be many. */
// biome-ignore lint/suspicious/noExplicitAny: core reads the state of any architecture
export interface LitmusWord<S = any> {
  readonly name: string;
  readonly summary: string;
  readonly values: readonly Plain[];
  /** A set of values: `[START, DONE]`. */
  readonly list?: true;
  /** Called in the order in which words are registered, before pages. Absent: it can be asked for only. */
  readonly given?: (s: S, value: WordValue, machine: MachineConfig) => void;
  /** What the word says now; of lists the order does not count. */
  readonly read: (s: Readonly<S>, machine: MachineConfig) => WordValue;
}

/** Names for the states of a page of one array: `page: { 0-3: secure }`. */
// biome-ignore lint/suspicious/noExplicitAny: core reads the state of any architecture
export interface LitmusPages<S = any> {
  /** The declared page array. */
  readonly array: string;
  readonly summary: string;
  readonly names: readonly string[];
  readonly given: (s: S, page: number, name: string, machine: MachineConfig) => void;
  readonly read: (s: Readonly<S>, page: number, machine: MachineConfig) => string;
}

/** Something that may go wrong, as steps and rules name it. */
export interface LitmusFault {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
}

/** All of it. */
// biome-ignore lint/suspicious/noExplicitAny: core drives any architecture
export interface LitmusVocabulary<S = any> {
  /** The machine before `given`: what is most usual, with as few objects as possible. */
  readonly begin: (s: S, machine: MachineConfig) => void;
  readonly words?: readonly LitmusWord<S>[];
  readonly pages?: readonly LitmusPages<S>[];
  /** What follows from words and pages (counters, tables); fields that a file gives by their own names are set behind it. */
  readonly settle?: (s: S, machine: MachineConfig) => void;
  readonly calls: readonly AnyCall[];
  readonly faults?: readonly LitmusFault[];
  /** Situations that only litmus files name, in `reaches`: properties of kind `sometimes`. */
  readonly situations?: readonly Property<S>[];
}
