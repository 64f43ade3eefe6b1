import { parentPort, workerData } from 'node:worker_threads';
import { isInputError } from '@cvm-teardown/core';
import { loadArchitectures } from '../architectures.js';
import { runAnyJob } from './any-job.js';
import type { CheckWorkerData, WorkerMessage } from './check-in-worker.js';

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const architectures = await loadArchitectures();
  const { job, flag } = workerData as CheckWorkerData;
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) !== 0;
    },
  };
  const report = runAnyJob(architectures, job, (states) => post({ kind: 'states', states }), signal);
  post({ kind: 'report', report });
} catch (error) {
  // An error that crosses threads keeps its message and its stack only.
  if (!isInputError(error)) throw error;
  post({ kind: 'refused', findings: error.findings });
}
