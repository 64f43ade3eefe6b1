/** KVM_S390_PV_COMMAND, command by command. Source: docs/s390.md 3. */
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
import { disable, enable, perform, prepare } from '../hypervisor.js';
import { disableDeferred } from '../kthread/deferred.js';
import { answer } from '../kvm/command.js';
import { createVcpu } from '../kvm/cpus.js';
import { infoErrno, prepReset, setSecParms, unshareAllPages, verify } from '../kvm/image-commands.js';
import { isProtected } from '../kvm/leftovers.js';
import { type Unpack, unpack } from '../kvm/unpack.js';
import { asyncDisable, resetKeeping, unprotect } from '../process.js';
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
import { plainTouch } from '../touches.js';

const integers = true;
const errno: LitmusResult = {
  names: {
    ...{ EINTR, EIO, EAGAIN, ENOMEM, EFAULT, EINVAL, ENOTTY },
    ...{ '-EINTR': EINTR, '-EIO': EIO, '-EAGAIN': EAGAIN, '-ENOMEM': ENOMEM },
    ...{ '-EFAULT': EFAULT, '-EINVAL': EINVAL, '-ENOTTY': ENOTTY },
  },
  integers,
};
const results = {
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

const oneOfThese = <const N extends string>(summary: string, ...names: readonly [N, ...N[]]) =>
  ({ kind: 'name', names, default: names[0], summary }) as const satisfies LitmusArguments[string];

/** Arguments of every command. Source: docs/s390.md 3.0. */
const PROLOGUE = {
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

/** A command behind the prologue of all. What it did stays done, even if its result cannot be copied out. */
const command = <const A extends LitmusArguments = Record<never, never>>(
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
    const { errno, rc, rrc }: PvResult = yield* task(machine, JSON.parse(json) as ArgumentValues<A>);
    return argument === 'read-only' ? pv(EFAULT) : { errno, rc, rrc };
  });
  return litmusCall<LitmusArguments>({
    name,
    summary,
    source: `docs/s390.md 3.0, ${section}`,
    args: { ...PROLOGUE, ...args },
    results,
    missing: (machine) =>
      since === undefined || machine.since(since) ? undefined : `it came with ${since}, and this is ${machine.release}`,
    task: (machine, { flags, argument, ...own }) =>
      framed(machine, Number(flags), String(argument), JSON.stringify(own)),
  });
};

/** The loader has written the pages; they may not be mapped yet, and no huge page can be secure. */
const load = sub(function* load(machine: MachineConfig, page: number, pages: number): Task {
  for (let p = page; p < Math.min(page + pages, machine.pages); p++) yield* plainTouch(machine, p);
});

const loadAndUnpack = sub(function* loadAndUnpack(machine: MachineConfig, json: string): Task<PvResult> {
  const { page, pages, memory } = JSON.parse(json) as Unpack;
  if (memory === 'written') yield* load(machine, page, pages);
  return yield* unpack(machine, json);
});

const ioctls = [
  command('KVM_PV_ENABLE', 'makes the VM a protected one', '3.5', (machine) => enable(machine)),
  command('KVM_PV_DISABLE', 'makes it a normal one again, and cleans its memory', '3.6', (machine) =>
    machine.policy === 'kthread' ? disableDeferred(machine) : disable(machine),
  ),
  command(
    'KVM_PV_SET_SEC_PARMS',
    'the header of the image',
    '3.12',
    (machine, { kib, header }) => setSecParms(machine, kib, header),
    {
      args: {
        kib: { kind: 'number', min: 0, max: 2048, default: 4, summary: 'its length in KiB, rounded up' },
        header: oneOfThese('the header', 'right', 'unreadable', 'unreadable-argument', 'no-host-key'),
      },
    },
  ),
  command(
    'KVM_PV_UNPACK',
    'the loader writes pages of the new image, which are then brought under protection',
    '3.12, 6.2',
    (machine, asked) => loadAndUnpack(machine, JSON.stringify(asked)),
    {
      args: {
        page: { kind: 'page', summary: 'the first page' },
        pages: { kind: 'number', min: 1, max: 64, default: 1, summary: 'how many' },
        memory: oneOfThese('what is behind them', 'written', 'not-written', 'hugetlb'),
        where: oneOfThese('what says where and how much', 'right', 'unaligned', 'nothing', 'unreadable'),
      },
    },
  ),
  command(
    'KVM_PV_VERIFY',
    'the image is complete',
    '3.12',
    (machine, { image }) => verify(machine, image === 'wrong'),
    {
      args: { image: oneOfThese('its hash', 'right', 'wrong') },
    },
  ),
  command('KVM_PV_PREP_RESET', 'Prepare Reset', '3.12', (machine) => prepReset(machine)),
  command('KVM_PV_UNSHARE_ALL', 'Unshare All', '3.12', (machine) => unshareAllPages(machine)),
  command(
    'KVM_PV_INFO',
    'what the Ultravisor can do',
    '3.12',
    (machine, { what }) => answer(machine, infoErrno(what)),
    {
      args: { what: oneOfThese('what is asked for', 'right', 'unreadable', 'short', 'bad-id') },
    },
  ),
  command(
    'KVM_PV_ASYNC_CLEANUP_PREPARE',
    'makes it a normal one, and sets what it was aside',
    '3.7',
    (machine) => prepare(machine),
    { since: '6.2' },
  ),
  command('KVM_PV_ASYNC_CLEANUP_PERFORM', 'cleans what was set aside', '3.8', (machine) => perform(machine), {
    since: '6.2',
  }),
  command('KVM_PV_UNKNOWN', 'a command that no kernel has', '3.0', (machine) => answer(machine, ENOTTY)),
];

const memOp = sub(function* memOp(access: string): Task<Row> {
  const isProtectedVm = (yield* isProtected()) === 'protected';
  return { errno: isProtectedVm && access === 'logical' ? EINVAL : 0 };
});

export const commands = [
  ...ioctls,
  litmusCall({
    name: 'KVM_CHECK_EXTENSION',
    summary: 'what KVM says of KVM_CAP_S390_PROTECTED_ASYNC_DISABLE, number 224',
    source: 'docs/s390.md 3.12',
    results: { value: { names: {}, integers } },
    // biome-ignore lint/correctness/useYield: what KVM can do depends on the machine alone
    *task(machine) {
      return { value: asyncDisable(machine) };
    },
  }),
  litmusCall({
    name: 'KVM_CREATE_VCPU',
    summary: 'a vCPU is added; in a protected VM it is a protected one',
    source: 'docs/s390.md 1.4',
    results: { errno },
    *task(machine) {
      return { errno: (yield* createVcpu(machine)) ? 0 : EINVAL };
    },
  }),
  litmusCall({
    name: 'KVM_S390_MEM_OP',
    summary: 'the VMM accesses memory of the guest through KVM',
    source: 'docs/s390.md 12.2, K17',
    args: { access: oneOfThese('by which addresses', 'logical', 'absolute') },
    results: { errno },
    task: (_machine, { access }) => memOp(access),
  }),
  litmusCall({
    name: 'system_reset',
    summary:
      'QEMU resets the machine. reboot: PREPARE where its policy says so, DISABLE where that is refused; subcodes 0 and 1 keep the configuration',
    source: 'docs/s390.md 7.1',
    args: { type: oneOfThese('which reset', 'reboot', 'subcode-0', 'subcode-1') },
    results,
    *task(machine, { type }) {
      const { errno, rc, rrc }: PvResult = yield* type === 'reboot' ? unprotect(machine) : resetKeeping(machine);
      return { errno, rc, rrc };
    },
  }),
];
