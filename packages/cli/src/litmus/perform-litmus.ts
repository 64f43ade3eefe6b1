import type { Finding } from '@cvm-teardown/core';
import type { LitmusReport } from '@cvm-teardown/core/report';
import { type LimitArguments, readLimits } from '../check/job-limits.js';
import { showProgress } from '../check/progress.js';
import { type CommandContext, EXIT, type ExitCode, ExitWith } from '../context.js';
import { notWith, unexpectedArgument } from '../errors/messages.js';
import { listenForInterrupt } from '../interrupt.js';
import type { MachineArguments } from '../options/machine-request.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { toolInfo } from '../tool-info.js';
import { inWorker } from '../work/in-worker.js';
import { findLitmusFiles, isThere } from './find-litmus-files.js';
import type { LitmusJob } from './litmus-job.js';

export interface LitmusArguments extends MachineArguments, LimitArguments, OutputArguments {
  readonly files?: readonly string[] | undefined;
  readonly faults?: string | undefined;
  readonly symmetry?: boolean | undefined;
  readonly random?: boolean | undefined;
  readonly seed?: string | undefined;
  readonly runs?: string | undefined;
  readonly moves?: string | undefined;
}

const reporters: Reporters<LitmusReport> = {
  table: async () => (await import('../reporters/litmus-table.js')).litmusTable,
  json: async () => (await import('../reporters/litmus-json.js')).litmusJson,
  markdown: async () => (await import('../reporters/litmus-markdown.js')).litmusMarkdown,
  junit: async () => (await import('../reporters/litmus-junit.js')).litmusJunit,
  github: async () => (await import('../reporters/litmus-github.js')).litmusGithub,
  perfetto: async () => (await import('../reporters/litmus-perfetto.js')).litmusPerfetto,
};

/** The command `check` with litmus files. */
export async function performLitmus(context: CommandContext, given: LitmusArguments): Promise<void> {
  const findings: Finding[] = [];
  const job = readJob(given, context.cwd, findings);
  const { signal, ignore } = listenForInterrupt(context);
  try {
    const report = await withOutputs(context, given, reporters, () => checked(context, job, signal), findings);
    const code = exitCode(report);
    if (code !== EXIT.ok) throw new ExitWith(code);
  } finally {
    ignore();
  }
}

/** What ended worst decides: an error of a file, then an expectation that is not met, then a limit. */
function exitCode({ totals, incomplete }: LitmusReport): ExitCode {
  if (incomplete) return EXIT.interrupted;
  if (totals.error > 0) return EXIT.usage;
  if (totals.failed > 0) return EXIT.violated;
  return totals.unknown > 0 ? EXIT.unknown : EXIT.ok;
}

function readJob(given: LitmusArguments, cwd: string, findings: Finding[]): LitmusJob {
  const { files: words = [] } = given;
  const limits = readLimits(given, findings);
  const stray = otherOptions.filter((name) => given[name] !== undefined);
  const missing = words.filter((word) => !isThere(word, cwd));
  // Where a machine is described, a word that is no file was meant for an option.
  if (stray.length > 0 && missing.length > 0) {
    findings.push(...missing.map((word) => unexpectedArgument(word, `${toolInfo().name} check`)));
    return { files: [], cwd, limits };
  }
  findings.push(...stray.map((name) => notWith(name, 'litmus files')));
  return { files: findLitmusFiles(words, cwd, findings), cwd, limits, symmetry: given.symmetry };
}

/** What a litmus file says itself. */
const otherOptions = [
  'arch',
  'trigger',
  'policy',
  'release',
  'authority',
  'feature',
  'option',
  'defect',
  'scale',
  'vcpus',
  'resident',
  'cpus',
  'pages',
  'faults',
  'random',
  'seed',
  'runs',
  'moves',
] as const satisfies readonly (keyof LitmusArguments)[];

async function checked(context: CommandContext, job: LitmusJob, signal: AbortSignal): Promise<LitmusReport> {
  const progress = showProgress(context.stderr, `checking ${job.files.length} litmus files`, 'states');
  try {
    return await inWorker(context, job, { signal, onCount: progress.update });
  } finally {
    progress.end();
  }
}
