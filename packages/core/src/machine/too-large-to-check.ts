import { isInputError } from '../errors/input-error.js';
import { tooLargeToCheck } from '../errors/messages/machine.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { Architecture } from './architecture.js';
import { DEFAULT_CHECK_PAGES } from './resolve-machine.js';

/**
 * What a walk over a machine has thrown, told to whom it concerns: a task that passes one vCPU after the other comes to no place twice
 * because the machine is large, which nobody can mend in the task. On a machine of the usual size it is the task.
 */
export function explainWalkError(error: unknown, architecture: Architecture, machine: MachineConfig): unknown {
  if (!isInputError(error) || error.findings.every(({ code }) => code !== 'CVM_AUTHOR_UNKEYED_LOOP')) return error;
  const larger = sizesOf(architecture, machine).filter(({ size, usual }) => size > usual);
  return larger.length === 0 ? error : tooLargeToCheck(larger, error);
}

const sizesOf = ({ constants }: Architecture, machine: MachineConfig) => [
  { name: 'vcpus', size: machine.guest.vcpus, usual: 1 },
  { name: 'pages', size: machine.pages, usual: DEFAULT_CHECK_PAGES },
  ...constants.map(({ name, value, checkValue }) => ({
    name: `scale ${name}`,
    size: machine.constant(name),
    usual: checkValue ?? value,
  })),
];
