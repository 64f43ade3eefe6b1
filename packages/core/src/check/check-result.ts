export type Verdict = 'valid' | 'violated' | 'unknown';

/** One row of a counterexample. */
export interface TraceStep {
  readonly actor: string;
  readonly step: string;
  readonly args: readonly (number | string | boolean)[];
  readonly choice?: number;
  readonly fault?: string;
  /** What the task was told. */
  readonly seen?: string;
  readonly changes: readonly {
    readonly field: string;
    readonly from: number | string | boolean;
    readonly to: number | string | boolean;
  }[];
  /** What says that it is done so: the source of the step, or of the table that a sweep applies. */
  readonly source?: string;
}

export interface Violation {
  readonly property: string;
  readonly kind: 'always' | 'eventually' | 'sometimes' | 'deadlock';
  readonly summary: string;
  readonly source: string;
  readonly detail?: string;
  /** From the initial state; the shortest that there is. Empty for `sometimes`. */
  readonly trace: readonly TraceStep[];
}

export interface WalkResult {
  readonly verdict: Verdict;
  /** Distinct states found, the initial one included. */
  readonly states: number;
  readonly transitions: number;
  /** Moves from the initial state to the farthest state. */
  readonly depth: number;
  readonly violation?: Violation;
  readonly sometimes: readonly { readonly id: string; readonly reached: boolean }[];
  /** Why the verdict is unknown. */
  readonly limit?: string;
  /** It was given up before its end. */
  readonly cancelled?: true;
}

/** What became of the reduction by page symmetry. */
export type SymmetryUse =
  /** `alike`: the classes of pages, of two or more, whose names made no difference. */
  | { readonly used: true; readonly alike: readonly (readonly number[])[] }
  | { readonly used: false; readonly why: string };
