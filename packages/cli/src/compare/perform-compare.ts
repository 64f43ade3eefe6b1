import type { Finding } from '@cvm-teardown/core';
import { type ComparedGroup, type ComparisonReport, comparisonReport, type RunEntry } from '@cvm-teardown/core/report';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { onlyWith } from '../errors/messages.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { performRuns } from '../runs/perform-runs.js';
import type { RunJob } from '../runs/run-job.js';
import { toolInfo } from '../tool-info.js';
import type { PlannedGroup, PlannedRow } from './comparison-plan.js';
import { type CompareArguments, readComparison } from './read-comparison.js';

const reporters: Reporters<ComparisonReport> = {
  table: async () => (await import('../reporters/comparison-table.js')).comparisonTable,
  json: async () => (await import('../reporters/comparison-json.js')).comparisonJson,
  ndjson: async () => (await import('../reporters/comparison-ndjson.js')).comparisonNdjson,
  csv: async () => (await import('../reporters/comparison-csv.js')).comparisonCsv,
  markdown: async () => (await import('../reporters/comparison-markdown.js')).comparisonMarkdown,
};

/** The command `compare`: reads what is to be compared, runs it, reports. */
export async function performCompare(
  context: CommandContext,
  given: CompareArguments & OutputArguments & { readonly 'dry-run'?: boolean | undefined },
): Promise<void> {
  const findings: Finding[] = [];
  if (given['dry-run'] === true) findings.push(onlyWith('dry-run', 'a scenario file'));
  const groups = readComparison(given, await context.architectures(), context.cwd, findings);
  const { incomplete } = await withOutputs(context, given, reporters, () => compared(context, groups), findings);
  if (incomplete) throw new ExitWith(EXIT.interrupted);
}

type Planned = { readonly row: PlannedRow; readonly job: RunJob };

async function compared(context: CommandContext, groups: readonly PlannedGroup[]): Promise<ComparisonReport> {
  const planned = groups.flatMap(jobsOf);
  const jobs = planned.map(({ job }) => job);
  const runs = await performRuns(jobs, context, `comparing ${jobs.length} runs`);
  const finished = planned.flatMap(({ row }, index) => {
    const run = runs[index];
    return run === undefined || run.incomplete ? [] : ([[row, run]] as const);
  });
  return comparisonReport(
    groups.map((group) => comparedGroup(group, new Map(finished))),
    { tool: toolInfo(), incomplete: finished.length < planned.length },
  );
}

const jobsOf = ({ architecture, costs, rows }: PlannedGroup): Planned[] =>
  rows.flatMap((row) =>
    'request' in row ? { row, job: { arch: architecture.manifest.id, request: row.request, costs } } : [],
  );

function comparedGroup(group: PlannedGroup, entries: ReadonlyMap<PlannedRow, RunEntry>): ComparedGroup {
  const rows = group.rows.map((row) => {
    const { label } = row;
    if ('refused' in row) return { label, notComparable: row.refused.map(({ message }) => message).join('; ') };
    const run = entries.get(row);
    return run === undefined ? { label, notComparable: 'interrupted' } : { label, run };
  });
  return { ...group, rows };
}
