/**
 * The codes of consecutive pages, in some form: runs, one by one, or parts. Places count from 0; ranges are
 * never empty; operations are those of `PageStore`.
 * After a change another form may suit the content better: see `CodesForm`.
 */
export interface PageCodes {
  readonly size: number;
  /** The code of all pages, if they have the same. */
  readonly only: number | undefined;
  get(at: number): number;
  /** The first place behind `at`, at most `limit`, whose code differs from that at `at`. */
  runEnd(at: number, limit: number): number;
  /** The first place, at least `limit`, from which on all codes up to `at` are the same. */
  runStart(at: number, limit: number): number;
  fill(from: number, to: number, code: number): void;
  map(from: number, to: number, next: (code: number) => number): void;
  tally(from: number, to: number, tell: (code: number, pages: number) => void): void;
  walk(from: number, to: number, tell: (code: number, pages: number) => void): void;
  find(from: number, to: number, wanted: (code: number) => boolean): number;
}
