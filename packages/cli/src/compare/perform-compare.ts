import type { Finding } from '@cvm-teardown/core';
import { type ComparedGroup, type ComparisonReport, comparisonReport, type RunEntry } from '@cvm-teardown/core/report';
import { showProgress } from '../check/progress.js';
import type { CommandContext } from '../context.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import type { RunJob } from '../runs/run-job.js';
import { performRuns } from '../runs/run-jobs.js';
import { toolInfo } from '../tool-info.js';
import type { PlannedGroup, PlannedRow } from './comparison-plan.js';
import { type CompareArguments, readComparison } from './read-comparison.js';

const reporters: Reporters<ComparisonReport> = {
  table: async () => (await import('../reporters/comparison-table.js')).comparisonTable,
  json: async () => (await import('../reporters/comparison-json.js')).comparisonJson,
};

/** The command `compare`: reads what is to be compared, runs it, reports. */
export async function performCompare(
  context: CommandContext,
  given: CompareArguments & OutputArguments,
): Promise<void> {
  const findings: Finding[] = [];
  const groups = readComparison(given, await context.architectures(), findings);
  await withOutputs(context, given, reporters, () => compared(context, groups), findings);
}

type Planned = { readonly row: PlannedRow; readonly job: RunJob };

async function compared(context: CommandContext, groups: readonly PlannedGroup[]): Promise<ComparisonReport> {
  const planned = groups.flatMap(jobsOf);
  const entries = await inParallel(context, planned);
  return comparisonReport(
    groups.map((group) => comparedGroup(group, entries)),
    { tool: toolInfo() },
  );
}

const jobsOf = ({ architecture, costs, rows }: PlannedGroup): Planned[] =>
  rows.flatMap((row) =>
    'request' in row
      ? { row, job: { arch: architecture.manifest.id, request: row.request, costs, finalPages: false } }
      : [],
  );

async function inParallel(
  context: CommandContext,
  planned: readonly Planned[],
): Promise<ReadonlyMap<PlannedRow, RunEntry>> {
  const progress = showProgress(context.stderr, `comparing ${planned.length} runs`, 'steps');
  const done = planned.map(() => 0);
  try {
    const jobs = planned.map(({ job }) => job);
    const entries = await performRuns(jobs, context, (index, steps) => {
      done[index] = steps;
      progress.update(done.reduce((sum, part) => sum + part, 0));
    });
    return new Map(planned.map(({ row }, index) => [row, entries[index] as RunEntry]));
  } finally {
    progress.end();
  }
}

function comparedGroup(group: PlannedGroup, entries: ReadonlyMap<PlannedRow, RunEntry>): ComparedGroup {
  const rows = group.rows.map((row) =>
    'request' in row
      ? { label: row.label, run: entries.get(row) as RunEntry }
      : { label: row.label, notComparable: row.refused.map(({ message }) => message).join('; ') },
  );
  return { ...group, rows };
}
