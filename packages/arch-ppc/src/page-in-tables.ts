import { type MachineConfig, type OperationUse, type PageTable, use } from '@cvm-teardown/core/plugin';
import { judgePageIn, judgeShare } from './firmware.js';
import { BUSY, type Gfn, givesDevicePage, type Rule, WAIT } from './gfn-rule.js';
import { notified } from './mmu.js';
import {
  allocatePage,
  freePage,
  hSvmPageIn,
  hSvmPageInShared,
  migratePage,
  uvPageIn,
  uvPageInShared,
  uvPageInval,
} from './operations.js';
import { type Situation, situation, situationOf } from './situation.js';
import { type S, table } from './state.js';

/* Ways in: a GFN becomes secure or shared. */

const takesDevicePage = { counters: { poolFree: -1 } } as const;
const needsDevicePage = (otherwise: Rule): Pick<Rule, 'needs'> => ({
  needs: { counter: 'poolFree', amount: 1, otherwise },
});

const hasNormalPage = ({ host }: Gfn): boolean => host !== 'hole' && host !== 'device';

/** QEMU's entry becomes the device page; the notifier hears of the unmap, and the normal page, if there was one, is freed. */
const behindDevicePage = (gfn: Gfn, now: Situation, machine: MachineConfig) =>
  ({ ...notified(gfn, now, machine), word: 'uvmem', host: 'device' }) as const;

/** Besides the migration: the notifier's call once DONE is set, and freeing the page that was there. */
const besides = (gfn: Gfn, done: boolean): readonly OperationUse[] => [
  ...(done ? [use(uvPageInval)] : []),
  ...(hasNormalPage(gfn) ? [use(freePage)] : []),
];

/** H_SVM_PAGE_IN, nonshared. docs/ppc.md 7.5 */
export function pageInTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const refused: Rule = { uses: [use(hSvmPageIn)], during: BUSY, stop: 'H_PARAMETER', outcome: 'H_PARAMETER' };
  return table({
    name: 'H_SVM_PAGE_IN',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 7.5',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.word === 'uvmem') return refused;
      const now = situationOf(selected);
      const copied = hasNormalPage(gfn);
      // A hole has no source page, so the Ultravisor is not asked and its zeroed frame stays.
      const uv = copied
        ? judgePageIn(now.svm, gfn.uv, gfn.host === 'cipher')
        : { rc: 'U_SUCCESS' as const, uv: gfn.uv };
      const calls = [use(hSvmPageIn), use(migratePage), ...(copied ? [use(uvPageIn)] : [])];
      // The device page is taken and the word set before the ultracall; the released code does not undo that (docs/ppc.md 14).
      const ultracallFailed: Rule = machine.has('pagein-fail-leak')
        ? {
            uses: calls,
            during: BUSY,
            after: { word: 'uvmem' },
            ...takesDevicePage,
            stop: 'H_PARAMETER',
            outcome: 'H_PARAMETER',
          }
        : { ...refused, uses: calls };
      if (uv.rc !== 'U_SUCCESS') return { ...ultracallFailed, ...needsDevicePage(refused) };
      return {
        uses: [...calls, ...besides(gfn, now.done)],
        during: BUSY,
        after: { ...behindDevicePage(gfn, now, machine), uv: uv.uv },
        ...takesDevicePage,
        ...needsDevicePage(refused),
        outcome: 'paged in',
        faults: { 'page-not-isolated': refused, ...(copied && { 'uv-page-in-refused': ultracallFailed }) },
      };
    },
  });
}

/** H_SVM_PAGE_IN, shared: a device page is replaced by a fresh normal one without a page-out. docs/ppc.md 7.6 */
export function shareTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  return table({
    name: 'H_SVM_PAGE_IN (shared)',
    array: 'gfn',
    select: situation,
    source: 'docs/ppc.md 7.6',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      const { rc, uv } = judgeShare(situationOf(selected).svm, gfn.uv);
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
export function migrateTable(machine: MachineConfig): PageTable<S, 'gfn'> {
  const refused: Rule = { uses: [use(migratePage)], during: BUSY, stop: 'H_STATE', outcome: 'H_STATE' };
  return table({
    name: 'migrate-remaining',
    array: 'gfn',
    select: situation,
    source: 'commit dfaa973ae960; docs/ppc.md 8.4',
    rule: (gfn, selected) => {
      if (gfn.busy) return WAIT;
      if (gfn.word !== 'normal') return undefined;
      const now = situationOf(selected);
      return {
        uses: [use(migratePage), ...besides(gfn, now.done)],
        during: BUSY,
        after: behindDevicePage(gfn, now, machine),
        ...takesDevicePage,
        ...needsDevicePage(refused),
        outcome: 'migrated',
        faults: { 'page-not-isolated': refused },
      };
    },
  });
}
