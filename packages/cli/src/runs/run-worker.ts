import { parentPort } from 'node:worker_threads';
import { isInputError } from '@cvm-teardown/core';
import { loadArchitectures } from '../architectures.js';
import { performRun, type RunJob } from './run-job.js';
import type { RunMessage } from './run-jobs.js';

const post = (message: RunMessage): void => parentPort?.postMessage(message);

const architectures = await loadArchitectures();

parentPort?.on('message', (job: RunJob) => {
  try {
    post({ kind: 'entry', entry: performRun(architectures, job, (done) => post({ kind: 'work', done })) });
  } catch (error) {
    // An error that crosses threads keeps its message and its stack only.
    if (!isInputError(error)) throw error;
    post({ kind: 'refused', findings: error.findings });
  }
});
