import type { MachineConfig, PageClass, Property } from '@cvm-teardown/core/plugin';
import { layoutOf } from './layout.js';
import type { gfnFields, S } from './state.js';

type Gfns = PageClass<typeof gfnFields>;

const keptByUltravisor: Gfns = ({ uv, word, host }) => uv === 'secure' && (word !== 'uvmem' || host !== 'device');
const lostCiphertext: Gfns = ({ uv, host }) => uv === 'paged-out' && host !== 'cipher';
const liesNow: Gfns = ({ word, uv }) =>
  (word === 'uvmem' && uv === 'none') ||
  (word === 'mem' && uv !== 'paged-out') ||
  (word === 'shared' && uv !== 'shared' && uv !== 'shared-inv' && uv !== 'shared-stale');
const flagged: Gfns = ({ word, uv }) => word !== 'normal' && uv === 'none';
const halfDevice: Gfns = ({ word, host }) => (word === 'uvmem') !== (host === 'device');
const uvmem: Gfns = ({ word }) => word === 'uvmem';
const oldDataMapped: Gfns = ({ host, tree }) => host === 'unfilled' && tree === 'current';
const busy: Gfns = (gfn) => gfn.busy;
const shared: Gfns = ({ word }) => word === 'shared';
const hole: Gfns = ({ host }) => host === 'hole';
const pagedOut: Gfns = ({ word }) => word === 'mem';

const none = (s: Readonly<S>, members: Gfns, from?: number, to?: number): boolean =>
  s.gfn.count(members, from, to) === 0;

const entry = ({ trigger }: MachineConfig): boolean => trigger === 'secure-entry';
const dimm = ({ trigger }: MachineConfig): boolean => trigger === 'hotplug' || trigger === 'unplug';

