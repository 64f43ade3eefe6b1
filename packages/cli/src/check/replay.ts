import type { MachineConfig } from '@cvm-teardown/core';
import type { MachineArguments } from '../options/machine-request.js';
import type { LimitArguments } from './job-limits.js';

export interface CheckArguments extends MachineArguments, LimitArguments {
  readonly faults?: string | undefined;
  readonly symmetry?: boolean | undefined;
  /** With `--random` only. */
  readonly seed?: string | undefined;
  readonly runs?: string | undefined;
  readonly moves?: string | undefined;
}

/** Options by name, in the order in which they are written. */
export type CommandOptions = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The command that repeats a check: what was given, and the defaults that may change from version to version. */
export const replayCommand = (tool: string, given: CheckArguments, machine: MachineConfig, faults: number): string =>
  commandOf(tool, {
    ...machineOptionsOf(given, machine),
    faults,
    'max-states': given['max-states'],
    'max-memory': given['max-memory'],
    'max-time': given['max-time'],
    symmetry: given.symmetry || undefined,
  });

/** The options that make the same machine again. */
export function machineOptionsOf(given: MachineArguments, machine: MachineConfig): CommandOptions {
  const { arch, trigger, policy, release, pages } = machine;
  const { authority, feature, option, defect, scale, vcpus, resident, cpus } = given;
  return { arch, trigger, policy, release, authority, feature, option, defect, scale, vcpus, resident, cpus, pages };
}

/** A command line of `check`; `true` stands for a switch. */
export function commandOf(tool: string, options: CommandOptions): string {
  const words = Object.entries(options).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    return [value ?? []].flat().flatMap((one) => [`--${name}`, quoted(String(one))]);
  });
  return [tool, 'check', ...words].join(' ');
}

/** A word as a shell reads it back. */
export const quoted = (word: string): string =>
  /^[\w.,:%@=+/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
