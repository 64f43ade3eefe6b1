import type { Mutant } from './list.mjs';

/** By which generator it was noticed and after how many cases (or how else), or how many cases of each have not shown it. */
export type Result = { readonly edits: string } & (
  | { readonly generator: string; readonly after: number | string }
  | { readonly cases: number; readonly generator?: undefined }
);

export type Results = Readonly<Record<string, Result>>;

export function digestOf(mutant: Mutant): string;
export function valid(mutants: readonly Mutant[], results: Results): Results;
export function table(mutants: readonly Mutant[], open: ReadonlyMap<string, string>, results: Results): string;
