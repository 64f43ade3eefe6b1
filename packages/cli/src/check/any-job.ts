import type { Architecture, CheckOptions } from '@cvm-teardown/core';
import type { CheckReport, RandomCheckReport } from '@cvm-teardown/core/report';
import { type CheckJob, runCheckJob } from './check-job.js';
import { type RandomJob, runRandomJob } from './random-job.js';

/** A check of either kind, as plain data. */
export type AnyJob = CheckJob | RandomJob;

export type ReportOf<Job extends AnyJob> = Job extends RandomJob ? RandomCheckReport : CheckReport;

/** Does a check in this thread; `onProgress` hears of the states or runs so far, now and then. */
export const runAnyJob = (
  architectures: readonly Architecture[],
  job: AnyJob,
  onProgress: (count: number) => void,
  signal?: CheckOptions['signal'],
): ReportOf<AnyJob> =>
  'seed' in job
    ? runRandomJob(architectures, job, onProgress, signal)
    : runCheckJob(architectures, job, onProgress, signal);
