import type { MachineConfig, Property } from '@cvm-teardown/core/plugin';
import { threadsOf } from './cleaners.js';
import { DEAD, lowPages } from './constants.js';
import { dumpIsOver } from './kvm/dump.js';
import { endsVmFirst } from './process.js';
import { isOwnedAndMapped, isOwnedByGuestButFree, isSecure } from './secure-memory.js';
import { at, type State } from './state.js';
import { wantsAsync } from './wants-async.js';

type S = Readonly<State>;

const always = (
  id: string,
  summary: string,
  source: string,
  holds?: (s: S, machine: MachineConfig) => boolean,
): Property<State> => ({
  id,
  kind: 'always',
  summary,
  source,
  ...(holds === undefined ? {} : { holds }),
});

const sometimes = (
  id: string,
  summary: string,
  holds: (s: S) => boolean,
  applies: (machine: MachineConfig) => boolean,
): Property<State> => ({ id, kind: 'sometimes', summary, source: 'docs/s390.md 11', holds, applies });

const registered = (s: S): number => s.config.filter((config) => config.registered).length;
/** Records that wait for somebody, of configurations that are gone already. */
const waiting = (s: S): number =>
  [s.vm.setAside, ...s.needCleanup.toArray()].filter(
    (leftover) => leftover !== 0 && at(s.leftover, leftover).config === 0,
  ).length;

/** Pages between two looks at a signal. Source: docs/s390.md 3.4. */
const batchOf = (machine: MachineConfig): number => (machine.since('7.0') ? 1 : machine.constant('sweepBatch'));

/** Whether PREPARE leaves anything to PERFORM. */
const leavesPages = (machine: MachineConfig): boolean => wantsAsync(machine) && machine.pages > lowPages(machine);

/** Whether a reboot starts a kernel thread. */
const startsThreads = (machine: MachineConfig): boolean =>
  machine.policy === 'kthread' && machine.trigger === 'reboot' && machine.option('lazyDestroy') === 1;

