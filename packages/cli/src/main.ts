import type { Architecture } from '@cvm-teardown/core';
import { runCommandLine } from './command-line.js';
import type { SetUp } from './config/set-up.js';
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
  const commands = commandContext(context, options);
  try {
    await runCommandLine(argv, commands);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ExitWith) return error.code;
    const { reportFailure } = await import('./errors/report-failure.js');
    return reportFailure(error, argv, context, await commands.plugins());
  }
}

function commandContext(context: CliContext, { architectures: given }: MainOptions): CommandContext {
  let configured: SetUp = { plugins: [], defaults: {} };
  let loaded: Promise<readonly Architecture[]> | undefined;
  const load = async () => {
    const { loadArchitectures } = await import('./architectures.js');
    return given === undefined
      ? loadArchitectures(configured)
      : [...given, ...(await loadArchitectures({ packages: {}, plugins: configured.plugins }))];
  };
  return {
    ...context,
    architectures: () => (loaded ??= load()),
    plugins: () => Promise.resolve(configured.plugins),
    configure: async (asked) => {
      const { setUp } = await import('./config/set-up.js');
      configured = await setUp(asked, context.cwd);
      return configured.defaults;
    },
    inThisThread: given !== undefined,
  };
}
