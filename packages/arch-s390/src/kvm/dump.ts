/** KVM_PV_DUMP of a VM and of a vCPU, and what of a dump a teardown leaves. Source: docs/s390.md 3.13. */
import { fail, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
import { beginDump, completeDump, isDumping } from '../firmware.js';
import { EFAULT, EINVAL, ENOMEM, ENOTTY, type PvResult, pv, RC_EXECUTED, RC_REFUSED } from '../results.js';
import { type State, step } from '../state.js';
import { type Ended, ended, locked, REFUSED } from './command.js';

/** What is left of a dump whose configuration is gone: nothing, or else a defect. */
export type DumpLeft = 'block stays' | 'dump stays';

/** What a teardown leaves: up to 6.1 the block only, since its mark is cleared with the rest; later both. Source: docs/s390.md 11 (B44). */
export const dumpLeft = (machine: MachineConfig): readonly DumpLeft[] => {
  if (!machine.has('dump-outlives-configuration')) return [];
  return [machine.since('6.2') ? 'dump stays' : 'block stays'];
};

/** The VM is a normal one from here on. */
export function leaveProtection({ vm }: Pick<State, 'vm'>, left?: DumpLeft): void {
  vm.handle = 0;
  vm.header = false;
  if (left !== 'dump stays') vm.dumping = false;
  if (left === undefined) vm.blocked = false;
}

const OUTCOMES = names('executed', 'refused', 'out of turn', 'no memory');

/** vCPUs are blocked before the call, and stay so where it succeeds. */
const init = step({
  name: 'dump-init',
  outcomes: OUTCOMES,
  faults: ['dump-fails'],
  apply: (s, _args: [], _choice, fault) => {
    if (s.vm.dumping) return 'out of turn';
    if (fault !== undefined || !beginDump(s, s.vm.handle)) return 'refused';
    Object.assign(s.vm, { dumping: true, blocked: true });
    return 'executed';
  },
  source: 'docs/s390.md 3.13',
});

const inTurn = step({
  name: 'is-dumping',
  outcomes: names('in turn', 'out of turn'),
  apply: (s) => (s.vm.dumping ? 'in turn' : 'out of turn'),
  source: 'docs/s390.md 3.13',
});

const storageState = step({
  name: 'dump-storage-state',
  outcomes: OUTCOMES,
  faults: ['dump-fails', 'no-memory'],
  apply: (s, _args: [], _choice, fault) => {
    if (fault === 'no-memory') return 'no memory';
    return fault === undefined && isDumping(s, s.vm.handle) ? 'executed' : 'refused';
  },
  source: 'docs/s390.md 3.13',
});

const complete = step({
  name: 'dump-complete',
  outcomes: OUTCOMES,
  faults: ['dump-fails', 'no-memory'],
  apply: (s, _args: [], _choice, fault) => {
    if (fault === 'no-memory') return 'no memory';
    if (fault !== undefined || !completeDump(s, s.vm.handle)) return 'refused';
    Object.assign(s.vm, { dumping: false, blocked: false });
    return 'executed';
  },
  source: 'docs/s390.md 3.13',
});

/** `codeIsLost`: the code is copied to the wrong place. Source: docs/s390.md 11 (B45). */
const cpu = step({
  name: 'dump-cpu',
  outcomes: OUTCOMES,
  faults: ['dump-fails', 'no-memory'],
  apply: (s, [codeIsLost]: [boolean], _choice, fault) => {
    if (fault === 'no-memory') return 'no memory';
    if (fault === undefined && s.vm.cpus > 0 && isDumping(s, s.vm.handle)) return 'executed';
    if (codeIsLost) fail('failure-reported', 'Dump CPU failed, and its code is where the number of the command was');
    return 'refused';
  },
  source: 'docs/s390.md 3.13',
});

const RESULTS = {
  executed: pv(0, RC_EXECUTED),
  refused: pv(EINVAL, RC_REFUSED),
  'out of turn': pv(EINVAL),
  'no memory': pv(ENOMEM),
} as const;

/** Results that cannot be copied out: what was done stays done. */
const copiedOut = (result: PvResult, buffer: string): PvResult =>
  result.errno === 0 && buffer === 'unwritable' ? pv(EFAULT, result.rc) : result;

/** KVM_PV_DUMP. The address at which a storage state ended is not passed back: its argument is a copy. */
export const dump = locked(function* dump(
  _machine,
  isProtected,
  subcommand: string,
  data: string,
  buffer: string,
): Task<Ended> {
  if (!isProtected) return REFUSED;
  if (data === 'unreadable') return ended('kept', pv(EFAULT));
  const result = copiedOut(yield* dumpOf(subcommand, data, buffer), buffer);
  return ended('kept', result.errno === 0 && data === 'unwritable' ? pv(EFAULT, result.rc) : result);
});

const dumpOf = sub(function* dumpOf(subcommand: string, data: string, buffer: string): Task<PvResult> {
  if (subcommand === 'INIT') return RESULTS[yield* init()];
  if (subcommand !== 'CONFIG_STOR_STATE' && subcommand !== 'COMPLETE') return pv(ENOTTY);
  if ((yield* inTurn()) === 'out of turn') return RESULTS['out of turn'];
  const isRight = buffer !== 'wrong-length' && (subcommand === 'COMPLETE' || data !== 'unaligned-address');
  if (!isRight) return pv(EINVAL);
  return RESULTS[yield* subcommand === 'COMPLETE' ? complete() : storageState()];
});

/** KVM_S390_PV_CPU_COMMAND, which dumps a vCPU; under its mutex, not under the VM lock. */
export const dumpCpu = sub(function* dumpCpu(
  machine: MachineConfig,
  subcommand: string,
  data: string,
  buffer: string,
): Task<PvResult> {
  if ((yield* inTurn()) === 'out of turn') return RESULTS['out of turn'];
  if (data === 'unreadable') return pv(EFAULT);
  if (subcommand !== 'CPU' || buffer === 'wrong-length') return pv(EINVAL);
  const codeIsLost = machine.has('dump-cpu-code-lost');
  const { errno, rc, rrc } = copiedOut(RESULTS[yield* cpu(codeIsLost)], buffer);
  return codeIsLost ? pv(errno) : pv(errno, rc, rrc);
});

/** KVM_CAP_S390_PROTECTED_DUMP, number 217: all four calls are installed. */
export const protectedDump = (machine: MachineConfig): number =>
  machine.since('6.0') && machine.option('protVirt') === 1 && !String(machine.option('notInstalled')).includes('_DUMP_')
    ? 1
    : 0;

/** KVM_RUN: what becomes of a vCPU that somebody wants to run. */
export const runVcpu = step({
  name: 'run-vcpu',
  outcomes: names('entered', 'blocked', 'refused'),
  apply: (s) => {
    if (s.vm.dumping) return 'refused';
    return s.vm.blocked ? 'blocked' : 'entered';
  },
  source: 'docs/s390.md 3.13',
});

/** A dump is in progress for nobody but a protected VM; of one that nobody will run any more it does not matter. Source: docs/s390.md 3.13, 11 (B44). */
export const dumpIsOver = ({ vm, process }: Readonly<Pick<State, 'vm' | 'process'>>): boolean =>
  process.exiting || vm.handle !== 0 || (!vm.dumping && !vm.blocked);
