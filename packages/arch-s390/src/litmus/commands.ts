/** KVM_S390_PV_COMMAND, command by command. Source: docs/s390.md 3. */
import { litmusCall, type MachineConfig, type Row, sub, type Task } from '@cvm-teardown/core/plugin';
import { besides } from '../calls-in-flight.js';
import { disableByPolicy, enable, perform, prepare } from '../hypervisor.js';
import { answer } from '../kvm/command.js';
import { createVcpu } from '../kvm/cpus.js';
import { protectedDump } from '../kvm/dump.js';
import { infoErrno, prepReset, setSecParms, unshareAllPages, verify } from '../kvm/image-commands.js';
import { isProtected } from '../kvm/leftovers.js';
import { type Unpack, unpack } from '../kvm/unpack.js';
import { resetKeeping, unprotect } from '../process.js';
import { EINVAL, ENOTTY, type PvResult } from '../results.js';
import { bootSecurely } from '../secure-boot.js';
import { plainTouch } from '../touches.js';
import { asyncDisable } from '../wants-async.js';
import { command, errno, integers, oneOfThese, results } from './ioctl.js';

/** The loader has written the pages; they may not be mapped yet, and no huge page can be secure. */
const load = sub(function* load(machine: MachineConfig, page: number, pages: number): Task {
  for (let p = page; p < Math.min(page + pages, machine.pages); p++) yield* plainTouch(machine, p);
});

const loadAndUnpack = sub(function* loadAndUnpack(machine: MachineConfig, json: string): Task<PvResult> {
  const { page, pages, memory } = JSON.parse(json) as Unpack;
  if (memory === 'written') yield* load(machine, page, pages);
  return yield* unpack(machine, json);
});

const boot = sub(function* boot(machine: MachineConfig, pages: number, header: string, image: string): Task<PvResult> {
  yield* load(machine, 0, pages);
  return yield* bootSecurely(machine, pages, header, image);
});

const ioctls = [
  command('KVM_PV_ENABLE', 'makes the VM a protected one', '3.5', (machine) => enable(machine)),
  command('KVM_PV_DISABLE', 'makes it a normal one again, and cleans its memory', '3.6', (machine) =>
    disableByPolicy(machine),
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
      since: '6.0',
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
  command('KVM_PV_ASYNC_CLEANUP_PERFORM', 'cleans what was set aside', '3.8', (machine) => perform(machine, 0), {
    since: '6.2',
  }),
  command('KVM_PV_UNKNOWN', 'a command that no kernel has', '3.0', (machine) => answer(machine, ENOTTY)),
];

const memOp = sub(function* memOp(access: string): Task<Row> {
  const isProtectedVm = (yield* isProtected()) === 'protected';
  return { errno: isProtectedVm && access === 'logical' ? EINVAL : 0 };
});

const CAPABILITIES = {
  KVM_CAP_S390_PROTECTED_ASYNC_DISABLE: asyncDisable,
  KVM_CAP_S390_PROTECTED_DUMP: protectedDump,
} as const;
type Capability = keyof typeof CAPABILITIES;

export const commands = [
  ...ioctls,
  litmusCall({
    name: 'KVM_CHECK_EXTENSION',
    summary: 'what KVM says of a capability: number 224, or 217',
    source: 'docs/s390.md 3.12, 3.13',
    args: { capability: oneOfThese('which', ...(Object.keys(CAPABILITIES) as [Capability, ...Capability[]])) },
    results: { value: { names: {}, integers } },
    // biome-ignore lint/correctness/useYield: what KVM can do depends on the machine alone
    *task(machine, { capability }) {
      return { value: CAPABILITIES[capability](machine) };
    },
  }),
  litmusCall({
    name: 'KVM_CREATE_VCPU',
    summary: 'a vCPU is added; in a protected VM it is a protected one',
    source: 'docs/s390.md 1.4',
    results: { errno },
    *task(machine, _args, _by, others) {
      return { errno: yield* besides(others, createVcpu(machine)) };
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
    *task(machine, { type }, _by, others) {
      const { errno, rc, rrc }: PvResult = yield* besides(
        others,
        type === 'reboot' ? unprotect(machine) : resetKeeping(machine),
      );
      return { errno, rc, rrc };
    },
  }),
  litmusCall({
    name: 'secure-boot',
    summary:
      'the loader has written an image, and QEMU makes the VM a protected one: ENABLE, again if it was interrupted, to VERIFY; what fails behind ENABLE is undone like a reboot',
    source: 'docs/s390.md 7.1',
    args: {
      pages: { kind: 'number', min: 1, max: 64, default: 1, summary: 'pages of the image, from the first on' },
      header: oneOfThese('its header', 'right', 'no-host-key'),
      image: oneOfThese('its hash', 'right', 'wrong'),
    },
    results,
    *task(machine, { pages, header, image }, _by, others) {
      const { errno, rc, rrc } = yield* besides(others, boot(machine, pages, header, image));
      return { errno, rc, rrc };
    },
  }),
];
