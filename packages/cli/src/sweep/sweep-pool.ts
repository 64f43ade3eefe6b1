import { Worker } from 'node:worker_threads';
import type { RunEntry } from '@cvm-teardown/core/report';
import type { CommandContext } from '../context.js';
import type { FoundPlugin } from '../plugins/found-plugin.js';
import { inTurns } from '../runs/in-turns.js';
import { performRun, type RunJob } from '../runs/run-job.js';

export interface SweepTask {
  readonly index: number;
  readonly job: RunJob;
}

export interface SweepAnswer {
  readonly index: number;
  readonly run: RunEntry;
}

/** What a thread is given: the plugins to load, and a number that is not 0 once everything is to be given up. */
export interface SweepWorkerData {
  readonly plugins: readonly FoundPlugin[];
  readonly flag: Int32Array;
}

type Where = Pick<CommandContext, 'architectures' | 'inThisThread' | 'plugins'>;

/** Runs that are done long before those in front of them wait in memory: not more of them than this. */
const MOST_AHEAD = 256;

/**
 * Does the runs in several threads, and hands them over in order; a run that was given up, and those behind it, are not.
 *
 * @param workers threads; 1: this one
 */
export async function runAll(
  context: Where,
  tasks: readonly SweepTask[],
  workers: number,
  signal: AbortSignal,
  done: (answer: SweepAnswer) => void,
): Promise<void> {
  if (workers === 1 || context.inThisThread) {
    const architectures = await context.architectures();
    for (const { index, job } of tasks) {
      if (signal.aborted) return;
      const run = await inTurns(performRun(architectures, job, { signal, onPages: () => {} }));
      if (run.incomplete) return;
      done({ index, run });
    }
    return;
  }
  await inThreads(await context.plugins(), tasks, Math.min(workers, tasks.length), signal, done);
}

async function inThreads(
  plugins: readonly FoundPlugin[],
  tasks: readonly SweepTask[],
  workers: number,
  signal: AbortSignal,
  done: (answer: SweepAnswer) => void,
): Promise<void> {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => void Atomics.store(flag, 0, 1);
  const data: SweepWorkerData = { plugins, flag };
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL('./sweep-worker.js', import.meta.url), { workerData: data }),
  );
  const waiting = new Map<number, RunEntry>();
  const idle = new Set<Worker>(threads);
  let given = 0;
  let handed = 0;
  try {
    await new Promise<void>((finish, fail) => {
      const giveOut = () => {
        for (const thread of idle) {
          const task = signal.aborted || given - handed >= MOST_AHEAD ? undefined : tasks[given];
          if (task === undefined) break;
          given++;
          idle.delete(thread);
          thread.postMessage(task);
        }
        if (idle.size === threads.length && (signal.aborted || handed === tasks.length)) finish();
      };
      const answered = (thread: Worker, { index, run }: SweepAnswer) => {
        idle.add(thread);
        if (!run.incomplete) waiting.set(index, run);
        for (let next = tasks[handed]; next !== undefined; next = tasks[handed]) {
          const ready = waiting.get(next.index);
          if (ready === undefined) break;
          waiting.delete(next.index);
          handed++;
          done({ index: next.index, run: ready });
        }
        giveOut();
      };
      for (const thread of threads) {
        thread.on('message', (answer: SweepAnswer) => {
          try {
            answered(thread, answer);
          } catch (error) {
            fail(error);
          }
        });
        thread.on('error', fail);
        thread.on('exit', (code) => fail(new Error(`a thread ended with ${code} and without an answer`)));
      }
      signal.addEventListener('abort', () => {
        raise();
        giveOut();
      });
      giveOut();
    });
  } finally {
    raise();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
