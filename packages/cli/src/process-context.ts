import { type CliContext, EXIT, type OutputStream } from './context.js';

/** The context of the real process. */
export function processContext(): CliContext {
  return {
    stdout: streamOf(process.stdout, cannotWrite),
    stderr: streamOf(process.stderr, () => undefined),
    env: process.env,
    cwd: process.cwd(),
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

/** A reader that goes away (`| head`) is no error: what is written afterwards goes nowhere, and the exit code stays. */
function streamOf(stream: NodeJS.WriteStream, fail: (error: NodeJS.ErrnoException) => void): OutputStream {
  let broken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!broken && error.code !== 'EPIPE') fail(error);
    broken = true;
  });
  return {
    write: (text) => {
      if (!broken) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}

/** A full disk: nobody can read the result, so the command has failed, whatever came of it. */
function cannotWrite({ code, message }: NodeJS.ErrnoException): void {
  process.exitCode = EXIT.usage;
  process.stderr.write(`error CVM_CLI_OUTPUT_NOT_WRITABLE: stdout cannot be written: ${code ?? message}\n`);
}
