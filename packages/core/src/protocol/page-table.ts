import type { Fields, RecordView } from '../state/declare.js';
import type { PageArray } from '../state/page-array.js';
import type { Levels } from './levels.js';
import type { OperationUse } from './operation.js';

/** The fields of the pages of array `N` in state view `S`. */
export type FieldsOf<S, N extends keyof S> = S[N] extends PageArray<infer F> ? F : never;

/** What happens to a page that is found in one state: data, so that engines can do a billion of them at once. */
export interface PageRule<F extends Fields = Fields> {
  /** What one unit costs, as operations; empty or absent: nothing happens in no time. The first one's duration is the unit's. */
  readonly uses?: readonly OperationUse[];
  /** The page while the unit is in flight (a busy state); must not be left out for operations of duration `busy`. */
  readonly during?: Partial<RecordView<F>>;
  /** The page after the unit, by compare-and-set: void if somebody else changed it meanwhile. */
  readonly after?: Partial<RecordView<F>>;
  /** Change of the entry count of the table page above, made when `after` is. See `TableTail`. */
  readonly entries?: number;
  /** Changes of levels (bytes held, bytes free ...), made when `after` is. */
  readonly levels?: Levels;
  /** Changes of declared number fields of the machine, made when `after` is. */
  readonly counters?: Readonly<Record<string, number>>;
  /** The rule applies only while the counter is at least `amount`; else `otherwise` does. */
  readonly needs?: { readonly counter: string; readonly amount: number; readonly otherwise: PageRule<F> };
  /** Named in counts: how many units ended this way. */
  readonly outcome?: string;
  /** The page is in flight elsewhere: wait for that unit to end, then look again. */
  readonly wait?: true;
  /** The sweep ends behind this unit, in batches behind the rest of the batch, and its result is this name. */
  readonly stop?: string;
  /** What may go wrong with this unit: fault name -> the rule that then applies. */
  readonly faults?: Readonly<Record<string, PageRule<F>>>;
}

/**
 * What a sweep does, by page state. `rule` is called once per state (and per value of `select`) and must be pure; undefined
 * means: leave the page alone, in no time.
 */
// biome-ignore lint/suspicious/noExplicitAny: tables of any state are driven by one engine
export interface PageTable<S = any, N extends keyof S & string = any> {
  readonly name: string;
  readonly array: N;
  readonly rule: (
    state: Readonly<RecordView<FieldsOf<S, N>>>,
    selected: number,
  ) => PageRule<FieldsOf<S, N>> | undefined;
  /** Declared machine fields that select the table (a small integer); never page states. */
  readonly select?: (s: Readonly<S>) => number;
  readonly source?: string;
}

/** `const table = tablesOver<MyState>()` once per plugin, then `table({ name, array: 'page', rule })`. */
export function tablesOver<S>() {
  return <const N extends keyof S & string>(table: PageTable<S, N>): PageTable<S, N> => Object.freeze(table);
}
