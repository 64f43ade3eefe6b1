/** File below `src/engine`, what is there, what takes its place. */
export type Edit = readonly [file: string, from: string, to: string];

export interface Mutant {
  /** The rule that it leaves out. */
  readonly rule: string;
  readonly edits: readonly Edit[];
  /** Why no run can notice it. */
  readonly exception?: string;
}

export const mutants: readonly Mutant[];

/** By rule: could be noticed, but has not been; what is known of it. */
export const open: ReadonlyMap<string, string>;
