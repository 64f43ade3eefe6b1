/** vCPUs enter and leave protection. Source: docs/s390.md 1.4, 3.1, 3.5. */
import { fail, type MachineConfig, names, rows, sub, type Task } from '@cvm-teardown/core/plugin';
import { createCpu, destroyCpu } from '../firmware.js';
import * as operation from '../operations.js';
import { type Call, calls, EINVAL, EIO, ENOMEM, RC_EXECUTED } from '../results.js';
import { step, VM_LOCK } from '../state.js';
import { noteFailure } from './configuration.js';

/** Whatever the Ultravisor says, the vCPU loses its handle and its SIDA page. */
const destroyOneCpu = step({
  name: 'destroy-cpu',
  operation: (seen) => (seen.issued ? operation.destroyCpu : undefined),
  outcomes: calls,
  faults: ['destroy-cpu-fails'],
  apply: (s, _args: [], _choice, fault) => {
    if (s.vm.cpus === 0) {
      if (s.vm.danglingSida)
        fail('given-back-once', 'the SIDA page of a vCPU that could not be created is freed once more');
      return 'none';
    }
    s.vm.cpus -= 1;
    s.vm.sidas -= 1;
    if (destroyCpu(s, s.vm.handle, fault !== undefined)) return 'executed';
    noteFailure(s, 'cpu');
    return 'cpu refused';
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

/** What becomes of the SIDA page of a vCPU that could not be created. Source: docs/s390.md 11 (B18, B19). */
type Sida = 'freed' | 'leaked' | 'freed and kept in mind';

const createOneCpu = step({
  name: 'create-cpu',
  operation: (seen) => (seen === 'none' || seen === 'no memory' ? undefined : operation.createCpu),
  outcomes: names('created', 'failed', 'no memory', 'none'),
  faults: ['create-cpu-fails', 'no-memory'],
  apply: (s, [sida]: [Sida], _choice, fault) => {
    if (s.vm.cpus >= s.vm.vcpus) return 'none';
    if (fault === 'no-memory') {
      noteFailure(s, 'cpu memory');
      return 'no memory';
    }
    if (fault === undefined) {
      createCpu(s, s.vm.handle);
      s.vm.cpus += 1;
      s.vm.sidas += 1;
      return 'created';
    }
    noteFailure(s, 'cpu');
    if (sida === 'leaked') s.vm.sidas += 1;
    if (sida === 'freed and kept in mind') s.vm.danglingSida = true;
    return 'failed';
  },
  source: 'docs/s390.md 3.5',
});

const sidaAfterFailure = (machine: MachineConfig): Sida => {
  if (machine.has('sida-double-free')) return 'freed and kept in mind';
  return machine.has('cpu-create-leak') ? 'leaked' : 'freed';
};

/** Brings every vCPU under protection. When one fails, those so far are gone again. Source: docs/s390.md 3.5. */
export const cpusToPv = sub(function* cpusToPv(machine: MachineConfig): Task<'created' | 'failed' | 'no memory'> {
  for (let cpu = 0; cpu < machine.guest.vcpus; cpu++) {
    const end = yield* createOneCpu(sidaAfterFailure(machine));
    if (end === 'created' || end === 'none') continue;
    yield* cpusFromPv(machine);
    return end;
  }
  return 'created';
});

/** A vCPU is added; in a protected VM it is a protected one, or not there. Source: docs/s390.md 1.4. */
const addVcpu = step({
  name: 'add-vcpu',
  operation: (seen) => (seen.asked ? operation.createCpu : undefined),
  outcomes: rows({
    protected: { errno: 0, asked: true },
    normal: { errno: 0, asked: false },
    'too many': { errno: EINVAL, asked: false },
    failed: { errno: EIO, asked: true },
    'no memory': { errno: ENOMEM, asked: false },
  }),
  faults: ['create-cpu-fails', 'no-memory'],
  acquires: () => VM_LOCK,
  releases: () => VM_LOCK,
  apply: (s, [most]: [number], _choice, fault) => {
    if (s.vm.vcpus >= most) return 'too many';
    if (fault === 'no-memory') return 'no memory';
    if (fault !== undefined && s.vm.handle !== 0) return 'failed';
    s.vm.vcpus += 1;
    if (s.vm.handle === 0) return 'normal';
    createCpu(s, s.vm.handle);
    s.vm.cpus += 1;
    s.vm.sidas += 1;
    return 'protected';
  },
  source: 'docs/s390.md 1.4',
});

/** 0, or why there is no such vCPU. */
export const createVcpu = sub(function* createVcpu(machine: MachineConfig): Task<number> {
  return (yield* addVcpu(machine.guest.vcpus)).errno;
});
