import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Finding, InputError } from '@cvm-teardown/core';
import type { RunEntry } from '@cvm-teardown/core/report';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { performRun, type RunJob } from './run-job.js';

/** What a worker tells of the job that it was sent. */
export type RunMessage =
  | { readonly kind: 'work'; readonly done: number }
  | { readonly kind: 'entry'; readonly entry: RunEntry }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Hears that a job has dealt with so many steps and pages so far. */
export type OnWork = (job: number, done: number) => void;

/**
 * Does the jobs, as many at a time as there are CPUs, each in a thread of its own: runs do not give way to anything, and
 * Ctrl-C needs somebody who listens. The answers come in the order of the jobs, whichever is done first.
 *
 * @throws InputError, or ExitWith (interrupted) at Ctrl-C
 */
export async function performRuns(
  jobs: readonly RunJob[],
  context: CommandContext,
  onWork: OnWork,
): Promise<readonly RunEntry[]> {
  if (context.inThisThread) {
    const architectures = await context.architectures();
    return jobs.map((job, index) => performRun(architectures, job, (done) => onWork(index, done)));
  }
  const entries = new Array<RunEntry>(jobs.length);
  const waiting = jobs.map((job, index) => ({ job, index }));
  const workers = Array.from(
    { length: Math.min(jobs.length, availableParallelism()) },
    () => new Worker(new URL('./run-worker.js', import.meta.url)),
  );
  const busy = workers.map(async (worker) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { job, index } = next;
      entries[index] = await runIn(worker, job, (done) => onWork(index, done));
    }
  });
  let ignoreInterrupt: (() => void) | undefined;
  const interrupted = new Promise<never>((_, fail) => {
    ignoreInterrupt = context.onInterrupt?.(() => fail(new ExitWith(EXIT.interrupted)));
  });
  try {
    await Promise.race([interrupted, Promise.all(busy)]);
    return entries;
  } finally {
    ignoreInterrupt?.();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function runIn(worker: Worker, job: RunJob, onWork: (done: number) => void): Promise<RunEntry> {
  return new Promise<RunEntry>((done, fail) => {
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker ended with ${code} and without a result`)));
    worker.on('message', (message: RunMessage) => {
      if (message.kind === 'work') onWork(message.done);
      else if (message.kind === 'entry') done(message.entry);
      else fail(new InputError(message.findings));
    });
    worker.postMessage(job);
  }).finally(() => worker.removeAllListeners());
}
