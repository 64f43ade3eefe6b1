import type { Architecture } from '@cvm-teardown/core';
import type { CommandModule } from 'yargs';
import type { Defaults } from './config/config-schema.js';
import type { SetUpArguments } from './config/set-up-options.js';
import type { FoundPlugin } from './plugins/found-plugin.js';

/** Where a command writes to: `process.stdout` and `process.stderr` are two, a test's collecting stream is another. */
export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal in columns; undefined where there is none. */
  readonly columns: number | undefined;
}

/** All that the command line knows about the process that it runs in. */
export interface CliContext {
  /** Data. */
  readonly stdout: OutputStream;
  /** Progress and messages. */
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls the listener at Ctrl-C, which then does not end the process by itself. @returns what takes the listener away */
  readonly onInterrupt?: (listener: () => void) => () => void;
}

/** What a command is made with. */
export interface CommandContext extends CliContext {
  /** The architectures, loaded when first asked for and only once; a plugin that does not load is an InputError. */
  readonly architectures: () => Promise<readonly Architecture[]>;
  /** The plugins among them that do not come with the tool. */
  readonly plugins: () => Promise<readonly FoundPlugin[]>;
  /** Called before the command's handler with what of its options is about plugins and configuration. @returns defaults */
  readonly configure: (given: SetUpArguments) => Promise<Defaults>;
  /** Whether long work must stay in this thread, because its architectures exist nowhere else. */
  readonly inThisThread: boolean;
}

/**
 * A command of the command line. Its module stays light (names, options, help: no core, no table library), and its
 * handler imports the rest when it runs, so that `--help` is fast.
 *
 * A handler that returns has succeeded: exit code 0. It ends with another code by throwing `new ExitWith(code)` after it
 * has written its output. An InputError that it throws is printed, all findings, with exit code 2; any other error is a
 * bug of ours, with exit code 70. A handler writes through its context only, and never calls `process.exit`.
 */
export type CommandFactory = (context: CommandContext) => Command;

export interface Command extends Omit<CommandModule, 'handler'> {
  /** Gets the options that its builder declares; their types are stated by whom they are passed on to. */
  // biome-ignore lint/suspicious/noExplicitAny: commands differ in their options
  readonly handler: (given: any) => Promise<void> | void;
}

/** Exit codes, printed by `--help`. */
export const EXIT = {
  /** Valid, or done. */
  ok: 0,
  /** A property is violated, an expectation or a threshold is missed. */
  violated: 1,
  /** Usage, input, config or plugin error. */
  usage: 2,
  /** A limit was hit before there was an answer. */
  unknown: 3,
  /** A bug of ours. */
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Thrown by a handler whose work is done and whose exit code is not 0: a verdict, not an error. Nothing is printed. */
export class ExitWith extends Error {
  override readonly name = 'ExitWith';

  constructor(readonly code: ExitCode) {
    super(`exit with ${code}`);
  }
}
