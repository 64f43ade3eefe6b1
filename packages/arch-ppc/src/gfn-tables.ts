import { type MachineConfig, type OperationUse, type PageRule, type PageTable, use } from '@cvm-teardown/core/plugin';
import { judgePageIn, judgePageOut, judgeShare, type Svm } from './firmware.js';
import { notified } from './mmu.js';
import {
  allocatePage,
  clearPage,
  freePage,
  hSvmPageIn,
  hSvmPageInShared,
  migratePage,
  uvPageIn,
  uvPageInShared,
  uvPageOut,
} from './operations.js';
import { type GfnState, type gfnFields, type S, table } from './state.js';

/*
 * What the hypervisor's calls do to one GFN, as tables: GFN state -> operations, state afterwards. A migration locks its page
 * (busy), so that whoever comes meanwhile waits. Every refusal ends the sweep with the call's return code.
 */

type Gfn = Readonly<GfnState>;
type Rule = PageRule<typeof gfnFields>;

const BUSY = { busy: true } as const;
const WAIT: Rule = { wait: true };

/** Selects a table by declared fields: the svm's state, and whether DONE is set. */
const SVM: readonly Svm[] = ['none', 'active', 'secure', 'abort'];
const situation = (s: Readonly<S>): number => SVM.indexOf(s.vm.svm) * 2 + (s.vm.flags === 'done' ? 1 : 0);
const svmIn = (selected: number): Svm => SVM[selected >> 1] as Svm;
const doneIn = (selected: number): boolean => selected % 2 === 1;

const needsDevicePage = (otherwise: Rule): Pick<Rule, 'needs'> => ({ needs: { counter: 'poolFree', amount: 1, otherwise } });
const takesDevicePage = { counters: { poolFree: -1 } } as const;
const givesDevicePage = { counters: { poolFree: 1 } } as const;

const hasNormalPage = ({ host }: Gfn): boolean => host !== 'hole' && host !== 'device';
/** QEMU's entry becomes the device page; the notifier hears of the unmap, and the normal page, if there was one, is freed. */
const behindDevicePage = (gfn: Gfn, svm: Svm, done: boolean, machine: MachineConfig) =>
  ({ ...notified(gfn, svm, done, machine), word: 'uvmem', host: 'device' }) as const;
const freed = (gfn: Gfn): readonly OperationUse[] => (hasNormalPage(gfn) ? [use(freePage)] : []);

/** The tables of one machine. */
export interface GfnTables {
  readonly pageIn: PageTable<S, 'gfn'>;
  readonly share: PageTable<S, 'gfn'>;
  readonly migrate: PageTable<S, 'gfn'>;
  readonly pageOut: PageTable<S, 'gfn'>;
  readonly drop: PageTable<S, 'gfn'>;
  readonly abortDrop: PageTable<S, 'gfn'>;
}

export const gfnTables = (machine: MachineConfig): GfnTables =>
  Object.freeze({
    pageIn: pageInTable(machine),
    share: shareTable(machine),
    migrate: migrateTable(machine),
    pageOut: pageOutTable(machine),
    drop: dropTable(machine),
    abortDrop: abortDropTable(machine),
  });

/** H_SVM_PAGE_IN, nonshared. docs/ppc.md 7.5 */
function pageInTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const refused: Rule = { uses: [use(hSvmPageIn)], during: BUSY, stop: 'H_PARAMETER', outcome: 'H_PARAMETER' };
  return table({
    name: 'H_SVM_PAGE_IN',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 7.5',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.word === 'uvmem') return refused;
      const svm = svmIn(selected);
      const copied = hasNormalPage(gfn);
      // A hole has no source page, so the Ultravisor is not asked and its zeroed frame stays.
      const uv = copied ? judgePageIn(svm, gfn.uv, gfn.host === 'cipher') : { rc: 'U_SUCCESS' as const, uv: gfn.uv };
      const calls = [use(hSvmPageIn), use(migratePage), ...(copied ? [use(uvPageIn)] : [])];
      // The device page is taken and the word set before the ultracall; the released code does not undo that (docs/ppc.md 14).
      const ultracallFailed: Rule = machine.has('pagein-fail-leak')
        ? { uses: calls, during: BUSY, after: { word: 'uvmem' }, ...takesDevicePage, stop: 'H_PARAMETER', outcome: 'H_PARAMETER' }
        : { ...refused, uses: calls };
      if (uv.rc !== 'U_SUCCESS') return { ...ultracallFailed, ...needsDevicePage(refused) };
      return {
        uses: [...calls, ...freed(gfn)],
        during: BUSY,
        after: { ...behindDevicePage(gfn, svm, doneIn(selected), machine), uv: uv.uv },
        ...takesDevicePage,
        ...needsDevicePage(refused),
        outcome: 'paged in',
        faults: { 'page-not-isolated': refused, ...(copied && { 'uv-page-in-refused': ultracallFailed }) },
      };
    },
  });
}

