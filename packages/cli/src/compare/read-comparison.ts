import { type Architecture, collectFindings, type Finding, machineMessages } from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
import { missingArgument } from '../errors/messages.js';
import { type MachineArguments, readMachineRequest } from '../options/machine-request.js';
import { type CostArguments, readCosts } from '../runs/read-costs.js';
import type { PlannedGroup } from './comparison-plan.js';
import { planHeadline } from './plan-headline.js';
import { planPolicies } from './plan-policies.js';

/** The options of `compare` as yargs hands them over; `arch` and `policy` are lists with commas. */
export interface CompareArguments extends MachineArguments, CostArguments {
  readonly baseline?: string | undefined;
}

/**
 * What a command line asks to be compared: with a trigger one's own comparison, without one the headline. What is wrong goes
 * to `findings`, everything at once; that nothing can be run is wrong, that something cannot is an answer.
 */
export function readComparison(
  given: CompareArguments,
  all: readonly Architecture[],
  cwd: string,
  findings: Finding[],
): readonly PlannedGroup[] {
  const { arch, policy, baseline, ...machine } = given;
  const { trigger, ...request } = readMachineRequest(machine, findings);
  const chosen = namesIn(arch)?.map((id) => collectFindings(findings, () => findArchitecture(all, id, '--arch')));
  const architectures = chosen?.filter((found) => found !== undefined) ?? all;
  const costs = readCosts(given, architectures, cwd, findings);
  const policies = namesIn(policy);
  findings.push(...unknownPolicies(policies, architectures, '--policy'));
  findings.push(...unknownPolicies(namesIn(baseline), architectures, '--baseline'));
  const { memoryBytes, ...others } = request;
  const wantsHeadline = policies === undefined && Object.keys(others).length === 0;
  const groups =
    trigger === undefined
      ? planHeadline(architectures, costs, { memoryBytes, baseline })
      : planPolicies(architectures, costs, { request: { ...request, trigger }, policies, baseline });
  const hasHeadline = groups.length > 0 || architectures.length === 0;
  if (trigger === undefined && !(wantsHeadline && hasHeadline)) findings.push(noTrigger());
  findings.push(
    ...whyNothingRuns(groups).filter(({ message }) => !findings.some((found) => found.message === message)),
  );
  return groups;
}

function namesIn(text: string | undefined): readonly string[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  return names?.filter((name, i) => name !== '' && names.indexOf(name) === i);
}

const noTrigger = (): Finding =>
  missingArgument(
    'option --trigger',
    'a comparison of your own: --arch s390 --trigger reboot --policy sync,async; the headline takes --arch, --memory, --baseline and costs',
  );

/** Policies that none of the architectures has. */
export function unknownPolicies(
  asked: readonly string[] | undefined,
  architectures: readonly Architecture[],
  path: string,
): Finding[] {
  const known = [...new Set(architectures.flatMap(({ policies }) => policies.map(({ id }) => id)))];
  const arch = architectures.map(({ manifest }) => manifest.id).join(', ');
  // Without an architecture that is the mistake.
  const unknown = known.length === 0 ? [] : (asked?.filter((name) => !known.includes(name)) ?? []);
  return unknown.map((name) => machineMessages.unknownPolicy({ arch, name, known, where: { path } }));
}

/** If no row can be run: why, each reason once. */
function whyNothingRuns(groups: readonly PlannedGroup[]): Finding[] {
  const rows = groups.flatMap((group) => group.rows);
  if (rows.some((row) => 'request' in row)) return [];
  const all = rows.flatMap((row) => ('refused' in row ? row.refused : []));
  return all.filter((found, i) => all.findIndex(({ message }) => message === found.message) === i);
}
