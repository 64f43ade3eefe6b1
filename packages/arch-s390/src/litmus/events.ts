/** What happens to a machine beside commands: guests and hosts that touch pages, CPUs that are entered, resets. */
import { interval, litmusCall, type MachineConfig, names, type Row, sub, type Task } from '@cvm-teardown/core/plugin';
import { awaitCalls, besides } from '../calls-in-flight.js';
import { CONFIGURATIONS, KTHREADS, TABLES } from '../constants.js';
import { enterGuest } from '../environment.js';
import { access, entry, loadNormal } from '../firmware.js';
import { kernelReadsStorage } from '../host.js';
import { endDeferredProcess } from '../kthread/exit.js';
import { thread } from '../kthread/thread.js';
import { closeVm, endAddressSpace } from '../kvm/exit.js';
import { mmu } from '../mmu.js';
import { beginExit } from '../process.js';
import { at, step } from '../state.js';
import { handleLate, hostTouch, makeAccessible, plainTouch, share, touch, unshare } from '../touches.js';
import { oneOfThese } from './ioctl.js';

const die = sub(function* die(machine: MachineConfig, threads: string): Task {
  yield* beginExit(threads);
  if (threads !== '') yield* awaitCalls();
  yield* machine.policy === 'kthread' ? endDeferredProcess(machine) : endAddressSpace(machine);
});

const PAGE = { kind: 'page', summary: 'the page' } as const;
const plain = <const N extends string>(...list: readonly N[]) => ({
  names: Object.fromEntries(list.map((name) => [name, name])),
});

/** A vCPU that has left protection runs as a normal one, also where the VM has its configuration still. Source: docs/s390.md 3.1. */
const areProtected = step({
  name: 'are-vcpus-protected',
  outcomes: names('protected', 'normal'),
  apply: (s) => (s.vm.cpus > 0 ? 'protected' : 'normal'),
  source: 'docs/s390.md 1.4, 3.1',
});

const touchAsGuest = sub(function* touchAsGuest(machine: MachineConfig, page: number): Task {
  yield* (yield* areProtected()) === 'protected' ? touch(machine, page) : plainTouch(machine, page);
});

/** Program interruptions by the names of the architecture. Source: docs/s390.md 2.2. */
const EVENTS = {
  none: 0,
  'secure-storage-access': 0x3d,
  'non-secure-storage-access': 0x3e,
  'secure-storage-violation': 0x3f,
} as const;
type Event = keyof typeof EVENTS;
const event = { names: EVENTS, integers: true } as const;
const told = (name: Event): Row => ({ event: EVENTS[name] });
const EVENT_NAMES = Object.keys(EVENTS) as [Event, ...Event[]];
const accessPage = step({
  name: 'access',
  outcomes: names(...EVENT_NAMES),
  apply: (s, [page, config]: [number, number]) => access(s.page.at(page), config),
  source: 'docs/s390.md 2.2',
});

const STORAGE = ['base', 'variable', 'cpu', 'ultravisor'] as const;
const accessStorage = step({
  name: 'access-storage',
  outcomes: names('none', 'secure-storage-access'),
  apply: (s, [which, config]: [string, number]) => {
    const { storage, cpus } = at(s.config, config);
    const isDonated = { ultravisor: s.uv.initialised, cpu: cpus > 0 }[which] ?? storage === 'donated';
    return isDonated ? 'secure-storage-access' : 'none';
  },
  source: 'docs/s390.md 1.2, 1.4, 1.5',
});

const INTERCEPTS = ['none', 'validity', 'prefix'] as const;
const enterCpu = step({
  name: 'enter-cpu',
  outcomes: names(...INTERCEPTS),
  apply: (s, [config, table, handle, stays]: [number, number, string, boolean]) => {
    const c = config > 0 ? config : s.vm.cpus > 0 ? s.vm.handle : 0;
    if (c === 0) return 'none';
    const intercept = handle === 'right' ? entry(s, c, table === 0 ? s.vm.asce || 1 : table) : 'validity';
    if (intercept === 'none' && stays) at(s.config, c).running = true;
    return intercept;
  },
  source: 'docs/s390.md 2.2',
});

/** KVM's own vCPU first: its table must be the one that the Ultravisor knows. */
const enter = sub(function* enter(config: number, table: number, handle: string, stays: boolean): Task<Row> {
  if (config === 0) yield* enterGuest();
  return { intercept: yield* enterCpu(config, table, handle, stays) };
});

const leaveCpu = step({
  name: 'leave-cpu',
  apply: (s, [config]: [number]) => {
    at(s.config, config).running = false;
  },
});

/** What a protected guest may ask for, and what it may not: to begin anew, with another image or without. docs/s390.md 2.1, 6.4 */
const SUBCODES = ['subcode-0', 'subcode-1', 'subcode-4', 'subcode-7', 'subcode-8', 'subcode-9', 'subcode-10'] as const;
const ASKED = ['none', 'specification'] as const;

const askForReset = step({
  name: 'diag-308',
  outcomes: names(...ASKED),
  apply: (s, [config, type]: [number, (typeof SUBCODES)[number]]) => {
    const subcode = SUBCODES.indexOf(type);
    if (subcode > 1) return 'specification';
    Object.assign(at(s.config, config), { reset: 'requested', subcode, running: false });
    return 'none';
  },
  source: 'docs/s390.md 2.1, 6.4',
});

const resetMachine = step({
  name: 'load-normal',
  recounts: true,
  apply: (s) => loadNormal(s),
  source: 'docs/s390.md 1.1',
});

const CONFIG = { kind: 'number', min: 1, max: CONFIGURATIONS, default: 1, summary: 'the configuration' } as const;

