import { parentPort, workerData } from 'node:worker_threads';
import { isInputError } from '@cvm-teardown/core';
import { loadArchitectures } from '../architectures.js';
import type { WorkerMessage } from './check-in-worker.js';
import { type CheckJob, runCheckJob } from './check-job.js';

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const architectures = await loadArchitectures();
  const report = runCheckJob(architectures, workerData as CheckJob, (states) => post({ kind: 'states', states }));
  post({ kind: 'report', report });
} catch (error) {
  // An error that crosses threads keeps its message and its stack only.
  if (!isInputError(error)) throw error;
  post({ kind: 'refused', findings: error.findings });
}
