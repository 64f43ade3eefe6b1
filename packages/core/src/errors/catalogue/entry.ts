/** What `explain <code>` and the list of errors in the documentation say about one code. */
export interface CatalogueEntry {
  /** A few words, as a heading. */
  readonly title: string;
  /** What the finding means, and why it is refused. */
  readonly explanation: string;
  /** How to mend it. */
  readonly remedy: string;
}

/** The codes of one area: `CVM_<AREA>_<NAME>`. */
export type AreaCatalogue<Area extends string> = Readonly<Record<`CVM_${Area}_${string}`, CatalogueEntry>>;
