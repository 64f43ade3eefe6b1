import type { Finding } from '@cvm-teardown/core';
import { type ComparedGroup, type ComparisonReport, comparisonReport, type RunEntry } from '@cvm-teardown/core/report';
import type { CommandContext } from '../context.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { performRuns } from '../runs/perform-runs.js';
import type { RunJob } from '../runs/run-job.js';
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
  const jobs = planned.map(({ job }) => job);
  const runs = await performRuns(jobs, context, `comparing ${jobs.length} runs`);
  const entries = new Map(planned.map(({ row }, index) => [row, runs[index] as RunEntry]));
  return comparisonReport(
    groups.map((group) => comparedGroup(group, entries)),
    { tool: toolInfo() },
  );
}

const jobsOf = ({ architecture, costs, rows }: PlannedGroup): Planned[] =>
  rows.flatMap((row) =>
    'request' in row ? { row, job: { arch: architecture.manifest.id, request: row.request, costs } } : [],
  );

function comparedGroup(group: PlannedGroup, entries: ReadonlyMap<PlannedRow, RunEntry>): ComparedGroup {
  const rows = group.rows.map((row) =>
    'request' in row
      ? { label: row.label, run: entries.get(row) as RunEntry }
      : { label: row.label, notComparable: row.refused.map(({ message }) => message).join('; ') },
  );
  return { ...group, rows };
}
