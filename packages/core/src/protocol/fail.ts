const BRAND = Symbol.for('cvm-teardown/PropertyBroken');

/** Thrown inside `apply` by `fail`; the engine records it as a violation of the named property. */
export class PropertyBroken extends Error {
  readonly [BRAND] = true;
  constructor(
    readonly property: string,
    readonly detail: string,
  ) {
    super(`${property}: ${detail}`);
    this.name = 'PropertyBroken';
  }
}

/** A broken promise, reported at the moment of the wrong call. Only inside `apply`. `property` is a declared property's id. */
export function fail(property: string, detail: string): never {
  throw new PropertyBroken(property, detail);
}

export const isPropertyBroken = (error: unknown): error is PropertyBroken =>
  typeof error === 'object' && error !== null && BRAND in error;
