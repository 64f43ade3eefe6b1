/**
 * The command line could not be read. Thrown inside yargs, which is synchronous, and without core, which need not be loaded
 * unless something is wrong; `usage-findings.ts` turns it into findings.
 */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';

  constructor(
    message: string,
    /** What the command at which yargs stopped knows. */
    readonly known: { readonly options: readonly string[]; readonly commands: readonly string[] },
    readonly misused: {
      /** Options that may be given once, with the values that they were given. */
      readonly repeated?: Readonly<Record<string, readonly unknown[]>>;
      /** `--color=always`: a switch with a value that is neither true nor false. */
      readonly switched?: readonly string[];
    } = {},
  ) {
    super(message);
  }
}
