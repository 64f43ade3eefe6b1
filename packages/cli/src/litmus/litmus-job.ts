import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Architecture, type CheckOptions, createRunBus, litmusMessages } from '@cvm-teardown/core';
import { checkLitmus, type LitmusFileResult, MOST_BYTES, refusedFile } from '@cvm-teardown/core/litmus';
import { type LitmusReport, litmusReport } from '@cvm-teardown/core/report';
import { inputNotReadable } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';
import { toolInfo } from '../tool-info.js';

/** A check of litmus files as plain data, which can be sent to another thread. */
export interface LitmusJob {
  readonly files: readonly string[];
  readonly cwd: string;
  readonly maxStates?: number | undefined;
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
  { files, cwd, maxStates }: LitmusJob,
  { signal, onStates }: LitmusAttendance,
): Generator<LitmusFileResult, void> {
  let before = 0;
  const isGivenUp = (): boolean => signal?.aborted === true;
  for (const file of files) {
    if (isGivenUp()) return;
    const bus = createRunBus();
    bus.on('progress', ({ done, total }) => onStates(before + (total ?? done)));
    const read = readSmall(file, cwd);
    const result =
      read instanceof Uint8Array
        ? checkLitmus(read, file, architectures, { bus, signal, ...(maxStates !== undefined && { maxStates }) })
        : refusedFile(file, [read]);
    before += result.states;
    if (isGivenUp() && result.outcome === 'unknown') return;
    yield result;
  }
}

/** A file's bytes, or why there are none. What is too large is not read. */
function readSmall(file: string, cwd: string) {
  let opened: number | undefined;
  try {
    // A pipe that nobody writes to must not stop everything.
    opened = openSync(resolve(cwd, file), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(opened);
    if (!stat.isFile()) return inputNotReadable(file, 'it is no regular file');
    if (stat.size > MOST_BYTES) return litmusMessages.litmusTooLarge(stat.size, MOST_BYTES, { file });
    return new Uint8Array(readFileSync(opened));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return inputNotReadable(file, sayErrno(code));
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
