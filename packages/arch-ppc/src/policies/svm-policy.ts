import {
  type Actor,
  interval,
  type MachineConfig,
  milestone,
  type PageRange,
  phase,
  type TeardownPolicy,
  type Trigger,
} from '@cvm-teardown/core/plugin';
import { normalGuest, secureGuest } from '../begin.js';
import { dimmUser, host, normalLife, secureLife, waitForOffline } from '../environment.js';
import { gfnTables } from '../gfn-tables.js';
import { heldLevels } from '../held.js';
import { freeMemory, type Kvm, plugSlot, svmOff, unplugSlot } from '../hypervisor.js';
import { type GuestLayout, layoutOf } from '../layout.js';
import { type EntryPlan, secureEntry } from '../secure-entry.js';
import { type S, step } from '../state.js';

/** What distinguishes the policies: which GFNs the Ultravisor requests while the VM becomes secure. */
export interface EntryPolicy {
  readonly requested: (layout: GuestLayout) => PageRange;
}

const TRIGGERS: readonly Trigger[] = ['secure-entry', 'reboot', 'hotplug', 'unplug', 'abort'];

/** Builds a policy: all of them differ in secure entry only; what it leaves behind decides whether the rest is safe. */
export function svmPolicy(
  policy: Pick<TeardownPolicy<S>, 'id' | 'title' | 'summary' | 'source' | 'defaultRelease'>,
  { requested }: EntryPolicy,
): TeardownPolicy<S> {
  return {
    ...policy,
    triggers: TRIGGERS,
    begin: (s, machine) => {
      const layout = layoutOf(machine);
      if (startsNormal(machine)) normalGuest(s, layout);
      else secureGuest(s, machine, layout, interval(requested(layout).to, layout.boot.to));
    },
    levels: heldLevels,
    actors: (machine) => {
      const layout = layoutOf(machine);
      const kvm: Kvm = { machine, layout, tables: gfnTables(machine) };
      const plan = { requested: requested(layout), blobIsGood: machine.trigger !== 'abort' };
      return [...actorsOf(kvm, plan), ...(machine.purpose === 'check' ? [host(kvm)] : [])];
    },
  };
}

const startsNormal = ({ trigger }: MachineConfig): boolean => trigger === 'secure-entry' || trigger === 'abort';

function actorsOf(kvm: Kvm, plan: EntryPlan): readonly Actor[] {
  switch (kvm.machine.trigger) {
    case 'reboot':
      return [resetting(kvm), rebooted(kvm, plan)];
    case 'hotplug':
      return withUser(kvm, plugging, false);
    case 'unplug':
      return withUser(kvm, unplugging, true);
    default:
      return [becomingSecure(kvm, plan)];
  }
}

/** In a check a guest uses the hot-plugged memory; `gives`: it has some to let go of. */
function withUser(kvm: Kvm, ioctl: (kvm: Kvm, dimm: PageRange) => Actor, gives: boolean): readonly Actor[] {
  const dimm = kvm.layout.dimm as PageRange;
  return inCheck(kvm) ? [ioctl(kvm, dimm), dimmUser(kvm, dimm, gives)] : [ioctl(kvm, dimm)];
}

const inCheck = ({ machine }: Kvm): boolean => machine.purpose === 'check';

/** The boot vCPU of a guest that calls UV_ESM. */
const becomingSecure = (kvm: Kvm, plan: EntryPlan): Actor => ({
  name: 'vcpu',
  charged: 'guest',
  task: function* () {
    yield* milestone('requested');
    const end = yield* secureEntry(kvm, plan);
    yield* milestone('unblocked');
    // A Linux guest whose UV_ESM failed ends itself (ibm,os-term).
    if (end === 'secure' && inCheck(kvm)) yield* secureLife(kvm, kvm.layout.boot.from, kvm.layout.boot.to);
  },
});

/** QEMU's machine reset; the boot loader starts when KVM_PPC_SVM_OFF has returned. */
const resetting = (kvm: Kvm): Actor => ({
  name: 'qemu',
  charged: 'caller',
  task: function* () {
    yield* milestone('requested');
    yield* phase('svm-off');
    yield* svmOff(kvm, [kvm.layout.boot]);
    yield* milestone('unblocked');
  },
});

const waitForReset = step({
  name: 'wait-for-reset',
  guard: (s) => s.vm.flags === 'none',
  source: 'hw/ppc/spapr.c: vCPUs run again when the reset is over; docs/ppc.md 11.5',
});

/** The rebooted guest: normal at first, then secure again. */
const rebooted = (kvm: Kvm, plan: EntryPlan): Actor => ({
  name: 'vcpu',
  charged: 'guest',
  task: function* () {
    yield* waitForReset();
    if (inCheck(kvm)) yield* normalLife(kvm);
    if ((yield* secureEntry(kvm, plan)) === 'secure') yield* milestone('secure-again');
  },
});

/** device_add: the ioctl that creates a memslot while the VM is secure. */
const plugging = (kvm: Kvm, { from, to }: PageRange): Actor => ({
  name: 'qemu',
  charged: 'caller',
  task: function* () {
    yield* milestone('requested');
    yield* phase('hotplug');
    yield* plugSlot(kvm, from, to);
    yield* milestone('unblocked');
  },
});

/** device_del; a check then adds memory again at the same place. */
const unplugging = (kvm: Kvm, { from, to }: PageRange): Actor => ({
  name: 'qemu',
  charged: 'caller',
  task: function* () {
    if (inCheck(kvm)) yield* waitForOffline();
    yield* milestone('requested');
    yield* phase('unplug');
    yield* unplugSlot(kvm, from, to);
    yield* milestone('unblocked');
    yield* phase('free-memory');
    yield* freeMemory(kvm, from, to);
    yield* milestone('memory-back');
    if (inCheck(kvm)) yield* plugSlot(kvm, from, to);
  },
});
