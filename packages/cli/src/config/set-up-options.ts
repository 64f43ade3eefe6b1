import type { Options } from 'yargs';

const group = 'Set-up:';

/** Options of every command. */
export const setUpOptions = {
  plugin: {
    group,
    string: true,
    array: true,
    requiresArg: true,
    describe: 'architecture plugin: a package, or a path (repeatable)',
  },
  config: {
    group,
    string: true,
    requiresArg: true,
    describe: 'config file (default: cvm-teardown.config.json, .js, .mjs, .ts or .mts in the working directory)',
  },
} as const satisfies Record<string, Options>;

/** These options as yargs hands them over. */
export interface SetUpArguments {
  readonly plugin?: readonly string[] | undefined;
  readonly config?: string | undefined;
}
