import { Worker } from 'node:worker_threads';
import { type Finding, InputError } from '@cvm-teardown/core';
import type { AnyJob, ReportOf } from './any-job.js';

export type WorkerMessage =
  | { readonly kind: 'states'; readonly states: number }
  | { readonly kind: 'report'; readonly report: ReportOf<AnyJob> }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** What the worker is given: the job, and a number that is not 0 once it is to be given up. */
export interface CheckWorkerData {
  readonly job: AnyJob;
  readonly flag: Int32Array;
}

/**
 * Does a check in a thread of its own: walking does not give way to anything, and Ctrl-C and the progress line need somebody
 * who listens. Ctrl-C raises a flag that the walk looks at; its report says that it was given up.
 *
 * @throws InputError
 */
export async function checkInWorker<Job extends AnyJob>(
  job: Job,
  signal: AbortSignal,
  onStates: (states: number) => void,
): Promise<ReportOf<Job>> {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => void Atomics.store(flag, 0, 1);
  const workerData: CheckWorkerData = { job, flag };
  const worker = new Worker(new URL('./check-worker.js', import.meta.url), { workerData });
  try {
    return await new Promise((done, fail) => {
      signal.addEventListener('abort', raise);
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the worker ended with ${code} and without a report`)));
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'states') onStates(message.states);
        else if (message.kind === 'report') done(message.report as ReportOf<Job>);
        else fail(new InputError(message.findings));
      });
    });
  } finally {
    signal.removeEventListener('abort', raise);
    await worker.terminate();
  }
}
