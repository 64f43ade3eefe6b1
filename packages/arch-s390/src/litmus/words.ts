/** Short ways to say in what state a machine is. See docs/litmus.md. */
import type { LitmusPages, LitmusWord } from '@cvm-teardown/core/plugin';
import { isOwned, type PageState } from '../secure-memory.js';
import { at, type State } from '../state.js';

/** `protected: true` is how every machine begins; false: nothing of a configuration is there. */
const isProtected: LitmusWord<State> = {
  name: 'protected',
  summary: 'whether the VM has a configuration',
  values: [true, false],
  given: (s, value) => {
    if (value === true) return;
    withoutGuest(s);
  },
  read: (s) => s.vm.handle !== 0,
};

const PAGE_STATES = ['secure', 'shared', 'pinned', 'normal', 'exported', 'absent', 'leaked', 'aside'] as const;

const pages: LitmusPages<State> = {
  array: 'page',
  summary: 'whose it is the field owner says; absent: not mapped in the guest',
  names: PAGE_STATES,
  given: (s, page, name) => {
    const uv =
      name === 'absent' ? 'normal' : name === 'leaked' || name === 'aside' ? 'secure' : (name as PageState['uv']);
    const place = name === 'absent' ? 'host' : name === 'leaked' || name === 'aside' ? name : 'guest';
    Object.assign(s.page.at(page), { place, uv, owner: isOwned({ ...s.page.at(page), uv }) ? s.vm.handle : 0 });
  },
  read: (s, page) => {
    const { place, uv } = s.page.at(page);
    return place === 'guest' ? uv : place === 'host' ? 'absent' : place;
  },
};

function withoutGuest(s: State): void {
  Object.assign(at(s.config, 1), { registered: false, cpus: 0, table: 0, storage: 'none', verified: false });
  at(s.table, 1).mark = 0;
  Object.assign(s.vm, { handle: 0, cpus: 0, sidas: 0, count: 0, mask: false, notifier: false, header: false });
  s.page.map((page) => (isOwned(page) ? { uv: 'normal', owner: 0 } : undefined));
}

/** `kvm: false`: unit tests call the Ultravisor themselves, and nothing is there yet. */
const hasKvm: LitmusWord<State> = {
  name: 'kvm',
  summary: 'false: calls go to the Ultravisor directly, as unit tests make them, and no guest is there yet',
  values: [true, false],
  given: (s, value) => {
    if (value === true) return;
    withoutGuest(s);
    s.uv.bare = true;
    Object.assign(s.vm, { asce: 0, reverse: 0, gone: true });
    at(s.table, 1).holder = 'free';
  },
  read: (s) => !s.uv.bare,
};

/** Before the first call of INIT nothing of a guest can be there. */
const isInitialised: LitmusWord<State> = {
  name: 'initialised',
  summary: 'whether the Ultravisor is initialised',
  values: [true, false],
  given: (s, value) => {
    s.uv.initialised = value === true;
  },
  read: (s) => s.uv.initialised,
};

export const words: readonly LitmusWord<State>[] = [isProtected, hasKvm, isInitialised];
export { pages };