export const properties: readonly Property<S>[] = [
  {
    id: 'paged-out-content-kept',
    kind: 'always',
    summary: 'while the Ultravisor says that a page is paged out, the normal page with its ciphertext is there',
    source: 'docs/ppc.md 13, I4',
    holds: (s) => none(s, lostCiphertext),
  },
  {
    id: 'secure-gfns-known',
    kind: 'always',
    summary:
      'in a secure VM the hypervisor knows each GFN that the Ultravisor keeps, and QEMU cannot reach a page of its own for it',
    source:
      'docs/ppc.md 13, I1 and I3; of the slot that the trigger is about, from H_SVM_INIT_DONE or the return of its ioctl on',
    applies: ({ trigger }) => trigger !== 'reboot',
    holds: (s, machine) => {
      const { boot, dimm } = layoutOf(machine);
      if (dimm === undefined) return s.vm.flags !== 'done' || none(s, keptByUltravisor, boot.from, boot.to);
      return (s.vm.dimm !== 'present' && s.vm.dimm !== 'offline') || none(s, keptByUltravisor, dimm.from, dimm.to);
    },
  },
  {
    id: 'gfn-words-true',
    kind: 'always',
    summary: 'the hypervisor marks no GFN secure or shared that the Ultravisor does not hold so',
    source: 'docs/ppc.md 13, I5 and I7',
    // What a given-up svm holds is undefined (docs/ppc.md 5).
    holds: (s) => none(s, s.vm.svm === 'abort' ? flagged : liesNow),
  },
  {
    id: 'device-page-in-place',
    kind: 'always',
    summary: 'a GFN has a device page exactly when QEMU’s entry is that device page',
    source: 'docs/ppc.md 13, I2',
    holds: (s) => none(s, halfDevice),
  },
  {
    id: 'normal-vm-owns-nothing',
    kind: 'always',
    summary:
      'the hypervisor knows of a secure VM, and one whose secure_guest is clear has no device page and no svm that waits for it',
    source: 'docs/ppc.md 13, I1 and I7',
    holds: (s, machine) =>
      s.vm.flags === 'done' ||
      (s.vm.flags === 'start' && s.vm.svm !== 'secure') ||
      ((s.vm.svm === 'none' || s.vm.svm === 'active' || s.vm.svm === 'abort') && s.poolFree === layoutOf(machine).pool),
  },
  {
    id: 'no-old-data-mapped',
    kind: 'always',
    summary: 'no guest gets a page that still holds what the host had in it before',
    source: 'docs/ppc.md 13, I9 (our reading of 11.3)',
    holds: (s) => s.vm.root !== 'hv' || none(s, oldDataMapped),
  },
  {
    id: 'settles',
    kind: 'eventually',
    summary: 'the VM ends up normal or secure, a memslot present or absent, and no page is locked',
    source: 'docs/ppc.md 4',
    holds: (s) =>
      (s.vm.svm === 'none' || s.vm.svm === 'secure') &&
      (s.vm.dimm === 'absent' || s.vm.dimm === 'present') &&
      none(s, busy),
  },
  {
    id: 'becomes-secure',
    kind: 'sometimes',
    summary: 'the VM becomes secure',
    source: 'docs/ppc.md 8.1',
    applies: (machine) =>
      (entry(machine) || machine.trigger === 'reboot') && machine.option('secureMemory') === 'ample',
    holds: (s) => s.vm.svm === 'secure',
  },
  {
    id: 'shared-before-done',
    kind: 'sometimes',
    summary: 'the pages that guest and hypervisor both need are shared before H_SVM_INIT_DONE',
    source: 'docs/ppc.md 8.1',
    applies: (machine) => entry(machine) && layoutOf(machine).shared.to > 0,
    holds: (s, machine) => s.vm.flags === 'start' && !none(s, shared, 0, layoutOf(machine).shared.to),
  },
  {
    id: 'shared-by-guest',
    kind: 'sometimes',
    summary: 'the guest of a secure VM shares a page that it had to itself',
    source: 'docs/ppc.md 7.6',
    applies: (machine) =>
      entry(machine) && machine.option('secureMemory') === 'ample' && machine.option('guestEvents') !== 0,
    holds: (s, machine) => s.vm.svm === 'secure' && !none(s, shared, layoutOf(machine).shared.to),
  },
  {
    id: 'migrated-by-init-done',
    kind: 'sometimes',
    summary: 'H_SVM_INIT_DONE migrates a GFN that nobody requested',
    source: 'docs/ppc.md 8.4',
    applies: (machine) =>
      entry(machine) && machine.policy === 'init-done' && layoutOf(machine).necessary.to < layoutOf(machine).boot.to,
    holds: (s, machine) => s.vm.flags === 'start' && !none(s, uvmem, layoutOf(machine).necessary.to),
  },
  {
    id: 'paged-out-while-entering',
    kind: 'sometimes',
    summary: 'a page that was paged in and out again is there when the VM becomes secure',
    source: 'docs/ppc.md 9, v1',
    applies: (machine) => entry(machine) && machine.option('hostEvents') !== 0,
    holds: (s) => s.vm.flags === 'start' && !none(s, pagedOut),
  },
  {
    id: 'normal-after-reboot',
    kind: 'sometimes',
    summary: 'the rebooted VM runs as a normal one',
    source: 'docs/ppc.md 11.5',
    applies: ({ trigger }) => trigger === 'reboot',
    holds: (s) => s.vm.flags === 'none' && s.vm.root === 'hv',
  },
  {
    id: 'aborted',
    kind: 'sometimes',
    summary: 'H_SVM_INIT_ABORT makes the VM normal again',
    source: 'docs/ppc.md 7.4',
    applies: ({ trigger }) => trigger === 'abort',
    holds: (s) => s.vm.flags === 'none' && s.vm.svm === 'none',
  },
  {
    id: 'plugged',
    kind: 'sometimes',
    summary: 'a new memslot of a secure VM is there, and all of it is secure',
    source: 'docs/ppc.md 10',
    applies: (machine) => dimm(machine) && machine.option('secureMemory') === 'ample',
    holds: (s, machine) =>
      s.vm.dimm === 'present' &&
      s.gfn.count(uvmem, layoutOf(machine).boot.to) === machine.pages - layoutOf(machine).boot.to,
  },
  {
    id: 'unplugged',
    kind: 'sometimes',
    summary: 'a memslot of a secure VM is gone, and the memory behind it is freed',
    source: 'docs/ppc.md 11.4',
    applies: ({ trigger }) => trigger === 'unplug',
    holds: (s, machine) =>
      s.vm.dimm === 'absent' &&
      s.gfn.count(hole, layoutOf(machine).boot.to) === machine.pages - layoutOf(machine).boot.to,
  },
];
