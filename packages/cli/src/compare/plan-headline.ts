import type { Architecture } from '@cvm-teardown/core';
import { type HeadlineGroup, headlineGroups } from '../headline/groups.js';
import type { Costs } from '../runs/run-job.js';
import type { PlannedGroup } from './comparison-plan.js';
import { resolveRow } from './resolve-row.js';

/** How the headline is asked for. */
export interface HeadlineChoice {
  /** Of all groups, in the place of their own. */
  readonly memoryBytes?: number | undefined;
  /** A policy. */
  readonly baseline?: string | undefined;
}

/** The headline groups of these architectures. */
export function planHeadline(
  architectures: readonly Architecture[],
  costs: ReadonlyMap<string, Costs>,
  { memoryBytes, baseline }: HeadlineChoice,
  groups: readonly HeadlineGroup[] = headlineGroups,
): readonly PlannedGroup[] {
  return groups.flatMap(({ id, arch, title, request, profile, rows, sameBecause }) => {
    const architecture = architectures.find(({ manifest }) => manifest.id === arch);
    if (architecture === undefined) return [];
    const sized = memoryBytes === undefined ? request : { ...request, memoryBytes };
    const { profiles = [profile], assume = [] } = costs.get(arch) ?? {};
    return {
      id,
      title,
      architecture,
      trigger: request.trigger,
      memoryBytes: sized.memoryBytes,
      costs: { profiles, assume },
      rows: rows.map((row) => resolveRow(architecture, row.label, { ...sized, ...row.request })),
      baseline: rows.find(({ request }) => request.policy === baseline)?.label,
      sameBecause,
    };
  });
}
