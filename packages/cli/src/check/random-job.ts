import {
  type Architecture,
  createRunBus,
  type MachineRequest,
  type RandomCheckOptions,
  randomCheck,
} from '@cvm-teardown/core';
import { type RandomCheckReport, randomCheckReport } from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';
import { toolInfo } from '../tool-info.js';
import { type CommandOptions, commandOf } from './replay.js';

/** A check at random as plain data, which can be sent to another thread. */
export interface RandomJob extends Omit<RandomCheckOptions, 'bus' | 'signal'> {
  readonly arch: string;
  readonly request: MachineRequest;
  /** The options that make the same machine again. */
  readonly machineOptions: CommandOptions;
}

/** Does a check at random in this thread; `onRuns` hears of the runs so far. */
export function runRandomJob(
  architectures: readonly Architecture[],
  { arch, request, machineOptions, ...options }: RandomJob,
  onRuns: (runs: number) => void,
  signal?: RandomCheckOptions['signal'],
): RandomCheckReport {
  const architecture = findArchitecture(architectures, arch);
  const bus = createRunBus();
  bus.on('progress', ({ done }) => onRuns(done));
  const result = randomCheck(architecture, request, { ...options, bus, signal });
  const { violation, seed, runsAsked, movesPerRun: moves, faults } = result;
  // The run that found something finds it again alone.
  const again = violation === undefined ? { seed, runs: runsAsked } : { seed: violation.seed, runs: 1 };
  const tool = toolInfo();
  const replay = commandOf(tool.name, { random: true, ...machineOptions, faults, moves, ...again });
  return randomCheckReport(result, { tool, architecture, replay });
}
