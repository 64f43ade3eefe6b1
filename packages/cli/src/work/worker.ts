import { parentPort, workerData } from 'node:worker_threads';
import { isInputError } from '@cvm-teardown/core';
import { loadArchitectures } from '../architectures.js';
import type { WorkerData, WorkerMessage } from './in-worker.js';
import { runJob } from './job.js';

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const { job, plugins, flag } = workerData as WorkerData;
  const architectures = await loadArchitectures({ plugins });
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) !== 0;
    },
  };
  const report = runJob(architectures, job, { signal, onCount: (count) => post({ kind: 'count', count }) });
  post({ kind: 'report', report });
} catch (error) {
  // An error that crosses threads keeps its message and its stack only.
  if (!isInputError(error)) throw error;
  post({ kind: 'refused', findings: error.findings });
}
