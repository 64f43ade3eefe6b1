import { Worker } from 'node:worker_threads';
import { type Finding, InputError } from '@cvm-teardown/core';
import type { CheckReport } from '@cvm-teardown/core/report';
import { type CliContext, EXIT, ExitWith } from '../context.js';
import type { CheckJob } from './check-job.js';

export type WorkerMessage =
  | { readonly kind: 'states'; readonly states: number }
  | { readonly kind: 'report'; readonly report: CheckReport }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Does a check in a thread of its own: walking does not give way to anything, and Ctrl-C and the progress line need somebody
 * who listens.
 *
 * @throws InputError, or ExitWith (interrupted) at Ctrl-C
 */
export async function checkInWorker(
  job: CheckJob,
  { onInterrupt }: Pick<CliContext, 'onInterrupt'>,
  onStates: (states: number) => void,
): Promise<CheckReport> {
  const worker = new Worker(new URL('./check-worker.js', import.meta.url), { workerData: job });
  let ignoreInterrupt: (() => void) | undefined;
  try {
    return await new Promise((done, fail) => {
      ignoreInterrupt = onInterrupt?.(() => fail(new ExitWith(EXIT.interrupted)));
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the worker ended with ${code} and without a report`)));
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'states') onStates(message.states);
        else if (message.kind === 'report') done(message.report);
        else fail(new InputError(message.findings));
      });
    });
  } finally {
    ignoreInterrupt?.();
    await worker.terminate();
  }
}
