/** A property as executors need it: bound to its machine. */
export interface BoundProperty {
  readonly id: string;
  readonly kind: 'always' | 'eventually' | 'sometimes';
  readonly summary: string;
  readonly source: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any state
  readonly holds?: ((s: any) => boolean) | undefined;
}
