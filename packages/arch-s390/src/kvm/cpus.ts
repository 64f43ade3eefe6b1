import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { names, sub, type Task } from '@cvm-teardown/core/plugin';
import { destroyCpu } from '../firmware.js';
import * as operation from '../operations.js';
import { type Call, calls, RC_EXECUTED } from '../results.js';
import { at, step } from '../state.js';

const destroyOneCpu = step({
  name: 'destroy-cpu',
  operation: (seen) => (seen.issued ? operation.destroyCpu : undefined),
  outcomes: calls,
  faults: ['destroy-cpu-fails'],
  apply: (s, _args: [], _choice, fault) => {
    if (s.vm.cpus === 0) return 'none';
    s.vm.cpus -= 1;
    return destroyCpu(s, s.vm.handle, fault !== undefined) ? 'executed' : 'refused';
  },
  source: 'docs/s390.md 3.1',
});

const EXECUTED: Call = Object.freeze({ ok: true, issued: true, rc: RC_EXECUTED });

/** Takes every vCPU out of protection; goes on after errors and reports the first. Source: docs/s390.md 3.1. */
export const cpusFromPv = sub(function* cpusFromPv(machine: MachineConfig): Task<Call> {
  let result = EXECUTED;
  for (let cpu = 0; cpu < machine.guest.vcpus; cpu++) {
    const seen: Call = yield* destroyOneCpu();
    if (!seen.ok && result.ok) result = seen;
  }
  return result;
});

const createOneCpu = step({
  name: 'create-cpu',
  operation: operation.createCpu,
  outcomes: names('created', 'failed'),
  faults: ['create-cpu-fails'],
  apply: (s, _args: [], _choice, fault) => {
    if (fault !== undefined) return 'failed';
    at(s.config, s.vm.handle).cpus += 1;
    s.vm.cpus += 1;
    return 'created';
  },
  source: 'docs/s390.md 3.5',
});

/** Brings every vCPU under protection; false when one fails, and then those so far are gone again. Source: docs/s390.md 3.5. */
export const cpusToPv = sub(function* cpusToPv(machine: MachineConfig): Task<boolean> {
  for (let cpu = 0; cpu < machine.guest.vcpus; cpu++) {
    if ((yield* createOneCpu()) === 'created') continue;
    yield* cpusFromPv(machine);
    return false;
  }
  return true;
});
