import {
  type MachineConfig,
  type PageCustody,
  type PageRange,
  type PageTable,
  type SecureMemory,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { type GfnTables, gfnTables } from './gfn-tables.js';
import type { S } from './state.js';

/*
 * Page states of a GFN (docs/ppc.md 3.3, 6). Content lives where the Ultravisor says; the word is what the hypervisor believes.
 *
 * word    uv          host      owner of the content    who may touch it                     next
 * normal  none        any       normal guest            guest, QEMU, host                    registered: uv secure
 * normal  secure      any       nobody: zeroes          transient only; QEMU and host        page-in, migrate: uvmem; share
 * uvmem   secure      device    SVM                     SVM; a host touch pages it out       page-out: mem; share; drop: normal
 * mem     paged-out   cipher    SVM, encrypted          host sees ciphertext; SVM requests   page-in: uvmem; drop: normal
 * shared  shared      plain     SVM and hypervisor      both                                 move: shared-inv; unshare; drop
 * shared  shared-inv  plain     SVM and hypervisor      host; the SVM faults                 fault: shared; drop
 *
 * host: `hole` nothing yet; `plain` a page with content; `unfilled` a page that nobody has written since the host took it;
 * `cipher` a page with the ciphertext of the last page-out; `device` the device entry. uv `shared-stale` exists in mutants only.
 */

type Verb = (machine: MachineConfig, range: PageRange) => Task<unknown>;

const by = (pick: (tables: GfnTables) => PageTable): Verb =>
  function* (machine, range) {
    return yield* sweep(range, pick(gfnTables(machine)));
  };

/** Who has a GFN's content, and what is in it. */
const custody = (s: Readonly<S>, page: number): PageCustody => {
  const { uv } = s.gfn.at(page);
  if (uv === 'secure') return { place: 'guest', content: 'secret' };
  return { place: 'guest', content: uv === 'paged-out' ? 'encrypted' : 'open' };
};

export const secureMemory: SecureMemory<S> = {
  verbs: {
    admit: by((tables) => tables.pageIn),
    expose: by((tables) => tables.pageOut),
    share: by((tables) => tables.share),
    unshare: by((tables) => tables.pageIn),
    reclaim: by((tables) => tables.drop),
  },
  custody,
};