/** H_SVM_PAGE_IN, shared: a device page is replaced by a fresh normal one without a page-out. docs/ppc.md 7.6 */
function shareTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  return table({
    name: 'H_SVM_PAGE_IN (shared)',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 7.6',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      const { rc, uv } = judgeShare(svmIn(selected), gfn.uv);
      const calls = [use(hSvmPageInShared), use(uvPageInShared)];
      if (rc !== 'U_SUCCESS') return { uses: calls, during: BUSY, stop: 'H_PARAMETER', outcome: 'H_PARAMETER' };
      const wasDevice = gfn.host === 'device';
      return {
        uses: wasDevice ? [...calls, use(migratePage), use(allocatePage)] : calls,
        during: BUSY,
        // The Ultravisor clears the page when it commits the share.
        after: { word: 'shared', uv, host: 'plain' },
        ...(wasDevice && !machine.has('mutant-pool-bit-kept') && givesDevicePage),
        outcome: 'shared',
      };
    },
  });
}

/** What is left of a slot becomes secure; no ultracall, and the content is thrown away. docs/ppc.md 8.4 */
function migrateTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const refused: Rule = { uses: [use(migratePage)], during: BUSY, stop: 'H_STATE', outcome: 'H_STATE' };
  return table({
    name: 'migrate-remaining',
    array: 'gfn',
    select: situation,
    source: 'commit dfaa973ae960; docs/ppc.md 8.4',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.word !== 'normal') return undefined;
      return {
        uses: [use(migratePage), ...freed(gfn)],
        during: BUSY,
        after: behindDevicePage(gfn, svmIn(selected), doneIn(selected), machine),
        ...takesDevicePage,
        ...needsDevicePage(refused),
        outcome: 'migrated',
        faults: { 'page-not-isolated': refused },
      };
    },
  });
}

/** The page-out step: QEMU or the host kernel touches a device entry. docs/ppc.md 11.1 */
function pageOutTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  return table({
    name: 'page-out',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 11.1, 11.2',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.host !== 'device') return undefined;
      const { rc, uv, copies } = judgePageOut(svmIn(selected), gfn.uv);
      const uses = [use(uvPageOut), use(migratePage), use(allocatePage)];
      if (rc !== 'U_SUCCESS') return { uses: [use(uvPageOut)], during: BUSY, outcome: 'SIGBUS' };
      return {
        uses,
        during: BUSY,
        after: { word: machine.has('v1-remigrate-pagedout') ? 'normal' : 'mem', uv, host: copies ? 'cipher' : 'unfilled' },
        ...(!machine.has('mutant-pool-bit-kept') && givesDevicePage),
        outcome: 'paged out',
      };
    },
  });
}

/** The pages of a slot are dropped without a page-out. docs/ppc.md 11.3 */
function dropTable(machine: MachineConfig): PageTable<S, 'gfn'> {
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
          outcome: 'dropped',
          ...(machine.has('silent-nonmigratable') && { faults: { 'page-not-isolated': { uses: [use(migratePage)], during: BUSY } } }),
        };
      }
      return gfn.word === 'normal' || keepsState ? undefined : { after: { word: 'normal' } };
    },
  });
}

/** H_SVM_INIT_ABORT drops with a page-out, which an svm that was given up answers without writing anything. docs/ppc.md 7.4 */
function abortDropTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const drop = dropTable(machine);
  return table({
    name: 'drop (abort)',
    array: 'gfn',
    source: 'docs/ppc.md 7.4, 11.3',
    rule: (gfn, selected) => {
      const rule = drop.rule(gfn, selected);
      return gfn.host === 'device' && rule?.uses !== undefined ? { ...rule, uses: [use(uvPageOut), ...rule.uses] } : rule;
    },
  });
}
