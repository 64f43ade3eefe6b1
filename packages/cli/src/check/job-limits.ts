import { totalmem } from 'node:os';
import { collectFindings, type Finding, parseDuration, parseSize, type WalkLimits } from '@cvm-teardown/core';
import { readCount } from '../options/machine-request.js';

/** The options that limit a walk, by name. */
export interface LimitArguments {
  readonly 'max-states'?: string | undefined;
  readonly 'max-memory'?: string | undefined;
  readonly 'max-time'?: string | undefined;
}

/** Where a walk ends without an answer, as plain data. */
export interface JobLimits extends Pick<WalkLimits, 'maxStates' | 'maxBytes'> {
  /** Counted from the start of the work. */
  readonly maxTime?: { readonly ms: number; readonly given: string } | undefined;
}

const MOST_STATES = 2 ** 30;
const PICOSECONDS_PER_MS = 1e9;

export function readLimits(given: LimitArguments, findings: Finding[]): JobLimits {
  const { 'max-memory': memory, 'max-time': time } = given;
  const maxStates = readCount('max-states', given['max-states'], [1, MOST_STATES], findings);
  const maxBytes =
    memory === undefined
      ? halfOfMemory()
      : collectFindings(findings, () => parseSize(memory, { path: '--max-memory' }));
  const picoseconds =
    time === undefined ? undefined : collectFindings(findings, () => parseDuration(time, { path: '--max-time' }));
  const maxTime =
    time === undefined || picoseconds === undefined
      ? undefined
      : { ms: Number(picoseconds) / PICOSECONDS_PER_MS, given: time };
  return { maxStates, maxBytes, maxTime };
}

/** What is left of the machine is for the rest of this program and for others. */
function halfOfMemory(): number {
  const allowed = process.constrainedMemory();
  return Math.floor((allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()) / 2);
}

/** From now on. */
export function walkLimits({ maxStates, maxBytes, maxTime }: JobLimits): WalkLimits {
  if (maxTime === undefined) return { maxStates, maxBytes };
  const end = performance.now() + maxTime.ms;
  const deadline = {
    given: maxTime.given,
    get passed() {
      return performance.now() >= end;
    },
  };
  return { maxStates, maxBytes, deadline };
}
