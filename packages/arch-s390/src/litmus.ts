/** The words of litmus files: commands of KVM_S390_PV_COMMAND, what guests and host do to pages, short states. See docs/litmus.md. */
import {
  interval,
  type LitmusFault,
  type LitmusPages,
  type LitmusResult,
  type LitmusVocabulary,
  type LitmusWord,
  litmusCall,
  type MachineConfig,
  type Row,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { admit, enterGuest, plainTouch, share, touch } from './environment.js';
import { disable, enable, perform, prepare } from './hypervisor.js';
import { tearDownAddressSpace } from './kvm/exit.js';
import { isProtected } from './kvm/leftovers.js';
import { mmu } from './mmu.js';
import { beginWith } from './policies/begin.js';
import { unprotect } from './process.js';
import { EINVAL, EIO, ENOMEM, type PvResult, RC_REFUSED } from './results.js';
import { isOwned, type PageState } from './secure-memory.js';
import { at, type State } from './state.js';

const integers = true;
const errno: LitmusResult = {
  names: { EIO, ENOMEM, EINVAL, '-EIO': EIO, '-ENOMEM': ENOMEM, '-EINVAL': EINVAL },
  integers,
};
const results = {
  errno,
  rc: { names: { refused: RC_REFUSED }, integers },
  rrc: { names: {}, integers },
} satisfies Record<string, LitmusResult>;

const PAGE = { kind: 'page', summary: 'the page' } as const;

type Command = (machine: MachineConfig) => Task<PvResult>;

/** The result as a row of its own. */
const told = (task: Command) =>
  sub(function* told(machine: MachineConfig): Task<Row> {
    const { errno, rc, rrc }: PvResult = yield* task(machine);
    return { errno, rc, rrc };
  });

const command = (name: string, summary: string, section: string, task: Command, since?: string) =>
  litmusCall({
    name,
    summary,
    source: `docs/s390.md ${section}`,
    results,
    missing: (machine) =>
      since === undefined || machine.since(since) ? undefined : `it came with ${since}, and this is ${machine.release}`,
    task: told(task),
  });

/** UNPACK is refused while there is no configuration. */
const unpack = sub(function* unpack(machine: MachineConfig, page: number): Task<Row> {
  if ((yield* isProtected()) === 'normal') return { errno: EINVAL };
  yield* plainTouch(machine, page);
  yield* admit(machine, 'unpack', page);
  return { errno: 0 };
});

const touchAsGuest = sub(function* touchAsGuest(machine: MachineConfig, page: number): Task {
  yield* (yield* isProtected()) === 'protected' ? touch(machine, page) : plainTouch(machine, page);
});

const calls = [
  command('KVM_PV_ENABLE', 'makes the VM a protected one', '3.5', enable),
  command('KVM_PV_DISABLE', 'makes it a normal one again, and cleans its memory', '3.6', disable),
  command('KVM_PV_ASYNC_CLEANUP_PREPARE', 'makes it a normal one, and sets what it was aside', '3.7', prepare, '6.2'),
  command('KVM_PV_ASYNC_CLEANUP_PERFORM', 'cleans what was set aside', '3.8', perform, '6.2'),
  litmusCall({
    name: 'KVM_PV_UNPACK',
    summary: 'the loader writes a page of the new image, which is then brought under protection',
    source: 'docs/s390.md 6.2',
    args: { page: PAGE },
    results: { errno },
    task: (machine, { page }) => unpack(machine, page),
  }),
  litmusCall({
    name: 'system_reset',
    summary: 'QEMU makes the VM a normal one: PREPARE where its policy says so, DISABLE where that is refused',
    source: 'docs/s390.md 7.1',
    results,
    task: told(unprotect),
  }),
  litmusCall({
    name: 'exit',
    summary: 'the last user of the address space is gone: notifier, mappings, VM',
    source: 'docs/s390.md 3.11',
    task: (machine) => tearDownAddressSpace(machine),
  }),
  litmusCall({
    name: 'munmap',
    summary: 'mappings are removed while the guest lives',
    source: 'docs/s390.md 3.11',
    args: { pages: { kind: 'pages', summary: 'which pages' } },
    task: (machine, { pages }) => mmu.unmap(machine, interval(pages.from, pages.to), 'unmap') as Task,
  }),
  litmusCall({
    name: 'guest-touch',
    summary: 'the guest touches a page, as a protected or a normal one, whichever it is',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }) => touchAsGuest(machine, page),
  }),
  litmusCall({
    name: 'host-touch',
    summary: 'the host touches a page',
    source: 'docs/s390.md 6.3',
    args: { page: PAGE },
    task: (machine, { page }) => plainTouch(machine, page),
  }),
  litmusCall({
    name: 'share',
    summary: 'the protected guest shares a page of its own with the host',
    source: 'docs/s390.md 2.1',
    args: { page: PAGE },
    task: (machine, { page }) => share(machine, page),
  }),
  litmusCall({
    name: 'enter-guest',
    summary: 'a vCPU is entered, on the top table that the VM has',
    source: 'docs/s390.md 1.7',
    *task() {
      yield* enterGuest();
    },
  }),
];

