import type { Architecture } from '@cvm-teardown/core';
import { runCommandLine } from './command-line.js';
import { type CliContext, type CommandContext, EXIT, ExitWith } from './context.js';

export interface MainOptions {
  /** In the place of the built-in ones; what they compute is then computed in this thread. For tests and embedders. */
  readonly architectures?: readonly Architecture[];
}

/**
 * The whole command line, without a process: reads `argv` (without node and script), writes to the context's streams.
 *
 * @returns the exit code; see EXIT
 */
export async function main(argv: readonly string[], context: CliContext, options: MainOptions = {}): Promise<number> {
  try {
    await runCommandLine(argv, commandContext(context, options));
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ExitWith) return error.code;
    const { reportFailure } = await import('./errors/report-failure.js');
    return reportFailure(error, argv, context);
  }
}

function commandContext(context: CliContext, { architectures: given }: MainOptions): CommandContext {
  let loaded: Promise<readonly Architecture[]> | undefined = given && Promise.resolve(given);
  const architectures = () => {
    loaded ??= import('./architectures.js').then(({ loadArchitectures }) => loadArchitectures());
    return loaded;
  };
  return { ...context, architectures, inThisThread: given !== undefined };
}
