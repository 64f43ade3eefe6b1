import { Worker } from 'node:worker_threads';
import { type Finding, InputError } from '@cvm-teardown/core';
import type { CommandContext } from '../context.js';
import type { FoundPlugin } from '../plugins/found-plugin.js';
import { type Attendance, type Job, type ReportOf, runJob } from './job.js';

export type WorkerMessage =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'report'; readonly report: ReportOf<Job> }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** What the worker is given: the job, the plugins to load, and a number that is not 0 once it is to be given up. */
export interface WorkerData {
  readonly job: Job;
  readonly plugins: readonly FoundPlugin[];
  readonly flag: Int32Array;
}

type Where = Pick<CommandContext, 'architectures' | 'inThisThread' | 'plugins'>;

/**
 * Does long work in a thread of its own: a walk does not give way to anything, and Ctrl-C and the progress line need somebody
 * who listens. Ctrl-C raises a flag that the work looks at; its report says that it was given up.
 *
 * @throws InputError
 */
export async function inWorker<J extends Job>(
  context: Where,
  job: J,
  attendance: WorkAttendance,
): Promise<ReportOf<J>> {
  if (context.inThisThread) return runJob(await context.architectures(), job, attendance);
  const { signal, onCount } = attendance;
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => void Atomics.store(flag, 0, 1);
  const workerData: WorkerData = { job, plugins: await context.plugins(), flag };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
  try {
    return await new Promise((done, fail) => {
      if (signal.aborted) raise();
      signal.addEventListener('abort', raise);
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the worker ended with ${code} and without a report`)));
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'count') onCount(message.count);
        else if (message.kind === 'report') done(message.report as ReportOf<J>);
        else fail(new InputError(message.findings));
      });
    });
  } finally {
    signal.removeEventListener('abort', raise);
    await worker.terminate();
  }
}

export interface WorkAttendance extends Attendance {
  readonly signal: AbortSignal;
}
