import { parentPort, workerData } from 'node:worker_threads';
import { loadArchitectures } from '../architectures.js';
import { performRun } from '../runs/run-job.js';
import type { SweepAnswer, SweepTask, SweepWorkerData } from './sweep-pool.js';

/* One of the threads of a sweep: does the runs that it is given, one after the other, until the flag is raised. */

const { plugins, flag } = workerData as SweepWorkerData;
const architectures = await loadArchitectures({ plugins });
const signal = {
  get aborted() {
    return Atomics.load(flag, 0) !== 0;
  },
};

parentPort?.on('message', ({ index, job }: SweepTask) => {
  const turns = performRun(architectures, job, { signal, onPages: () => {} });
  let turn = turns.next();
  while (turn.done !== true) turn = turns.next();
  const answer: SweepAnswer = { index, run: turn.value };
  parentPort?.postMessage(answer);
});
