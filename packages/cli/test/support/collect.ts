import type { Architecture } from '@cvm-teardown/core';
import type { CliContext } from '../../src/context.js';
import { main } from '../../src/main.js';
import { toy } from './toy-plugin.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly columns?: number;
  readonly isTTY?: boolean;
  readonly env?: CliContext['env'];
  readonly cwd?: string;
  readonly architectures?: readonly Architecture[];
  readonly onInterrupt?: CliContext['onInterrupt'];
  /** Get what is written too, as it is written. */
  readonly streams?: Readonly<Record<'stdout' | 'stderr', Pick<CliContext['stdout'], 'write'>>>;
}

/** Runs a command line in this process, with the toy architecture. */
export async function run(line: string | readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const { columns, isTTY = false, env = {}, cwd = '/', architectures = [toy], onInterrupt, streams } = surroundings;
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      streams?.[name].write(text);
    },
    isTTY,
    columns,
  });
  const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const context = { stdout: stream('stdout'), stderr: stream('stderr'), env, cwd, ...(onInterrupt && { onInterrupt }) };
  const code = await main(argv, context, { architectures });
  return { code, ...written };
}
