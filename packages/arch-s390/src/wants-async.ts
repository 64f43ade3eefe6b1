/** What QEMU asks of its kernel, by what that can do and by how large the guest is. Source: docs/s390.md 7.1. */
import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { hasSegmentTable, isSmall } from './constants.js';

/** Whether QEMU asks for the asynchronous way at all. Source: docs/s390.md 7.1. */
export const wantsAsync = (machine: MachineConfig): boolean =>
  machine.policy === 'async' && asyncDisable(machine) === 1 && !isTooSmall(machine);

/** KVM_CAP_S390_PROTECTED_ASYNC_DISABLE, number 224. Source: docs/s390.md 3.12. */
export const asyncDisable = (machine: MachineConfig): number =>
  machine.since('6.2') && machine.option('asyncDestroy') === 1 && machine.option('protVirt') === 1 ? 1 : 0;

/** What it says it looks at, or what an old one looks at. */
const vmmOf = (machine: MachineConfig): string => {
  if (machine.has('qemu-2g-warning')) return 'no-size-check';
  return machine.has('qemu-ram-size') ? 'ram-size-check' : String(machine.option('vmm'));
};

const isTooSmall = (machine: MachineConfig): boolean => {
  const looksAt = { 'size-check': hasSegmentTable, 'ram-size-check': isSmall }[vmmOf(machine)];
  return looksAt?.(machine) ?? false;
};

/** A QEMU that says it looks at its memory limit asks although that is too small, or does not although it is not. */
export const asksWrongly = (machine: MachineConfig): boolean =>
  machine.policy === 'async' &&
  asyncDisable(machine) === 1 &&
  machine.option('vmm') === 'size-check' &&
  wantsAsync(machine) === hasSegmentTable(machine);