export const properties: readonly Property<State>[] = [
  always(
    'no-owned-page-leaves',
    'a frame that goes back to the host belongs to no configuration',
    'docs/s390.md 10 (I1)',
    (s) => s.page.count(isOwnedByGuestButFree) === 0,
  ),
  always(
    'freed-only-when-released',
    'storage and top tables are freed only after the Ultravisor has released them',
    'docs/s390.md 10 (I2)',
  ),
  always('living-keep-content', 'no page of a configuration with CPUs is destroyed', 'docs/s390.md 2.3, 10 (I3)', (s) =>
    s.config.every(({ cpus }, c) => c === 0 || cpus === 0 || s.page.count(at(EMPTIED, c)) === 0),
  ),
  always(
    'count-covers-pages',
    'protected_count covers every configuration and leftover, and every page that one of them owns',
    'docs/s390.md 10 (I4)',
    (s) =>
      s.vm.gone ||
      (s.vm.count >= registered(s) + waiting(s) && (s.vm.count > 0 || s.page.count(isOwnedAndMapped) === 0)),
  ),
  always(
    'destroyed-once',
    'each configuration and each leftover is destroyed once, and none is lost',
    'docs/s390.md 10 (I5)',
  ),
  always('only-newest-has-cpus', 'only the current configuration of the VM has CPUs', 'docs/s390.md 10 (I6)', (s) =>
    s.config.every((config, c) => config.cpus === 0 || c === s.vm.handle || config.broken || s.uv.bare),
  ),
  always(
    'asce-belongs-to-one',
    'a top table serves one live configuration, and vCPUs run on the one that is registered',
    'docs/s390.md 10 (I7)',
  ),
  always(
    'failure-reported',
    'a command reports the first call that failed in it, and succeeds only if none did',
    'docs/s390.md 10 (I11)',
  ),
  always(
    'mask-follows-protection',
    'when a command has succeeded, the service interrupt mask bit is set, and each vCPU protected, if and only if the VM is',
    'docs/s390.md 10 (I14)',
  ),
  always(
    'kernel-does-not-warn',
    'the kernel warns of nothing that can happen without a failure of the Ultravisor',
    'docs/s390.md 11 (B12)',
  ),
  always(
    'dump-ends-with-configuration',
    'a dump in progress, and the block of the vCPUs that goes with it, end with the configuration that is dumped',
    'docs/s390.md 3.13, 11 (B44)',
    dumpIsOver,
  ),
  always('faults-end', 'a fault is resolved by its handler, or ends the one who faulted', 'docs/s390.md 10 (I10)'),
  always('prefix-announced', 'KVM is told when the prefix area is unmapped', 'docs/s390.md 11 (B10)'),
  always('calls-need-ultravisor', 'no call is issued on a machine without Ultravisor', 'docs/s390.md 11 (B11)'),
  always('callbacks-find-their-vm', 'no notifier is called for a VM that was freed', 'docs/s390.md 11 (B17)'),
  always('helper-is-last', 'a helper that nobody kills outlives its parent', 'docs/s390.md 7.2, 11 (B43)'),
  always(
    'files-closed-at-end',
    'when QEMU is gone, nobody has its files open',
    'docs/s390.md 7.2, 11 (B42)',
    (s) => !(s.process.reaped && s.process.helperHasFiles),
  ),
  always(
    'enable-undoes-itself',
    'an ENABLE that fails destroys its configuration itself, and leaves nothing to a thread',
    'docs/s390.md 3.5, 11 (B3b)',
  ),
  always('mm-alive', 'nobody changes an mm that was freed', 'docs/s390.md 8, 11 (B2)'),
  always('only-installed-calls', 'no call is issued that is not installed', 'docs/s390.md 1.1, 11 (B13b)'),
  always(
    'sweeps-unlocked',
    'PERFORM keeps the VM lock for its pointer moves only',
    'docs/s390.md 4, 10 (I9)',
    (s) => !s.vm.performLocks,
  ),
  always(
    'dying-pages-destroyed',
    'a page of a dying process is exported only where the Ultravisor, by a failure, refuses to destroy it',
    'docs/s390.md 3.11, 11 (B22)',
    (s) => s.needlessExports === 0,
  ),
  always(
    'reads-no-secret',
    'whoever reads a page that was another guest’s finds zeroes, ciphertext, or what was shared',
    'docs/s390.md 10 (I13)',
  ),
  always(
    'pages-held',
    'whoever works on a page holds a reference to it, so that nobody frees it',
    'docs/s390.md 10 (I9), 11 (B24, B25)',
  ),
  always(
    'atomic-never-sleeps',
    'no fault handler waits for a page where it must not sleep',
    'docs/s390.md 10 (I9), 11 (B30)',
  ),
  always(
    'asks-by-limit',
    'QEMU asks for PREPARE if its memory limit is above 2 GiB, and not else',
    'docs/s390.md 7.1, 11 (B40, B41)',
  ),
  always(
    'moves-locked',
    'whoever gets the VM lock finds a VM that is whole: nobody is between two of its pointers',
    'docs/s390.md 4, 10 (I9)',
  ),
  always(
    'signal-ends-perform',
    'PERFORM begins no more than one batch behind a fatal signal',
    'docs/s390.md 3.4, 10 (I10)',
    (s, machine) => s.sweptAfterKill <= Math.max(threadsOf(machine).length, s.process.inCall) * batchOf(machine),
  ),
  always(
    'set-aside-is-performed',
    'a thread of QEMU calls PERFORM for what was set aside, or ends with its process',
    'docs/s390.md 7.1',
  ),
  always('import-not-refused', 'an import never meets a page that another configuration owns', 'docs/s390.md 10 (I8)'),
  always(
    'low-pages-usable',
    'a VM that goes on as a normal one owns no secure page below 2 GiB',
    'docs/s390.md 3.7, 11 (B6)',
  ),
  always(
    'reverse-map-alive',
    'host-to-guest addresses never point into a top table that was freed',
    'docs/s390.md 11 (B9)',
    (s) => s.vm.reverse === 0 || at(s.table, s.vm.reverse).holder !== 'free',
  ),
  sometimes(
    'generations-share-memory',
    'pages of a dead guest and of its successor are in one address space',
    (s) => s.vm.handle !== 0 && owners(s).some((c) => c !== s.vm.handle) && owners(s).includes(s.vm.handle),
    leavesPages,
  ),
  sometimes(
    'leftover-queued',
    'PERFORM was interrupted and left its record',
    (s) => s.needCleanup.length > 0,
    leavesPages,
  ),
  sometimes(
    'second-prepare-refused',
    'a VM without CPUs is still protected while another configuration is set aside',
    (s) => s.vm.handle !== 0 && s.vm.cpus === 0 && s.vm.setAside !== 0 && !s.process.exiting,
    leavesPages,
  ),
  sometimes(
    'page-secure-when-vm-is-normal',
    'a normal VM lives beside secure pages of its predecessor',
    (s) => s.vm.handle === 0 && s.process.mmUsers > 0 && s.page.count(isSecure) > 0,
    leavesPages,
  ),
  sometimes(
    'cleaned-after-parent',
    'the parent is gone and its guest is still registered',
    (s) => s.process.mmUsers === 1 && s.process.exiting && registered(s) > 0,
    (machine) => machine.policy === 'helper' && !endsVmFirst(machine),
  ),
  sometimes(
    'helper-killed-first',
    'the helper is gone before its parent, so that the parent cleans its memory itself',
    (s) => s.process.helperKilled && s.vm.gone,
    (machine) => machine.policy === 'helper',
  ),
  sometimes(
    'thread-alone',
    'a kernel thread is the last user of an address space, and has not cleaned all of it',
    (s) => s.syncDestroy && s.page.count(isOwnedAndMapped) > 0,
    (machine) => startsThreads(machine) && machine.pages > lowPages(machine),
  ),
  sometimes(
    'two-threads',
    'a kernel thread is at work, and so is that of the next guest',
    (s) => s.kthread.filter(({ phase }) => phase === 'reboot' || phase === 'shutdown').length > 1,
    (machine) => startsThreads(machine) && machine.option('nextGuest') === 'protected',
  ),
  sometimes(
    'normal-in-between',
    'the VM lives on as a normal one',
    (s) => s.vm.handle === 0 && s.vm.asce !== 0 && !s.process.exiting,
    (machine) => machine.trigger === 'reboot',
  ),
  sometimes(
    'vm-gone',
    'the VM comes to its end',
    (s) => s.vm.gone,
    () => true,
  ),
];

const OWNERS = Array.from({ length: DEAD }, (_, i) => i + 1);
const OWNED = OWNERS.map(
  (c) => (page: { readonly uv: string; readonly owner: number }) =>
    page.owner === c && (page.uv === 'secure' || page.uv === 'shared'),
);
const owners = (s: S): number[] => OWNERS.filter((_, i) => s.page.count(at(OWNED, i)) > 0);

/** By configuration: its page, without what was in it. */
const EMPTIED = [0, ...OWNERS].map(
  (c) => (page: { readonly uv: string; readonly owner: number }) => page.owner === c && page.uv === 'normal',
);
