import { type Architecture, type CheckOptions, createRunBus, litmusMessages } from '@cvm-teardown/core';
import { checkLitmus, type LitmusFileResult, MOST_BYTES, refusedFile } from '@cvm-teardown/core/litmus';
import { type LitmusReport, litmusReport } from '@cvm-teardown/core/report';
import { type JobLimits, walkLimits } from '../check/job-limits.js';
import { readSmallFile } from '../input/read-small-file.js';
import { toolInfo } from '../tool-info.js';

/** A check of litmus files as plain data, which can be sent to another thread. */
export interface LitmusJob {
  readonly files: readonly string[];
  readonly cwd: string;
  readonly limits: JobLimits;
  readonly symmetry?: boolean | undefined;
}

/** What listens to a check, and whom it tells. */
export interface LitmusAttendance {
  readonly signal?: CheckOptions['signal'];
  /** Hears of the states found so far, now and then. */
  readonly onStates: (states: number) => void;
}

/** Checks one file after the other, in this thread, until it is given up; then the rest is missing. */
export function runLitmusJob(
  architectures: readonly Architecture[],
  job: LitmusJob,
  attendance: LitmusAttendance,
): LitmusReport {
  const results = [...resultsOf(architectures, job, attendance)];
  const incomplete = results.length < job.files.length;
  return litmusReport(results, { tool: toolInfo(), architectures, incomplete });
}

function* resultsOf(
  architectures: readonly Architecture[],
  { files, cwd, limits: given, symmetry: asked }: LitmusJob,
  { signal, onStates }: LitmusAttendance,
): Generator<LitmusFileResult, void> {
  let before = 0;
  const limits = walkLimits(given);
  const symmetry = asked ? 'on' : 'off';
  const isGivenUp = (): boolean => signal?.aborted === true;
  for (const file of files) {
    if (isGivenUp()) return;
    const bus = createRunBus();
    bus.on('progress', ({ done, total }) => onStates(before + (total ?? done)));
    const read = readSmallFile(file, cwd, MOST_BYTES, (bytes) =>
      litmusMessages.litmusTooLarge(bytes, MOST_BYTES, { file }),
    );
    const result =
      read instanceof Uint8Array
        ? checkLitmus(read, file, architectures, { bus, signal, symmetry, ...limits })
        : refusedFile(file, [read]);
    before += result.states;
    if (isGivenUp() && result.outcome === 'unknown') return;
    yield result;
  }
}
