import { type Architecture, type Finding, refuseAny } from '@cvm-teardown/core';
import { type RunEntry, type RunReport, runReport } from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { chooseArchitecture, chooseMachine } from '../options/choose-architecture.js';
import { type MachineArguments, readMachineRequest } from '../options/machine-request.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { toolInfo } from '../tool-info.js';
import { performRuns } from './perform-runs.js';
import { type CostArguments, readCosts } from './read-costs.js';
import type { RunJob } from './run-job.js';

const reporters: Reporters<RunReport> = {
  table: async () => (await import('../reporters/run-table.js')).runTable,
  json: async () => (await import('../reporters/run-json.js')).runJson,
  ndjson: async () => (await import('../reporters/run-ndjson.js')).runNdjson,
  csv: async () => (await import('../reporters/run-csv.js')).runCsv,
  markdown: async () => (await import('../reporters/run-markdown.js')).runMarkdown,
};

/** The command `run`: reads what was asked for, runs it, reports. */
export async function performRunCommand(
  context: CommandContext,
  given: MachineArguments & CostArguments & OutputArguments & { readonly 'dry-run'?: boolean | undefined },
): Promise<void> {
  const findings: Finding[] = [];
  const architectures = await context.architectures();
  const job = readJob(given, architectures, context.cwd, findings);
  if (given['dry-run'] === true) {
    refuseAny(findings);
    const { scenarioOfRun } = await import('../scenario/scenario-of-run.js');
    context.stdout.write(scenarioOfRun(architectures, job as RunJob));
    return;
  }
  // Without a job there are findings, and with findings there is no work.
  const work = () => reported(context, architectures, job as RunJob);
  const { run } = await withOutputs(context, given, reporters, work, findings);
  if (run.incomplete) throw new ExitWith(EXIT.interrupted);
}

function readJob(
  given: MachineArguments & CostArguments,
  architectures: readonly Architecture[],
  cwd: string,
  findings: Finding[],
): RunJob | undefined {
  const request = readMachineRequest(given, findings);
  const architecture = chooseArchitecture(architectures, given.arch, findings);
  if (architecture === undefined) return undefined;
  const machine = chooseMachine(architecture, request, 'run', findings);
  const costs = readCosts(given, [architecture], cwd, findings).get(architecture.manifest.id);
  if (machine === undefined || costs === undefined) return undefined;
  return { arch: machine.arch, request, costs };
}

async function reported(
  context: CommandContext,
  architectures: readonly Architecture[],
  job: RunJob,
): Promise<RunReport> {
  const [run] = await performRuns([job], context, `running ${[job.arch, job.request.policy].join(' ').trim()}`);
  return runReport(findArchitecture(architectures, job.arch), run as RunEntry, { tool: toolInfo() });
}
