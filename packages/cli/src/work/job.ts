import type { Architecture, CheckOptions } from '@cvm-teardown/core';
import type { CheckReport, LitmusReport, RandomCheckReport } from '@cvm-teardown/core/report';
import { type CheckJob, runCheckJob } from '../check/check-job.js';
import { type RandomJob, runRandomJob } from '../check/random-job.js';
import { type LitmusJob, runLitmusJob } from '../litmus/litmus-job.js';

/** Long work as plain data, which can be sent to another thread. */
export type Job = CheckJob | RandomJob | LitmusJob;

export type ReportOf<J extends Job> = J extends LitmusJob
  ? LitmusReport
  : J extends RandomJob
    ? RandomCheckReport
    : CheckReport;

/** What listens to work, and whom it tells: `onCount` hears of the states or runs so far, now and then. */
export interface Attendance {
  readonly signal?: CheckOptions['signal'];
  readonly onCount: (count: number) => void;
}

/** Does it, in this thread. */
export function runJob<J extends Job>(
  architectures: readonly Architecture[],
  job: J,
  { signal, onCount }: Attendance,
): ReportOf<J> {
  const report =
    'files' in job
      ? runLitmusJob(architectures, job, { signal, onStates: onCount })
      : 'seed' in job
        ? runRandomJob(architectures, job, onCount, signal)
        : runCheckJob(architectures, job, onCount, signal);
  return report as ReportOf<J>;
}