export const events = [
  litmusCall({
    name: 'exit',
    summary:
      'the process dies: a fatal signal for the other actors, which begin no call any more; behind the calls that they are in notifier, mappings, VM',
    source: 'docs/s390.md 3.11',
    task: (machine, _args, _by, others) => die(machine, others.join(' ')),
  }),
  litmusCall({
    name: 'kernel-thread',
    summary: 'a kernel thread of the 2021 design does its work',
    source: 'docs/s390.md 8',
    args: {
      thread: { kind: 'number', min: 1, max: KTHREADS, default: 1, summary: 'which, in the order of their VMs' },
    },
    missing: (machine) => (machine.policy === 'kthread' ? undefined : 'it belongs to policy kthread'),
    task: (machine, { thread: number }) => thread(machine, number),
  }),
  litmusCall({
    name: 'close-vm',
    summary: 'the last reference to the VM goes while its process lives on',
    source: 'docs/s390.md 3.11, 11 (B13)',
    task: (machine) => closeVm(machine),
  }),
  litmusCall({
    name: 'kernel-reads-storage',
    summary: 'the kernel reads storage that may be donated, for somebody who reads /proc/kcore, say',
    source: 'docs/s390.md 11 (B31)',
    args: { config: CONFIG },
    results: { end: plain('read', 'error') },
    *task(machine, { config }) {
      return { end: yield* kernelReadsStorage(machine, config) };
    },
  }),
  litmusCall({
    name: 'munmap',
    summary: 'mappings are removed while the guest lives',
    source: 'docs/s390.md 3.11',
    args: { pages: { kind: 'pages', summary: 'which pages' } },
    task: (machine, { pages }, _by, others) =>
      besides(others, mmu.unmap(machine, interval(pages.from, pages.to), 'unmap') as Task),
  }),
  litmusCall({
    name: 'guest-touch',
    summary: 'the guest touches a page, as a protected or a normal one, whichever it is',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }, _by, others) => besides(others, touchAsGuest(machine, page)),
  }),
  litmusCall({
    name: 'late-handler',
    summary:
      'a CPU of the protected guest that met a page of another configuration some time ago gets to its handler: the page is destroyed, or else exported, whose ever it is by now',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }, _by, others) => besides(others, handleLate(machine, page)),
  }),
  litmusCall({
    name: 'host-touch',
    summary: 'the host touches a page',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }) => hostTouch(machine, page),
  }),
  litmusCall({
    name: 'share',
    summary: 'the protected guest shares a page of its own with the host',
    source: 'docs/s390.md 2.1',
    args: { page: PAGE },
    task: (machine, { page }) => share(machine, page),
  }),
  litmusCall({
    name: 'unshare',
    summary: 'the protected guest takes a page back; if it is pinned, the host unpins it first',
    source: 'docs/s390.md 2.1, 6.1',
    args: { page: PAGE },
    task: (machine, { page }) => unshare(machine, page),
  }),
  litmusCall({
    name: 'host-io',
    summary: 'the host makes a page accessible for I/O: it pins a shared one, and exports any other',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }) => makeAccessible(machine, page),
  }),
  litmusCall({
    name: 'enter-guest',
    summary:
      'a vCPU is entered; validity: something is wrong with it; prefix: its prefix area is not there (intercept 0x70)',
    source: 'docs/s390.md 1.7, 2.2',
    args: {
      config: { ...CONFIG, min: 0, default: 0, summary: 'the configuration; 0: the one that the VM has' },
      table: { kind: 'number', min: 0, max: TABLES, default: 0, summary: 'the top table; 0: the one that the VM has' },
      handle: {
        kind: 'name',
        names: ['right', 'flipped'],
        default: 'right',
        summary: 'flipped: one bit of a handle is',
      },
      stays: { kind: 'flag', default: false, summary: 'the CPU goes on to run' },
    },
    results: { intercept: plain(...INTERCEPTS) },
    task: (_machine, { config, table, handle, stays }) => enter(config, table, handle, stays),
  }),
  litmusCall({
    name: 'leave-guest',
    summary: 'a vCPU that went on to run is left',
    source: 'docs/s390.md 2.2',
    args: { config: CONFIG },
    *task(_machine, { config }) {
      yield* leaveCpu(config);
    },
  }),
  litmusCall({
    name: 'access',
    summary: 'somebody accesses a page, and nobody handles the event that may follow',
    source: 'docs/s390.md 2.2',
    by: ['host', 'guest'],
    args: { page: PAGE, config: { ...CONFIG, summary: 'which guest' } },
    results: { event },
    *task(_machine, { page, config }, by) {
      return told(yield* accessPage(page, by === 'host' ? 0 : config));
    },
  }),
  litmusCall({
    name: 'access-storage',
    summary: 'the host accesses storage that may be donated',
    source: 'docs/s390.md 1.5',
    args: {
      storage: { kind: 'name', names: STORAGE, summary: 'whose' },
      config: CONFIG,
    },
    results: { event },
    *task(_machine, { storage, config }) {
      return told(yield* accessStorage(storage, config));
    },
  }),
  litmusCall({
    name: 'diag-308',
    summary:
      'a protected guest asks for a reset: subcode 0 ends with a clear reset of its CPUs, 1 with an initial one; others it may not ask for',
    source: 'docs/s390.md 2.1, 6.4',
    args: { config: CONFIG, type: oneOfThese('which reset', ...SUBCODES) },
    results: { interrupt: plain(...ASKED) },
    *task(_machine, { config, type }) {
      return { interrupt: yield* askForReset(config, type) };
    },
  }),
  litmusCall({
    name: 'load-normal',
    summary: 'the machine is reset: the Ultravisor is not initialised any more, and what was donated is zeroed',
    source: 'docs/s390.md 1.1',
    *task() {
      yield* resetMachine();
    },
  }),
];
