import type { Architecture } from '../machine/architecture.js';
import { againstBaseline, tellingOperation, verdictOf } from './compare-runs.js';
import type { ComparisonGroup, ComparisonReport, ComparisonRow } from './comparison-schema.js';
import { reportSchemaId, reportVersion } from './report-head.js';
import type { RunEntry } from './run-entry-schema.js';
import { type ReportMaker, reportPlugin } from './run-report.js';

/** A row of a comparison: its run, or why it cannot be compared. Labels are unique in a group. */
export type ComparedRow =
  | { readonly label: string; readonly run: RunEntry }
  | { readonly label: string; readonly notComparable: string };

/** Rows that answer one question. */
export interface ComparedGroup {
  readonly id: string;
  readonly title: string;
  readonly architecture: Architecture;
  readonly trigger: string;
  readonly memoryBytes: number;
  readonly rows: readonly ComparedRow[];
  /** Label of the row that the others are compared with; default: the first that could be run. */
  readonly baseline?: string | undefined;
  /** Why the rows are expected not to differ; see `verdictOf`. */
  readonly sameBecause?: string | undefined;
}

type Run = ComparedRow & { readonly run: RunEntry };

/** Joins runs that `runEntry` described to one report; adds nothing that it cannot take from them. */
export function comparisonReport(
  groups: readonly ComparedGroup[],
  { tool, environment, incomplete = false }: ReportMaker & { readonly incomplete?: boolean },
): ComparisonReport {
  const architectures = new Map(groups.map(({ architecture }) => [architecture.manifest.id, architecture]));
  return {
    $schema: reportSchemaId('comparison'),
    schemaVersion: reportVersion,
    kind: 'comparison',
    tool,
    plugins: [...architectures.values()].map(reportPlugin),
    ...(environment && { environment }),
    ...(incomplete && { incomplete: true as const }),
    groups: groups.map(reportedGroup),
    runs: groups.flatMap((group) => runsOf(group).map(({ label, run }) => ({ id: runId(group, label), entry: run }))),
  };
}

function reportedGroup(group: ComparedGroup): ComparisonGroup {
  const { id, title, architecture, trigger, memoryBytes, sameBecause } = group;
  const runs = runsOf(group);
  const entries = runs.map(({ run }) => run);
  const baseline = runs.find(({ label }) => label === group.baseline) ?? runs[0];
  return {
    id,
    title,
    arch: architecture.manifest.id,
    trigger,
    memory_bytes: memoryBytes,
    confidential: architecture.capabilities.confidential,
    baseline: baseline?.label ?? null,
    telling_operation: tellingOperation(baseline === undefined ? entries : [baseline.run, ...entries]),
    rows: group.rows.map((row) => reportedRow(group, row, baseline)),
    ...verdictOf(entries, sameBecause),
  };
}

function reportedRow(group: ComparedGroup, row: ComparedRow, baseline: Run | undefined): ComparisonRow {
  const { label } = row;
  if (!isRun(row)) return { comparable: false, label, because: row.notComparable };
  return {
    comparable: true,
    label,
    run: runId(group, label),
    ...(baseline !== undefined &&
      row !== baseline && { against_baseline: againstBaseline(row.run, baseline.run, baseline.label) }),
  };
}

const isRun = (row: ComparedRow): row is Run => 'run' in row;
const runsOf = ({ rows }: ComparedGroup): readonly Run[] => rows.filter(isRun);
const runId = ({ id }: ComparedGroup, label: string): string => `${id}/${label}`;
