/** Pages that were taken to be alike are not. */
export class Asymmetry extends Error {
  override readonly name = 'Asymmetry';

  constructor(
    /** Pairs of pages that are told apart. */
    readonly pairs: readonly (readonly [number, number])[],
    /** Who tells them apart, in words. */
    readonly why: string,
  ) {
    super(why);
  }
}
