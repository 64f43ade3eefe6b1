import type { Finding } from '@cvm-teardown/core';
import type { CheckReport } from '@cvm-teardown/core/report';
import { type CommandContext, EXIT, type ExitCode, ExitWith } from '../context.js';
import { onlyWith } from '../errors/messages.js';
import { listenForInterrupt } from '../interrupt.js';
import { chooseArchitecture, chooseMachine } from '../options/choose-architecture.js';
import { readCount, readMachineRequest } from '../options/machine-request.js';
import { type OutputArguments, withOutputs } from '../output/outputs.js';
import { toolInfo } from '../tool-info.js';
import { inWorker } from '../work/in-worker.js';
import type { CheckJob } from './check-job.js';
import { checkReporters } from './check-reporters.js';
import { readLimits } from './job-limits.js';
import { showProgress } from './progress.js';
import { type CheckArguments, replayCommand } from './replay.js';

const RANDOM_ONLY = ['seed', 'runs', 'moves'] as const;
/** What goes wrong alone is what most bugs need; two faults are many times the states. */
const DEFAULT_FAULTS = 1;
const MOST_FAULTS = 16;

const exitCodes: Readonly<Record<CheckReport['verdict'], ExitCode>> = {
  valid: EXIT.ok,
  violated: EXIT.violated,
  unknown: EXIT.unknown,
};

/** The command `check`: reads what was asked for, walks, reports. */
export async function performCheck(context: CommandContext, given: CheckArguments & OutputArguments): Promise<void> {
  const findings: Finding[] = [];
  const job = readJob(given, await context.architectures(), findings);
  const { signal, ignore } = listenForInterrupt(context);
  try {
    // Without a job there are findings, and with findings there is no work.
    const work = () => walked(context, job as CheckJob, signal);
    const { verdict, incomplete } = await withOutputs<CheckReport>(context, given, checkReporters, work, findings);
    if (incomplete) throw new ExitWith(EXIT.interrupted);
    if (verdict !== 'valid') throw new ExitWith(exitCodes[verdict]);
  } finally {
    ignore();
  }
}

function readJob(
  given: CheckArguments,
  architectures: Awaited<ReturnType<CommandContext['architectures']>>,
  findings: Finding[],
): CheckJob | undefined {
  for (const option of RANDOM_ONLY) if (given[option] !== undefined) findings.push(onlyWith(option, '--random'));
  const request = readMachineRequest(given, findings);
  const faults = readCount('faults', given.faults, [0, MOST_FAULTS], findings) ?? DEFAULT_FAULTS;
  const limits = readLimits(given, findings);
  const architecture = chooseArchitecture(architectures, given.arch, findings);
  const machine = architecture && chooseMachine(architecture, request, 'check', findings);
  if (machine === undefined) return undefined;
  const replay = replayCommand(toolInfo().name, given, machine, faults);
  return { arch: machine.arch, request, faults, limits, symmetry: given.symmetry, replay };
}

async function walked(context: CommandContext, job: CheckJob, signal: AbortSignal): Promise<CheckReport> {
  const { arch, request } = job;
  const progress = showProgress(context.stderr, `checking ${[arch, request.policy].join(' ').trim()}`, 'states');
  try {
    return await inWorker(context, job, { signal, onCount: progress.update });
  } finally {
    progress.end();
  }
}
