/** Threads of QEMU in the kernel: address space and VM go when the last one is back, or dead. Source: docs/s390.md 3.11. */
import type { Task } from '@cvm-teardown/core/plugin';
import { step } from './state.js';

/** No thread of a process that dies gets into the kernel any more. */
const enterKernel = step({
  name: 'enter-kernel',
  guard: (s) => !s.process.exiting,
  apply: (s) => {
    s.process.inCall += 1;
  },
  source: 'docs/s390.md 3.11',
});

const leaveKernel = step({
  name: 'leave-kernel',
  apply: (s) => {
    s.process.inCall -= 1;
  },
  source: 'docs/s390.md 3.11',
});

/** A call that its process cannot end without. */
export const inFlight = function* inFlight<R>(task: Task<R>): Task<R> {
  yield* enterKernel();
  const result = yield* task;
  yield* leaveKernel();
  return result;
};

/** The same in a litmus file, where nobody counts the calls of a thread that is alone. */
export const besides = <R>(others: readonly string[], task: Task<R>): Task<R> =>
  others.length === 0 ? task : inFlight(task);

/** The process ends behind all of them. A fatal signal has reached their threads, which PERFORM and UNPACK look at. */
export const awaitCalls = step({
  name: 'await-calls',
  guard: (s) => s.process.inCall === 0,
  source: 'docs/s390.md 3.11',
});
