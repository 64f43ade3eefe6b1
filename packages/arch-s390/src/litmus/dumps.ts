/** Dumps, and the vCPUs that they keep from running. Source: docs/s390.md 3.13. */
import { litmusCall, type MachineConfig, type Row, sub, type Task } from '@cvm-teardown/core/plugin';
import { besides } from '../calls-in-flight.js';
import { enterGuest } from '../environment.js';
import { dump, dumpCpu, runVcpu } from '../kvm/dump.js';
import { EFAULT, EINVAL, ENOTTY, type PvResult, pv } from '../results.js';
import { command, errno, oneOfThese, PROLOGUE, results } from './ioctl.js';

const SUBCOMMANDS = ['INIT', 'CONFIG_STOR_STATE', 'COMPLETE', 'CPU'] as const;
const data = oneOfThese('what says where and how much', 'right', 'unreadable', 'unwritable', 'unaligned-address');
const buffer = oneOfThese('where the data go', 'right', 'wrong-length', 'unwritable');

const cpuCommand = sub(function* cpuCommand(
  machine: MachineConfig,
  argument: string,
  isRight: boolean,
  subcommand: string,
  data: string,
  buffer: string,
): Task<PvResult> {
  if (!machine.since('6.0')) return pv(ENOTTY);
  if (machine.option('protVirt') === 0) return pv(EINVAL);
  if (argument === 'inaccessible') return pv(EFAULT);
  if (!isRight) return pv(EINVAL);
  const result: PvResult = yield* dumpCpu(machine, subcommand, data, buffer);
  return argument === 'read-only' ? pv(EFAULT) : result;
});

const run = sub(function* run(): Task<Row> {
  const end = yield* runVcpu();
  if (end === 'entered') yield* enterGuest();
  return { errno: end === 'refused' ? EINVAL : 0, vcpu: end };
});

export const dumps = [
  command(
    'KVM_PV_DUMP',
    'a dump of the VM: begun, states of its storage, completed',
    '3.13',
    (machine, asked) => dump(machine, asked.subcommand, asked.data, asked.buffer),
    {
      since: '6.0',
      args: { subcommand: { ...oneOfThese('what is to be done', ...SUBCOMMANDS) }, data, buffer },
    },
  ),
  litmusCall({
    name: 'KVM_S390_PV_CPU_COMMAND',
    summary: 'a vCPU is dumped, by an ioctl of its own; before 6.0 -ENOTTY',
    source: 'docs/s390.md 3.13',
    args: {
      ...PROLOGUE,
      command: oneOfThese('the command', 'KVM_PV_DUMP', 'other'),
      subcommand: oneOfThese('what is to be done', 'CPU', 'other'),
      data,
      buffer,
    },
    results,
    *task(machine, { argument, flags, command, subcommand, data, buffer }, _by, others) {
      const isRight = flags === 0 && command === 'KVM_PV_DUMP';
      const { errno, rc, rrc } = yield* besides(
        others,
        cpuCommand(machine, argument, isRight, subcommand, data, buffer),
      );
      return { errno, rc, rrc };
    },
  }),
  litmusCall({
    name: 'KVM_RUN',
    summary: 'a vCPU is run; blocked: it waits until it may be entered',
    source: 'docs/s390.md 3.13',
    results: { errno, vcpu: { names: { entered: 'entered', blocked: 'blocked', refused: 'refused' } } },
    task: (_machine, _args, _by, others) => besides(others, run()),
  }),
];
