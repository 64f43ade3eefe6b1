/** One thing that has a name, in words. */
export interface Explained {
  readonly what:
    | 'error'
    | 'operation'
    | 'property'
    | 'policy'
    | 'defect'
    | 'release'
    | 'feature'
    | 'option'
    | 'constant'
    | 'profile';
  readonly name: string;
  /** Ids of the architectures that have it; empty: it belongs to none. */
  readonly arch: readonly string[];
  readonly summary: string;
  /** What else is known of it, in the order in which one would tell it. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** Absent for what needs none. */
  readonly source?: string;
}

/** All that goes by a name: several architectures may use the same one for things of their own. */
export interface Explanation {
  readonly schemaVersion: 1;
  readonly kind: 'explanation';
  readonly name: string;
  readonly explained: readonly Explained[];
}
