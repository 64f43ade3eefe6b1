import type { Options } from 'yargs';

const group = 'Machine:';
const one = { group, string: true, requiresArg: true } as const satisfies Options;
const many = { ...one, array: true } as const satisfies Options;

/**
 * Options of every command that builds a machine. yargs hands them over as strings, never as numbers (it would make NaN of
 * `64GiB` and a list of a repeated option); `machine-request.ts` reads them and reports all that is wrong at once.
 */
export const machineOptions = {
  arch: { ...one, describe: 'architecture: s390, arm64, ppc' },
  trigger: { ...one, describe: 'why: reboot, exit, kill, close, unmap, secure-entry ...' },
  policy: { ...one, describe: 'protocol, such as async or init-done' },
  release: { ...one, describe: 'kernel or patch version, such as 6.2 or v1; fixed: no known defect' },
  authority: { ...one, describe: 'whom to believe: document, kernel or firmware' },
  feature: { ...many, describe: 'feature of the machine: name, name=true or name=false (repeatable)' },
  option: { ...many, describe: 'setting of the machine or guest: name=value (repeatable)' },
  defect: { ...many, describe: 'switch a named bug on (repeatable)' },
  scale: { ...many, describe: 'protocol constant that differs: name=value (repeatable)' },
  vcpus: { ...one, describe: 'virtual CPUs of the guest' },
  resident: { ...one, describe: 'part of the memory that is present, such as 80%' },
  cpus: { ...one, describe: 'CPUs of the host' },
} as const satisfies Record<string, Options>;

/** For commands that run a whole guest; a check has `pages` instead. */
export const memoryOption = {
  memory: { ...one, describe: 'memory of the guest, such as 100GiB or 100GB' },
} as const satisfies Record<string, Options>;

/** For commands that take scenarios. */
export const dryRunOption = {
  'dry-run': { group: 'Output:', boolean: true, describe: 'print the scenario with every default, and run nothing' },
} as const satisfies Record<string, Options>;
