import { randomInt } from 'node:crypto';
import { type Finding, RANDOM_DEFAULTS } from '@cvm-teardown/core';
import type { RandomCheckReport } from '@cvm-teardown/core/report';
import { type CommandContext, EXIT, type ExitCode, ExitWith } from '../context.js';
import { notWith } from '../errors/messages.js';
import { listenForInterrupt } from '../interrupt.js';
import { chooseArchitecture, chooseMachine } from '../options/choose-architecture.js';
import { readCount, readMachineRequest } from '../options/machine-request.js';
import { type OutputArguments, withOutputs } from '../output/outputs.js';
import { inWorker } from '../work/in-worker.js';
import { checkReporters } from './check-reporters.js';
import { showProgress } from './progress.js';
import type { RandomJob } from './random-job.js';
import { type CheckArguments, machineOptionsOf } from './replay.js';

/** The generator takes 32 bits; a wider seed would be the same as a narrower one. */
const SEEDS = 2 ** 32;
const WALKS_ONLY = ['max-states', 'max-memory', 'max-time'] as const;
const MOST_PAGES = 10_000;
const MOST_FAULTS = 1_000;
const MOST_RUNS = 1_000_000_000;
const MOST_MOVES = 10_000_000;

/** The command `check --random`: says the seed, runs, reports. */
export async function performRandomCheck(
  context: CommandContext,
  given: CheckArguments & OutputArguments,
): Promise<void> {
  const findings: Finding[] = [];
  const job = readJob(given, await context.architectures(), findings);
  const { signal, ignore } = listenForInterrupt(context);
  try {
    // Without a job there are findings, and with findings there is no work.
    const work = () => tried(context, job as RandomJob, signal);
    const code = exitCodeOf(await withOutputs<RandomCheckReport>(context, given, checkReporters, work, findings));
    if (code !== EXIT.ok) throw new ExitWith(code);
  } finally {
    ignore();
  }
}

/** What was never reached may hide anything: then there is no answer yet. */
function exitCodeOf({ incomplete, verdict, sometimes }: RandomCheckReport): ExitCode {
  if (incomplete) return EXIT.interrupted;
  if (verdict === 'violated') return EXIT.violated;
  return sometimes.every(({ runs }) => runs > 0) ? EXIT.ok : EXIT.unknown;
}

function readJob(
  given: CheckArguments,
  architectures: Awaited<ReturnType<CommandContext['architectures']>>,
  findings: Finding[],
): RandomJob | undefined {
  for (const option of WALKS_ONLY) if (given[option] !== undefined) findings.push(notWith(option, '--random'));
  if (given.symmetry) findings.push(notWith('symmetry', '--random'));
  const request = { pages: RANDOM_DEFAULTS.pages, ...readMachineRequest(given, findings, MOST_PAGES) };
  const seed = readCount('seed', given.seed, [0, SEEDS - 1], findings);
  const faults = readCount('faults', given.faults, [0, MOST_FAULTS], findings);
  const runs = readCount('runs', given.runs, [1, MOST_RUNS], findings);
  const moves = readCount('moves', given.moves, [1, MOST_MOVES], findings);
  const architecture = chooseArchitecture(architectures, given.arch, findings);
  const machine = architecture && chooseMachine(architecture, request, 'check', findings);
  if (machine === undefined) return undefined;
  const machineOptions = machineOptionsOf(given, machine);
  return { arch: machine.arch, request, machineOptions, seed: seed ?? randomInt(SEEDS), faults, runs, moves };
}

async function tried(context: CommandContext, job: RandomJob, signal: AbortSignal): Promise<RandomCheckReport> {
  const { arch, request, seed, runs = RANDOM_DEFAULTS.runs } = job;
  // First of all: whatever happens next, it can be repeated.
  context.stderr.write(`seed ${seed}\n`);
  const progress = showProgress(
    context.stderr,
    `checking ${[arch, request.policy].join(' ').trim()} at random`,
    'runs',
  );
  const onRuns = (done: number): void => progress.update(done, runs);
  try {
    return await inWorker(context, job, { signal, onCount: onRuns });
  } finally {
    progress.end();
  }
}