/** `protected: true` is how every machine begins; false: nothing of a configuration is there. */
const isProtectedWord: LitmusWord<State> = {
  name: 'protected',
  summary: 'whether the VM has a configuration',
  values: [true, false],
  given: (s, value) => {
    if (value === true) return;
    Object.assign(at(s.config, 1), { registered: false, cpus: 0, table: 0, storage: 'none' });
    at(s.table, 1).mark = 0;
    Object.assign(s.vm, { handle: 0, cpus: 0, count: 0 });
    s.page.map((page) => (isOwned(page) ? { uv: 'normal', owner: 0 } : undefined));
  },
  read: (s) => s.vm.handle !== 0,
};

const PAGE_STATES = ['secure', 'shared', 'normal', 'exported', 'absent', 'leaked'] as const;

const pages: LitmusPages<State> = {
  array: 'page',
  summary: 'whose it is the field owner says; absent: not mapped in the guest',
  names: PAGE_STATES,
  given: (s, page, name) => {
    const uv = name === 'absent' ? 'normal' : name === 'leaked' ? 'secure' : (name as PageState['uv']);
    const place = name === 'absent' ? 'host' : name === 'leaked' ? 'leaked' : 'guest';
    Object.assign(s.page.at(page), { place, uv, owner: isOwned({ ...s.page.at(page), uv }) ? s.vm.handle : 0 });
  },
  read: (s, page) => {
    const { place, uv } = s.page.at(page);
    return place === 'guest' ? uv : place === 'host' ? 'absent' : 'leaked';
  },
};

const fault = (name: string, summary: string, section: string): LitmusFault => ({
  name,
  summary,
  source: `docs/s390.md ${section}`,
});

const faults = [
  fault('create-fails', 'Create Secure Configuration fails and leaves nothing', '3.2'),
  fault('create-needs-destroy', 'Create Secure Configuration fails and leaves a configuration (0x8000)', '3.2'),
  fault('create-cpu-fails', 'Create Secure CPU fails', '3.5'),
  fault('destroy-cpu-fails', 'Destroy Secure CPU fails', '3.1'),
  fault('destroy-fails', 'Destroy Secure Configuration fails', '3.3'),
  fault('queues-bound', 'Destroy Configuration Fast finds a bound queue (0x104)', '3.7'),
  fault('no-memory', 'the host has no memory for a record or a top table', '3.7'),
  fault('export-fails', 'a page cannot be exported when its mapping is removed', '11 (B33)'),
];

const isOfNewGuest = ({ vm, page }: Readonly<State>, p: number): boolean =>
  vm.handle !== 0 && isOwned(page.at(p)) && page.at(p).owner === vm.handle;

/** What the words mean on this architecture. */
export const litmusVocabulary: LitmusVocabulary<State> = {
  begin: beginWith(1),
  words: [isProtectedWord],
  pages: [pages],
  calls,
  faults,
  situations: [
    {
      id: 'page-imported-before-swept',
      kind: 'sometimes',
      summary: 'a page belongs to the new guest while its predecessor is still set aside or being cleaned up',
      source: 'docs/s390.md 6.1',
      holds: (s, machine) =>
        s.leftover.some(({ live }) => live) &&
        Array.from({ length: machine.pages }, (_, p) => p).some((p) => isOfNewGuest(s, p)),
    },
  ],
};
