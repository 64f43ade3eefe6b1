import { type Architecture, type CheckOptions, check, createRunBus, type MachineRequest } from '@cvm-teardown/core';
import { type CheckReport, checkReport } from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';
import { toolInfo } from '../tool-info.js';
import { type JobLimits, walkLimits } from './job-limits.js';

/** A check as plain data, which can be sent to another thread. */
export interface CheckJob {
  readonly arch: string;
  readonly request: MachineRequest;
  readonly faults?: number | undefined;
  readonly limits: JobLimits;
  readonly symmetry?: boolean | undefined;
  /** The command that gives the same verdict again. */
  readonly replay: string;
}

/** Does a check in this thread; `onStates` hears of the states found so far, now and then. */
export function runCheckJob(
  architectures: readonly Architecture[],
  { arch, request, faults, limits, symmetry, replay }: CheckJob,
  onStates: (states: number) => void,
  signal?: CheckOptions['signal'],
): CheckReport {
  const architecture = findArchitecture(architectures, arch);
  const bus = createRunBus();
  bus.on('progress', ({ done, total }) => onStates(total ?? done));
  const result = check(architecture, request, {
    faults,
    symmetry: symmetry ? 'on' : 'off',
    ...walkLimits(limits),
    bus,
    signal,
  });
  return checkReport(result, { tool: toolInfo(), architecture, replay });
}
