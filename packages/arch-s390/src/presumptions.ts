/** What runs take for granted although nobody states it. Source: docs/s390.md 7.2, 7.3. */
import type { MachineConfig } from '@cvm-teardown/core/plugin';

/** Of the ends of processes. */
export function presumptionsOfExit(machine: MachineConfig): readonly string[] {
  const { trigger } = machine;
  const asked = trigger === 'exit' && machine.option('stopper') !== 'none' && machine.constant('wayOut') === 0;
  return asked ? ['QEMU exits as soon as it gets SIGTERM: how long that takes was not found (constant wayOut)'] : [];
}

/** Of the CLONE_VM helper. */
export function presumptionsOfHelper(machine: MachineConfig): readonly string[] {
  const ms = machine.constant('helperPoll');
  const looks =
    machine.option('helperLook') === 'latest'
      ? `the helper sees the end of its parent ${ms} ms behind it, the latest that it can; it may be at once (option helperLook)`
      : `the helper sees the end of its parent at once, the earliest that it can; it may be ${ms} ms behind it (option helperLook)`;
  return [...(machine.has('helper-sigkill-pdeath') ? [] : [looks]), ...presumptionsOfExit(machine)];
}
