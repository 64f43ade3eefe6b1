import type { CliContext, OutputStream } from './context.js';

/** The context of the real process. */
export function processContext(): CliContext {
  return {
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

/** A reader that goes away (`| head`) is no error: what is written afterwards goes nowhere, and the exit code stays. */
function streamOf(stream: NodeJS.WriteStream): OutputStream {
  let broken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
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
