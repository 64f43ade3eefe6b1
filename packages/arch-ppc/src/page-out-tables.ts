import { type MachineConfig, type PageTable, use } from '@cvm-teardown/core/plugin';
import { judgePageOut } from './firmware.js';
import { BUSY, givesDevicePage, WAIT } from './gfn-rule.js';
import { hostPages } from './held.js';
import { allocatePage, clearPage, freePage, migratePage, uvPageOut } from './operations.js';
import { situation, situationOf } from './situation.js';
import { type S, table } from './state.js';

/* Ways out: a device page goes back to the pool. */

/** The page-out step: QEMU or the host kernel touches a device entry. docs/ppc.md 11.1 */
export function pageOutTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  return table({
    name: 'page-out',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 11.1, 11.2',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.host !== 'device') return undefined;
      const { rc, uv, copies } = judgePageOut(situationOf(selected).svm, gfn.uv);
      const uses = [use(uvPageOut), use(migratePage), use(allocatePage)];
      if (rc !== 'U_SUCCESS') return { uses: [use(uvPageOut)], during: BUSY, outcome: 'SIGBUS' };
      return {
        uses,
        during: BUSY,
        after: {
          word: machine.has('v1-remigrate-pagedout') ? 'normal' : 'mem',
          uv,
          host: copies ? 'cipher' : 'unfilled',
        },
        ...(!machine.has('mutant-pool-bit-kept') && givesDevicePage),
        outcome: 'paged out',
      };
    },
  });
}

/** The pages of a slot are dropped without a page-out. docs/ppc.md 11.3 */
export function dropTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const keepsState = machine.has('v2-flush-keeps-state');
  const clears = !machine.has('drop-unzeroed');
  return table({
    name: 'drop',
    array: 'gfn',
    source: 'arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), kvmppc_uvmem_drop_pages; docs/ppc.md 11.3',
    rule: (gfn) => {
      if (gfn.busy) return WAIT;
      if (gfn.host === 'device') {
        return {
          uses: [use(migratePage), use(allocatePage), ...(clears ? [use(clearPage)] : [])],
          during: BUSY,
          after: { word: 'normal', host: clears ? 'plain' : 'unfilled' },
          ...givesDevicePage,
          ...hostPages(machine, 1),
          outcome: 'dropped',
          ...(machine.has('silent-nonmigratable') && {
            faults: { 'page-not-isolated': { uses: [use(migratePage)], during: BUSY } },
          }),
        };
      }
      return gfn.word === 'normal' || gfn.word === 'uvmem' || keepsState ? undefined : { after: { word: 'normal' } };
    },
  });
}

/** Dropping by a fault of the host, as before the rework, does not reach the pages of an invalid slot. docs/ppc.md 11.3 */
export function unplugDropTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const drop = dropTable(machine);
  if (!machine.has('drop-by-fault')) return drop;
  return table({ ...drop, rule: (gfn, selected) => (gfn.host === 'device' ? undefined : drop.rule(gfn, selected)) });
}

/** H_SVM_INIT_ABORT drops with a page-out, which an svm that was given up answers without writing anything. docs/ppc.md 7.4 */
export function abortDropTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const drop = dropTable(machine);
  return table({
    name: 'drop (abort)',
    array: 'gfn',
    source: 'docs/ppc.md 7.4, 11.3',
    rule: (gfn, selected) => {
      const rule = drop.rule(gfn, selected);
      return gfn.host === 'device' && rule?.uses !== undefined
        ? { ...rule, uses: [use(uvPageOut), ...rule.uses] }
        : rule;
    },
  });
}

/** QEMU unmaps the memory behind a slot that is gone. */
export const freeTable = (machine: MachineConfig): PageTable<S, 'gfn'> =>
  table({
    name: 'free-memory',
    array: 'gfn',
    source: 'QEMU unmaps the memory behind a slot that is gone; docs/ppc.md 11.4',
    rule: ({ busy, host }) => {
      if (busy) return WAIT;
      if (host === 'hole') return undefined;
      return {
        uses: [use(freePage)],
        after: { host: 'hole', tree: 'none' },
        ...(host !== 'device' && hostPages(machine, -1)),
        outcome: 'freed',
      };
    },
  });
