import { parentPort, workerData } from 'node:worker_threads';
import { loadArchitectures } from '../architectures.js';
import type { LitmusMessage, LitmusWorkerData } from './litmus-in-worker.js';
import { runLitmusJob } from './litmus-job.js';

const post = (message: LitmusMessage): void => parentPort?.postMessage(message);

const { job, flag } = workerData as LitmusWorkerData;
const signal = {
  get aborted() {
    return Atomics.load(flag, 0) !== 0;
  },
};
const onStates = (states: number): void => post({ kind: 'states', states });
const report = runLitmusJob(await loadArchitectures(), job, { signal, onStates });
post({ kind: 'report', report });
