import { type Architecture, DEFAULT_MEMORY_BYTES, type MachineRequest, machineMessages } from '@cvm-teardown/core';
import type { Costs } from '../runs/run-job.js';
import type { PlannedGroup, PlannedRow } from './comparison-plan.js';
import { resolveRow } from './resolve-row.js';

/** One trigger under several policies. */
export interface PolicyChoice {
  readonly request: MachineRequest & { readonly trigger: string };
  /** Absent: all that know the trigger. */
  readonly policies?: readonly string[] | undefined;
  /** One of them. */
  readonly baseline?: string | undefined;
}

/** A comparison of one's own: a group for each architecture, with those of the policies that it has. */
export function planPolicies(
  architectures: readonly Architecture[],
  costs: ReadonlyMap<string, Costs>,
  choice: PolicyChoice,
): readonly PlannedGroup[] {
  const { trigger, memoryBytes = DEFAULT_MEMORY_BYTES } = choice.request;
  return architectures.map((architecture) => {
    const { id } = architecture.manifest;
    return {
      id: `${id}-${trigger}`,
      title: `${id}: ${trigger}`,
      architecture,
      trigger,
      memoryBytes,
      costs: costs.get(id) ?? { assume: [] },
      rows: rowsOf(architecture, choice),
      baseline: choice.baseline,
    };
  });
}

function rowsOf(architecture: Architecture, { request, policies: asked }: PolicyChoice): readonly PlannedRow[] {
  const { manifest, policies } = architecture;
  const ids = policies.map(({ id }) => id);
  const own = asked?.filter((policy) => ids.includes(policy)) ?? ableTo(request.trigger, architecture);
  if (own.length > 0) return own.map((policy) => resolveRow(architecture, policy, { ...request, policy }));
  const refused =
    asked === undefined
      ? [
          machineMessages.unknownTrigger({
            arch: manifest.id,
            name: request.trigger,
            known: triggersOf(architecture),
            where: { path: '--trigger' },
          }),
        ]
      : asked.map((name) =>
          machineMessages.unknownPolicy({ arch: manifest.id, name, known: ids, where: { path: '--policy' } }),
        );
  return [{ label: manifest.id, refused }];
}

const ableTo = (trigger: string, { policies }: Architecture): readonly string[] =>
  policies.filter(({ triggers }) => triggers.some((known) => known === trigger)).map(({ id }) => id);

const triggersOf = ({ policies }: Architecture): readonly string[] => [
  ...new Set(policies.flatMap(({ triggers }) => triggers)),
];
