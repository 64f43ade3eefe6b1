import { Worker } from 'node:worker_threads';
import type { LitmusReport } from '@cvm-teardown/core/report';
import type { LitmusJob } from './litmus-job.js';

export type LitmusMessage =
  | { readonly kind: 'states'; readonly states: number }
  | { readonly kind: 'report'; readonly report: LitmusReport };

/** What the worker is given: the job, and a number that is not 0 once it is to be given up. */
export interface LitmusWorkerData {
  readonly job: LitmusJob;
  readonly flag: Int32Array;
}

/**
 * Checks litmus files in a thread of its own: walking does not give way to anything, and Ctrl-C and the progress line need
 * somebody who listens. After Ctrl-C files are missing from the report.
 */
export async function litmusInWorker(
  job: LitmusJob,
  signal: AbortSignal,
  onStates: (states: number) => void,
): Promise<LitmusReport> {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => void Atomics.store(flag, 0, 1);
  const workerData: LitmusWorkerData = { job, flag };
  const worker = new Worker(new URL('./litmus-worker.js', import.meta.url), { workerData });
  try {
    return await new Promise((done, fail) => {
      signal.addEventListener('abort', raise);
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the worker ended with ${code} and without a report`)));
      worker.on('message', (message: LitmusMessage) => {
        if (message.kind === 'states') onStates(message.states);
        else done(message.report);
      });
    });
  } finally {
    signal.removeEventListener('abort', raise);
    await worker.terminate();
  }
}
