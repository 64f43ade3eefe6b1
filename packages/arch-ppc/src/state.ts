import {
  flag,
  type MachineConfig,
  oneOf,
  pages,
  range,
  record,
  type StateView,
  stepsOver,
  tablesOver,
} from '@cvm-teardown/core/plugin';
import { layoutOf } from './layout.js';

/** What is declared per GFN. See secure-memory.ts for what the values mean. */
export const gfnFields = {
  /** The hypervisor's word (docs/ppc.md 3.3). */
  word: oneOf('normal', 'uvmem', 'mem', 'shared'),
  /** The Ultravisor's page state (docs/ppc.md 6). */
  uv: oneOf('none', 'secure', 'paged-out', 'shared', 'shared-inv', 'shared-stale'),
  /** QEMU's page-table entry, and what is in the page behind it. */
  host: oneOf('hole', 'plain', 'unfilled', 'cipher', 'device'),
  /** The entry of the hypervisor's partition-scoped tree (docs/ppc.md 3.4). */
  tree: oneOf('none', 'current', 'stale'),
  /** A call on the page is in flight. */
  busy: flag(),
} as const;

/** The shared state of a machine: one guest of one host. */
export const declare = (machine: MachineConfig) => ({
  vm: record({
    /** `secure_guest`: no flag, START, START and DONE. */
    flags: oneOf('none', 'start', 'done'),
    /** The Ultravisor's svm. */
    svm: oneOf('none', 'active', 'secure', 'abort'),
    /** Whose tree the hardware walks: the partition table's doubleword 0. */
    root: oneOf('hv', 'uv'),
    /** The memslot of the hot-plugged memory; `offline`: the guest has let go of it. */
    dimm: oneOf('absent', 'plugging', 'present', 'offline', 'unplugging'),
  }),
  /** Device pages that are not taken. */
  poolFree: range(0, layoutOf(machine).pool),
  gfn: pages(machine.pages, gfnFields),
});

export type S = StateView<ReturnType<typeof declare>>;

/** One GFN's state. */
export type GfnState = ReturnType<S['gfn']['at']>;

export const step = stepsOver<S>();
export const table = tablesOver<S>();
