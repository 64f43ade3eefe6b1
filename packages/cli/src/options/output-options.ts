import type { Options } from 'yargs';

const group = 'Output:';

/** `--color` and `--no-color` are understood by every command that prints a table. */
export const colorOption = {
  color: { group, boolean: true, describe: 'colours, also --no-color; default: on a terminal without NO_COLOR' },
} as const satisfies Record<string, Options>;

/** Options of every command that makes a report; `names` are its reporters, the first one is the default. */
export const outputOptions = (names: readonly string[]) =>
  ({
    reporter: {
      group,
      string: true,
      array: true,
      requiresArg: true,
      describe: `NAME[=FILE], repeatable; NAME is ${names.join(' or ')}, FILE - is stdout (default ${names[0]})`,
    },
    ...colorOption,
  }) as const satisfies Record<string, Options>;

/** For commands that list things. */
export const jsonOption = {
  json: { group, boolean: true, describe: 'JSON instead of text' },
} as const satisfies Record<string, Options>;
