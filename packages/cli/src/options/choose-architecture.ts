import {
  type Architecture,
  collectFindings,
  type Finding,
  locate,
  type MachineConfig,
  type MachineRequest,
  type Purpose,
  quoteAll,
  resolveMachine,
} from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
import { missingArgument, missingValue } from '../errors/messages.js';

/** The architecture that `--arch` names; undefined if it names none, which is then a finding. */
export function chooseArchitecture(
  architectures: readonly Architecture[],
  arch: string | undefined,
  findings: Finding[],
): Architecture | undefined {
  const known = architectures.map(({ manifest }) => manifest.id);
  if (arch === undefined) findings.push(missingArgument('option --arch', `valid: ${quoteAll(known)}`));
  else if (arch.trim() === '') findings.push(missingValue('arch'));
  else return collectFindings(findings, () => findArchitecture(architectures, arch, '--arch'));
  return undefined;
}

/** The machine that is asked for; undefined if there is none, which is then a finding for each reason. */
export function chooseMachine(
  architecture: Architecture,
  request: MachineRequest,
  purpose: Purpose,
  findings: Finding[],
): MachineConfig | undefined {
  const found: Finding[] = [];
  const machine = collectFindings(found, () => resolveMachine(architecture, request, purpose));
  findings.push(...found.map(locateOption));
  return machine;
}

/** Core knows no options: here is which of them its findings are about. */
const optionOf: Readonly<Record<string, string>> = {
  CVM_MACHINE_UNKNOWN_POLICY: '--policy',
  CVM_MACHINE_UNKNOWN_RELEASE: '--release',
  CVM_MACHINE_UNKNOWN_FEATURE: '--feature',
  CVM_MACHINE_UNKNOWN_DEFECT: '--defect',
  CVM_MACHINE_UNKNOWN_AUTHORITY: '--authority',
  CVM_MACHINE_UNKNOWN_TRIGGER: '--trigger',
  CVM_MACHINE_UNKNOWN_OPTION: '--option',
  CVM_MACHINE_UNKNOWN_SCALE: '--scale',
  CVM_MACHINE_MEMORY_NOT_PAGED: '--memory',
};

/** A value that cannot be: its message begins with what it is of. */
const optionOfValue: readonly (readonly [begins: RegExp, option: string])[] = [
  [/^scale constant "/, '--scale'],
  [/^option "/, '--option'],
];

function locateOption(found: Finding): Finding {
  const said = optionOfValue.find(([begins]) => begins.test(found.message))?.[1];
  const path = optionOf[found.code] ?? (found.code === 'CVM_MACHINE_IMPOSSIBLE_VALUE' ? said : undefined);
  return path === undefined ? found : locate(found, { path });
}
