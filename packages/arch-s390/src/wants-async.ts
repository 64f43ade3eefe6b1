/** What QEMU asks of its kernel, by what that can do and by how large the guest is. Source: docs/s390.md 7.1. */
import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { hasSegmentTable, isSmall } from './constants.js';

/** Whether QEMU asks for the asynchronous way at all. Source: docs/s390.md 7.1. */
export const wantsAsync = (machine: MachineConfig): boolean =>
  machine.policy === 'async' && asyncDisable(machine) === 1 && !isTooSmall(machine);

/** KVM_CAP_S390_PROTECTED_ASYNC_DISABLE, number 224. Source: docs/s390.md 3.12. */
export const asyncDisable = (machine: MachineConfig): number =>
  machine.since('6.2') && machine.option('asyncDestroy') === 1 && machine.option('protVirt') === 1 ? 1 : 0;

const isTooSmall = (machine: MachineConfig): boolean => {
  const looksAt = { 'size-check': hasSegmentTable, 'ram-size-check': isSmall }[machine.option('vmm')];
  return looksAt?.(machine) ?? false;
};
