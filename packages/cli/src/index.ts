/**
 * The command line as a function, for tests and for programs that embed it.
 *
 * @module
 */

export { type CliContext, EXIT, type ExitCode, type OutputStream } from './context.js';
export { type MainOptions, main } from './main.js';
