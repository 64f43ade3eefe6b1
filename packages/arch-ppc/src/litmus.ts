/** The words of litmus files: hypercalls, ultracalls and ioctls by their names, the words of GFNs. See docs/litmus.md. */
import {
  acquire,
  type LitmusArguments,
  type LitmusCall,
  type LitmusPages,
  type LitmusResult,
  type LitmusVocabulary,
  type LitmusWord,
  litmusCall,
  type MachineConfig,
  names,
  type PageMap,
  type PageRange,
  type PageTable,
  type Plain,
  type Row,
  release,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { normalGuest } from './begin.js';
import { hostTouch, secureTouch } from './environment.js';
import { createSvm, terminateSvm, writePate } from './firmware.js';
import { type GfnTables, gfnTables } from './gfn-tables.js';
import {
  freeMemory,
  initAbort,
  initDone,
  initStart,
  type Kvm,
  plugSlot,
  svmOff,
  unplugSlot,
  uvmemLock,
} from './hypervisor.js';
import { layoutOf } from './layout.js';
import { movePageTable, normalAccess } from './mmu.js';
import { type GfnState, type gfnFields, type S, step } from './state.js';

/** What KVM's tasks know of a machine, built once for it: tables are compiled by their identity. */
const kvmOf = remembered((machine): Kvm => ({ machine, layout: layoutOf(machine), tables: gfnTables(machine) }));
const moveOf = remembered(movePageTable);

function remembered<T>(make: (machine: MachineConfig) => T): (machine: MachineConfig) => T {
  const known = new WeakMap<MachineConfig, { readonly made: T }>();
  return (machine) => {
    const found = known.get(machine) ?? { made: make(machine) };
    known.set(machine, found);
    return found.made;
  };
}

/** Return codes that are their own names. */
const codes = (...list: readonly string[]): { code: LitmusResult } => ({
  code: { names: Object.fromEntries(list.map((code) => [code, code])) },
});
const errno = { code: { names: { ENOMEM: -12, '-ENOMEM': -12 }, integers: true } } satisfies Record<
  string,
  LitmusResult
>;

const told = (code: Plain | void): Row => ({ code: code ?? 'H_SUCCESS' });
const one = (page: number): PageRange => ({ from: page, to: page + 1 });

const ULTRAVISOR = ['ultravisor'] as const;
const PAGE = { kind: 'page', summary: 'the GFN' } as const;

const call = <const A extends LitmusArguments = Record<never, never>>(
  name: string,
  summary: string,
  section: string,
  rest: Omit<LitmusCall<A>, 'name' | 'summary' | 'source'>,
) => litmusCall<A>({ name, summary, source: `docs/ppc.md ${section}`, ...rest });

/** One GFN, under uvmem_lock; a sweep that is not stopped is a success. */
const ofGfn = sub(function* ofGfn(machine: MachineConfig, table: keyof GfnTables, page: number): Task<Row> {
  yield* acquire(uvmemLock);
  const end = yield* sweep(one(page), kvmOf(machine).tables[table] as PageTable);
  yield* release(uvmemLock);
  return told(end === 'finished' ? 'H_SUCCESS' : end);
});

const guestIs = step({
  name: 'guest-is',
  outcomes: names('secure', 'normal'),
  apply: ({ vm }) => (vm.root === 'uv' ? 'secure' : 'normal'),
});

const touchAsGuest = sub(function* touchAsGuest(machine: MachineConfig, page: number): Task {
  if ((yield* guestIs()) === 'secure') yield* secureTouch(kvmOf(machine), page);
  else yield* sweep(one(page), normalAccess);
});

/** The slot that is plugged and unplugged. */
const dimm = (machine: MachineConfig): PageRange => kvmOf(machine).layout.dimm as PageRange;
const hasNoDimm = (machine: MachineConfig): string | undefined =>
  layoutOf(machine).dimm === undefined
    ? `only machines of the triggers hotplug and unplug have a second slot, and this is ${machine.trigger}`
    : undefined;

const calls = [
  call('UV_ESM', 'a guest asks to become secure: the Ultravisor makes an svm', '7.16', {
    results: codes('U_SUCCESS', 'U_RETRY'),
    *task() {
      return told(yield* createSvm());
    },
  }),
  call('H_SVM_INIT_START', 'registers the slots', '7.2', {
    by: ULTRAVISOR,
    results: codes('H_SUCCESS'),
    *task(machine) {
      return told(yield* initStart([kvmOf(machine).layout.boot]));
    },
  }),
  call('H_SVM_PAGE_IN', 'the Ultravisor requests a page, or one that is to be shared', '7.5, 7.6', {
    by: ULTRAVISOR,
    args: { page: PAGE, shared: { kind: 'flag', default: false, summary: 'whether guest and hypervisor share it' } },
    results: codes('H_SUCCESS', 'H_PARAMETER'),
    task: (machine, { page, shared }) => ofGfn(machine, shared ? 'share' : 'pageIn', page),
  }),
  call('H_SVM_INIT_DONE', 'the rest is migrated, and the VM is a secure one for the hypervisor', '7.3', {
    by: ULTRAVISOR,
    results: codes('H_SUCCESS', 'H_UNSUPPORTED', 'H_STATE'),
    *task(machine) {
      const kvm = kvmOf(machine);
      return told(yield* initDone(kvm, [kvm.layout.boot]));
    },
  }),
  call('H_SVM_INIT_ABORT', 'the VM is a normal one again', '7.4', {
    by: ULTRAVISOR,
    task: (machine) => initAbort(kvmOf(machine)),
  }),
  call('UV_SVM_TERMINATE', 'the svm and its slots are gone', '7.15', {
    *task() {
      yield* terminateSvm();
    },
  }),
  call('UV_WRITE_PATE', 'the hypervisor wants its own tree to be walked', '7.15', {
    *task() {
      yield* writePate();
    },
  }),
  call('KVM_PPC_SVM_OFF', 'QEMU resets the machine: the VM is a normal one again', '11.5', {
    results: errno,
    *task(machine) {
      const kvm = kvmOf(machine);
      return told(yield* svmOff(kvm, [kvm.layout.boot]));
    },
  }),
  call('KVM_MR_CREATE', 'the second slot is plugged into a secure VM', '10', {
    results: errno,
    missing: hasNoDimm,
    *task(machine) {
      return told(yield* plugSlot(kvmOf(machine), dimm(machine).from, dimm(machine).to));
    },
  }),
  call('KVM_MR_DELETE', 'the second slot is taken away', '11.4', {
    missing: hasNoDimm,
    task: (machine) => unplugSlot(kvmOf(machine), dimm(machine).from, dimm(machine).to),
  }),
  call('free-memory', 'QEMU frees the memory behind the second slot', '11.4', {
    missing: hasNoDimm,
    task: (machine) => freeMemory(kvmOf(machine), dimm(machine).from, dimm(machine).to),
  }),
  call('guest-touch', 'the guest touches a page: through the Ultravisor’s tree if it is secure', '7.8', {
    args: { page: PAGE },
    task: (machine, { page }) => touchAsGuest(machine, page),
  }),
  call('host-touch', 'QEMU or the host kernel touches a page: a device page is paged out', '11.1', {
    args: { page: PAGE },
    task: (machine, { page }) => hostTouch(kvmOf(machine), page),
  }),
  call('move-page', 'the host moves a normal page: compaction, NUMA balancing', '3.4', {
    args: { page: PAGE },
    *task(machine, { page }) {
      yield* sweep(one(page), moveOf(machine));
    },
  }),
];

const backed: PageMap<typeof gfnFields> = ({ uv }) => (uv === 'none' ? { uv: 'secure' } : undefined);

/** As H_SVM_INIT_START leaves it, and as it is behind H_SVM_INIT_DONE and the Ultravisor's commit. */
const secureGuestWord: LitmusWord<S> = {
  name: 'secure_guest',
  summary:
    'the flags of the VM: none, START, START and DONE; given DONE, every GFN is uvmem if nothing else is said of it',
  values: ['START', 'DONE'],
  list: true,
  given: (s, value) => {
    const flags = value as readonly Plain[];
    if (flags.length === 0) return;
    s.gfn.map(backed);
    if (flags.includes('DONE')) {
      Object.assign(s.vm, { flags: 'done', svm: 'secure', root: 'uv' });
      s.gfn.fill({ word: 'uvmem', uv: 'secure', host: 'device' });
    } else Object.assign(s.vm, { flags: 'start', svm: 'active' });
  },
  read: ({ vm }) => (vm.flags === 'none' ? [] : vm.flags === 'start' ? ['START'] : ['START', 'DONE']),
};

const WORDS = ['normal', 'uvmem', 'mem', 'shared'] as const satisfies readonly GfnState['word'][];

const gfnOf = (word: GfnState['word'], isSecure: boolean): GfnState => {
  const gfn = { word, busy: false, tree: 'none' } as const;
  switch (word) {
    case 'normal':
      return { ...gfn, uv: isSecure ? 'secure' : 'none', host: 'plain', tree: 'current' };
    case 'uvmem':
      return { ...gfn, uv: 'secure', host: 'device' };
    case 'mem':
      return { ...gfn, uv: 'paged-out', host: 'cipher' };
    case 'shared':
      return { ...gfn, uv: 'shared', host: 'plain' };
  }
};

const pages: LitmusPages<S> = {
  array: 'gfn',
  summary: 'the hypervisor’s word for a GFN; what the Ultravisor and QEMU have fits it',
  names: WORDS,
  given: (s, page, name) => {
    Object.assign(s.gfn.at(page), gfnOf(name as GfnState['word'], s.vm.flags !== 'none'));
  },
  read: (s, page) => s.gfn.at(page).word,
};

const isUvmem = ({ word }: Readonly<GfnState>): boolean => word === 'uvmem';

/** What the words mean on this architecture. */
export const litmusVocabulary: LitmusVocabulary<S> = {
  begin: (s, machine) => {
    normalGuest(s, layoutOf(machine));
  },
  words: [secureGuestWord],
  pages: [pages],
  settle: (s, machine) => {
    s.poolFree = Math.max(0, layoutOf(machine).pool - s.gfn.count(isUvmem));
  },
  calls,
  faults: [
    {
      name: 'page-not-isolated',
      summary: 'a page cannot be isolated for its migration: somebody has a reference',
      source: 'docs/ppc.md 8.4',
    },
    { name: 'uv-page-in-refused', summary: 'the Ultravisor refuses UV_PAGE_IN', source: 'docs/ppc.md 7.5' },
  ],
};
