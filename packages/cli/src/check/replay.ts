import type { MachineConfig } from '@cvm-teardown/core';
import type { MachineArguments } from '../options/machine-request.js';

export interface CheckArguments extends MachineArguments {
  readonly faults?: string | undefined;
  readonly 'max-states'?: string | undefined;
}

/** The command that repeats a check: what was given, and the defaults that may change from version to version. */
export function replayCommand(tool: string, given: CheckArguments, machine: MachineConfig, faults: number): string {
  const { arch, trigger, policy, release, pages } = machine;
  const options: Readonly<Record<string, string | number | readonly string[] | undefined>> = {
    arch,
    trigger,
    policy,
    release,
    authority: given.authority,
    feature: given.feature,
    option: given.option,
    defect: given.defect,
    scale: given.scale,
    vcpus: given.vcpus,
    resident: given.resident,
    cpus: given.cpus,
    pages,
    faults,
    'max-states': given['max-states'],
  };
  const words = Object.entries(options).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [`--${name}`, quoted(String(one))]),
  );
  return [tool, 'check', ...words].join(' ');
}

const quoted = (word: string): string => (/^[\w.,:%@=+/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
