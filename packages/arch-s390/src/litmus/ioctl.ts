/** The frame of an ioctl as a word of litmus files: arguments and results that commands share, and what is checked first. Source: docs/s390.md 3.0. */
import {
  type ArgumentValues,
  type LitmusArguments,
  type LitmusResult,
  litmusCall,
  type MachineConfig,
  type Row,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { besides } from '../calls-in-flight.js';
import { answer } from '../kvm/command.js';
import {
  EAGAIN,
  EFAULT,
  EINTR,
  EINVAL,
  EIO,
  ENOMEM,
  ENOTTY,
  type PvResult,
  pv,
  RC_CPU_REFUSED,
  RC_LEFTOVER_REFUSED,
  RC_NEEDS_DESTROY,
  RC_REFUSED,
} from '../results.js';
import { step } from '../state.js';

export const integers = true;
export const errno: LitmusResult = {
  names: {
    ...{ EINTR, EIO, EAGAIN, ENOMEM, EFAULT, EINVAL, ENOTTY },
    ...{ '-EINTR': EINTR, '-EIO': EIO, '-EAGAIN': EAGAIN, '-ENOMEM': ENOMEM },
    ...{ '-EFAULT': EFAULT, '-EINVAL': EINVAL, '-ENOTTY': ENOTTY },
  },
  integers,
};
export const results = {
  errno,
  rc: {
    names: {
      refused: RC_REFUSED,
      'cpu-refused': RC_CPU_REFUSED,
      'leftover-refused': RC_LEFTOVER_REFUSED,
      'needs-destroy': RC_REFUSED | RC_NEEDS_DESTROY,
    },
    integers,
  },
  rrc: { names: {}, integers },
} satisfies Record<string, LitmusResult>;

export const oneOfThese = <const N extends string>(summary: string, ...names: readonly [N, ...N[]]) =>
  ({ kind: 'name', names, default: names[0], summary }) as const satisfies LitmusArguments[string];

/** Arguments of every command. Source: docs/s390.md 3.0. */
export const PROLOGUE = {
  flags: { kind: 'number', min: 0, max: 255, default: 0, summary: 'its field flags' },
  argument: oneOfThese('where the argument of the ioctl is', 'accessible', 'inaccessible', 'read-only'),
} as const satisfies LitmusArguments;

const userControlsCpuStates = step({
  name: 'user-cpu-state-control',
  apply: (s) => {
    s.vm.userCpuState = true;
  },
  source: 'docs/s390.md 3.0',
});

type Task1<A> = (machine: MachineConfig, args: A) => Task<PvResult>;

/** A command behind the prologue of all; `since`: older kernels do not know it. What it did stays done, even if its result cannot be copied out. */
export const command = <const A extends LitmusArguments = Record<never, never>>(
  name: string,
  summary: string,
  section: string,
  task: Task1<ArgumentValues<A>>,
  { args, since }: { args?: A; since?: string } = {},
) => {
  const framed = sub(function* command(
    machine: MachineConfig,
    flags: number,
    argument: string,
    json: string,
  ): Task<Row> {
    yield* userControlsCpuStates();
    if (machine.option('protVirt') === 0) return pv(EINVAL);
    if (argument === 'inaccessible') return pv(EFAULT);
    if (flags !== 0) return pv(EINVAL);
    const isKnown = since === undefined || machine.since(since);
    const { errno, rc, rrc }: PvResult = yield* isKnown
      ? task(machine, JSON.parse(json) as ArgumentValues<A>)
      : answer(machine, ENOTTY);
    return argument === 'read-only' ? pv(EFAULT) : { errno, rc, rrc };
  });
  return litmusCall<LitmusArguments>({
    name,
    summary: since === undefined ? summary : `${summary}; before ${since} -ENOTTY`,
    source: `docs/s390.md 3.0, ${section}`,
    args: { ...PROLOGUE, ...args },
    results,
    task: (machine, { flags, argument, ...own }, _by, others) =>
      besides(others, framed(machine, Number(flags), String(argument), JSON.stringify(own))),
  });
};
