import {
  acquire,
  lock,
  type MachineConfig,
  names,
  type PageMap,
  type PageRange,
  release,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { registerMemSlot, terminateSvm, unregisterMemSlot, writePate, zeroFrames } from './firmware.js';
import type { GfnTables } from './gfn-tables.js';
import type { GuestLayout } from './layout.js';
import { hSvmInitAbort, hSvmInitDone, hSvmInitStart } from './operations.js';
import { type gfnFields, step } from './state.js';

/*
 * KVM's side: the calls of docs/ppc.md 7, 10 and 11 as tasks. Where nothing else is said the source is
 * arch/powerpc/kvm/book3s_hv_uvmem.c as of v5.9 (CODE-HV).
 */

/** What KVM's tasks know of their machine. */
export interface Kvm {
  readonly machine: MachineConfig;
  readonly layout: GuestLayout;
  readonly tables: GfnTables;
}

/** A mutex per VM. The mmap lock is only ever shared here, so it is left out. docs/ppc.md 3.2 */
export const uvmemLock = lock('uvmem_lock');
export const locks = () => [{ name: 'uvmem_lock', instances: 1 }];

const setStart = step({
  name: 'H_SVM_INIT_START',
  operation: hSvmInitStart,
  // Before everything else, so that even a failure returns through UV_RETURN (377f02d487b5).
  apply: (s) => {
    s.vm.flags = 'start';
  },
  source: 'docs/ppc.md 7.2',
});

/** H_SVM_INIT_START: registers the slots; their GFNs are Normal words with secure, zeroed memory from here on. */
export const initStart = sub(function* initStart(slots: readonly PageRange[]): Task {
  yield* setStart();
  for (const { from, to } of slots) yield* register(from, to);
});

const register = sub(function* register(from: number, to: number): Task {
  yield* registerMemSlot(from, to);
  yield* zeroFrames(from, to);
});

const setDone = step({
  name: 'H_SVM_INIT_DONE',
  operation: hSvmInitDone,
  outcomes: names('H_SUCCESS', 'H_UNSUPPORTED'),
  apply: (s) => {
    if (s.vm.flags === 'none') return 'H_UNSUPPORTED';
    s.vm.flags = 'done';
    return 'H_SUCCESS';
  },
  source: 'docs/ppc.md 7.3',
});

/**
 * Migrates what is left of a slot under uvmem_lock, which is held for the whole slot. 'finished' or 'H_STATE'. It reschedules
 * behind each GFN in v6; v3 did not (docs/ppc.md 9), and nor, we take it, did the versions before. docs/ppc.md 8.4
 */
export const migrateSlot = sub(function* migrateSlot({ machine, tables }: Kvm, from: number, to: number): Task<string> {
  yield* acquire(uvmemLock);
  const end = yield* sweep({ from, to }, tables.migrate, machine.since('v6') ? { reschedules: 'unit' } : {});
  yield* release(uvmemLock);
  return end;
});

/** H_SVM_INIT_DONE. Before the series it only set the flag. docs/ppc.md 7.3 */
export const initDone = sub(function* initDone(kvm: Kvm, slots: readonly PageRange[]): Task<string> {
  if (!kvm.machine.has('uv-optimised-no-hv-fix')) {
    for (const { from, to } of slots) {
      if ((yield* migrateSlot(kvm, from, to)) !== 'finished') return 'H_STATE';
    }
  }
  return yield* setDone();
});

const clearFlags = step({
  name: 'clear-secure-guest',
  apply: (s) => {
    s.vm.flags = 'none';
  },
  source: 'docs/ppc.md 7.4, 11.5',
});

const beginAbort = step({ name: 'H_SVM_INIT_ABORT', operation: hSvmInitAbort, source: 'docs/ppc.md 7.4' });

/** H_SVM_INIT_ABORT: the VM is normal again; what its pages hold is undefined. docs/ppc.md 7.4 */
export const initAbort = sub(function* initAbort({ layout, tables }: Kvm): Task {
  yield* beginAbort();
  yield* sweep(layout.all, tables.abortDrop);
  yield* clearFlags();
  yield* terminateSvm();
});

const askSecureGuest = step({
  name: 'KVM_PPC_SVM_OFF',
  outcomes: names('normal', 'secure'),
  apply: ({ vm }) => (vm.flags === 'none' ? 'normal' : 'secure'),
  source: 'docs/ppc.md 11.5 step 1',
});

/** KVM_PPC_SVM_OFF; QEMU has stopped the vCPUs. docs/ppc.md 11.5 */
export const svmOff = sub(function* svmOff({ machine, tables }: Kvm, slots: readonly PageRange[]): Task<number> {
  if ((yield* askSecureGuest()) === 'normal') return 0;
  for (const { from, to } of slots) {
    yield* sweep({ from, to }, tables.drop);
    yield* unregisterMemSlot(from, to);
  }
  if (!machine.has('mutant-terminate-forgotten')) yield* terminateSvm();
  yield* writePate();
  yield* clearFlags();
  return 0;
});

const freshWords: PageMap<typeof gfnFields> = ({ word }) => (word === 'normal' ? undefined : { word: 'normal' });

/** A memslot comes or goes. `keepWords`: a slot that was flushed still has its words (v2, docs/ppc.md 9). */
const beginPlug = step<[from: number, to: number, keepWords: boolean]>({
  name: 'create-memslot',
  apply: (s, [from, to, keepWords]) => {
    s.vm.dimm = 'plugging';
    if (!keepWords) s.gfn.map(freshWords, from, to);
  },
  source: 'docs/ppc.md 10',
});

const endPlug = step<[present: boolean]>({
  name: 'memslot-ioctl-returns',
  apply: (s, [present]) => {
    s.vm.dimm = present ? 'present' : 'absent';
  },
  source: 'docs/ppc.md 10',
});

/** KVM_MR_CREATE while the VM is secure: register, then the sweep of INIT_DONE over the new slot. docs/ppc.md 10 */
export const plugSlot = sub(function* plugSlot(kvm: Kvm, from: number, to: number): Task<number> {
  const { machine, tables } = kvm;
  yield* beginPlug(from, to, machine.has('v2-flush-keeps-state'));
  yield* register(from, to);
  if (
    !machine.has('hotplug-not-migrated') &&
    (yield* migrateSlot(kvm, from, to)) !== 'finished' &&
    !machine.has('hotplug-error-ignored')
  ) {
    // Our proposal where the merged code has a to-do: what was done is undone and the ioctl fails (docs/ppc.md 17.2).
    yield* sweep({ from, to }, tables.drop);
    yield* unregisterMemSlot(from, to);
    yield* endPlug(false);
    return ENOMEM;
  }
  yield* endPlug(true);
  return 0;
});

const ENOMEM = -12;

const beginUnplug = step({
  name: 'invalidate-memslot',
  apply: (s) => {
    s.vm.dimm = 'unplugging';
  },
  source: 'docs/ppc.md 11.4',
});

const endUnplug = step({
  name: 'free-memslot',
  apply: (s) => {
    s.vm.dimm = 'absent';
  },
  source: 'docs/ppc.md 11.4',
});

/** KVM_MR_DELETE: flush (drop), unregister, free. docs/ppc.md 11.4 */
export const unplugSlot = sub(function* unplugSlot({ tables }: Kvm, from: number, to: number): Task {
  yield* beginUnplug();
  yield* sweep({ from, to }, tables.unplugDrop);
  yield* unregisterMemSlot(from, to);
  yield* endUnplug();
});

/** QEMU frees the memory behind a slot that is gone; zap_pte_range() of mm/memory.c looks whether it is to reschedule. */
export const freeMemory = sub(function* freeMemory({ tables }: Kvm, from: number, to: number): Task {
  yield* sweep({ from, to }, tables.free, { reschedules: 'unit' });
});
