/** What happens to a page that somebody touches after its guest was torn down. Source: docs/s390.md 6. */
import { type MachineConfig, type Operation, type OperationUse, type PageTable, use } from '@cvm-teardown/core/plugin';
import { CONFIGURATIONS } from '../constants.js';
import { cpuMask, exported, imported } from '../firmware.js';
import {
  exportFailed,
  exportNoop,
  exportPage,
  faultIn,
  importPage,
  importRefused,
  pinPage,
  pinRefused,
  shareCall,
  unpackAgain,
  unpackPage,
  unpackRefused,
  unpinPage,
} from '../operations.js';
import { isMapped, isOwned, type PageState } from '../secure-memory.js';
import { type State, table } from '../state.js';
import { destroyedBy, destroyThen, exportThen, inFlight, REFUSED, type Rule, WAIT } from './page-rules.js';

type Table = PageTable<State, 'page'>;

const HANDLES = CONFIGURATIONS + 1;

/**
 * The rule of one whose access to a secure page the handlers resolve by destroying, or by exporting where that is refused. Where
 * neither works, the one who faulted is ended: its handler must not return as if it had done something.
 */
const giveUp = (machine: MachineConfig, page: PageState, cpus: number): Rule => ({
  ...destroyThen(destroyedBy(machine, page, cpus), {}, [], exportThen(exported(page), {}, [], REFUSED)),
  faults: {
    'page-stuck': {
      uses: [use(exportFailed), ...REFUSED],
      stop: machine.has('retry-hoping') ? 'again' : 'ended',
    },
  },
});

/** Whoever makes a page accessible tries to pin it first, which is refused for one that is not shared. Source: docs/s390.md 6.3. */
const exportAfterPin = (page: PageState): Rule => exportThen(exported(page), {}, [], [use(pinRefused)]);

/** What a dead configuration had in it can be read. Source: docs/s390.md 10 (I13). */
const SECRET: Rule = Object.freeze({ stop: 'secret' });

/** A guest that is not protected touches a page: event 0x3d if it is secure. Source: docs/s390.md 6.3. */
export const plainTouchTable = (machine: MachineConfig): Table => {
  const destroys = machine.since('6.13');
  return table({
    name: 'plain-touch',
    array: 'page',
    select: cpuMask,
    rule: (page, cpus) => {
      if (page.busy) return WAIT;
      if (!isMapped(page)) return { uses: [use(faultIn)], after: { place: 'guest', uv: 'normal', owner: 0 } };
      if (page.uv === 'legible') return SECRET;
      if (page.uv !== 'secure') return undefined;
      return destroys ? giveUp(machine, page, cpus) : exportAfterPin(page);
    },
    source: 'docs/s390.md 6.3',
  });
};

/** The host touches a page: in all releases it is exported. Source: docs/s390.md 6.3. */
export const hostTouchTable = (): Table =>
  table({
    name: 'host-touch',
    array: 'page',
    rule: (page) => {
      if (page.busy) return WAIT;
      if (page.uv === 'legible') return SECRET;
      return page.uv === 'secure' ? exportAfterPin(page) : undefined;
    },
    source: 'docs/s390.md 6.3',
  });

/** A protected guest touches a secure page of another configuration: event 0x3f. Source: docs/s390.md 6.3. */
export const violationTable = (machine: MachineConfig): Table =>
  table({
    name: 'secure-violation',
    array: 'page',
    select: (s) => cpuMask(s) * HANDLES + s.vm.handle,
    rule: (page, selected) => {
      if (page.busy) return WAIT;
      if (page.uv === 'legible') return SECRET;
      const foreign = isMapped(page) && page.uv === 'secure' && page.owner !== selected % HANDLES;
      return foreign ? giveUp(machine, page, Math.floor(selected / HANDLES)) : undefined;
    },
    source: 'docs/s390.md 6.3',
  });

/** What an import makes of a page that is not mapped. */
type Absent = 'is faulted in' | 'ends the try' | 'goes unnoticed';

/** A CPU that faulted so before gets to its handler: the page may be the new guest's own by now. Source: docs/s390.md 6.3. */
export const lateViolationTable = (machine: MachineConfig): Table =>
  table({
    name: 'late-violation',
    array: 'page',
    select: cpuMask,
    rule: (page, cpus) => {
      if (page.busy) return WAIT;
      return isMapped(page) ? giveUp(machine, page, cpus) : undefined;
    },
    source: 'docs/s390.md 6.3',
  });

/**
 * A protected guest needs a page that is not secure (event 0x3e), or its image is unpacked there. A shared page of an older
 * configuration raises no event of its own: it is exported before, or moved by the import. Source: docs/s390.md 6.1, 6.2.
 */
const importTable = (
  machine: MachineConfig,
  name: string,
  call: Operation,
  absent: Absent = 'is faulted in',
): Table => {
  const misc = machine.feature('misc');
  const isNeedless = misc && machine.since('6.2');
  const exportsFirst = !isNeedless && !machine.has('no-export-before-import') && machine.since('6.0');
  return table({
    name,
    array: 'page',
    select: (s) => s.vm.handle * 2 + (exportsFirst && s.vm.count > 1 ? 1 : 0),
    rule: (page, selected) => {
      if (page.busy) return WAIT;
      if (page.held) return { stop: 'try again' };
      const first = selected % 2 === 0 ? [] : [use(isOwned(page) ? exportPage : exportNoop)];
      if (absent === 'ends the try' && !isMapped(page)) return { stop: 'not mapped' };
      if (absent === 'is faulted in' && !isMapped(page))
        return inFlight([use(call), ...first, use(faultIn)], { place: 'guest', uv: 'secure', owner: selected >> 1 });
      const asExported: PageState =
        first.length > 0 && isOwned(page) && page.owner !== selected >> 1
          ? { ...page, uv: 'exported', owner: 0 }
          : page;
      const end = imported(asExported, selected >> 1, misc);
      if (end === 'nothing to do') return undefined;
      if (end === 'refused') return { uses: [use(importRefused)], stop: 'refused' };
      const rule = inFlight([use(call), ...first], end.makes);
      return absent === 'ends the try' ? { ...rule, faults: faultsOfTry(first, asExported) } : rule;
    },
    source: 'docs/s390.md 6.1',
  });
};

/** The call of a try may be busy, or fail; what came before it is done. Source: docs/s390.md 3.12, 6.2. */
const faultsOfTry = (first: readonly OperationUse[], { uv, owner }: PageState): NonNullable<Rule['faults']> => ({
  'unpack-busy': { uses: [use(unpackAgain), ...first], after: { uv, owner }, stop: 'try again' },
  'unpack-fails': { uses: [use(unpackRefused), ...first], after: { uv, owner }, stop: 'failed' },
});

export const touchTable = (machine: MachineConfig): Table => importTable(machine, 'import', importPage);
export const unpackTable = (machine: MachineConfig): Table =>
  splittingFirst(machine, importTable(machine, 'unpack', unpackPage));

/** A large folio cannot be secure: it is split, one of a file behind its writeback, and the import tried again. docs/s390.md 6.2 */
function splittingFirst(machine: MachineConfig, of: Table): Table {
  const folios = machine.option('folios');
  const select = of.select;
  if (folios === 'small' || select === undefined) return of;
  const isStuck = folios === 'large-file' && machine.has('large-folio-livelock');
  const split: Rule = {
    counters: { largeFolios: -1 },
    stop: machine.has('split-returns-0') ? 'split' : 'try again',
  };
  return table({
    ...of,
    select: (s) => select(s) * 2 + s.largeFolios,
    rule: (page, selected) => {
      const isLarge = selected % 2 === 1 && isMapped(page) && !isOwned(page);
      if (!isLarge || page.busy) return of.rule(page, selected >> 1);
      return isStuck ? { stop: 'not split' } : split;
    },
  });
}

/** Whether a page that UNPACK has brought in is there: the loader's copy of it would still be normal. */
export const unpackedTable = (): Table =>
  table({
    name: 'unpacked?',
    array: 'page',
    rule: (page) => (!page.busy && isMapped(page) && page.uv === 'normal' ? { stop: 'missing' } : undefined),
  });

/** The kernel touches a page where it must not sleep: event 0x3d ends the access. Source: docs/s390.md 11 (B30). */
export const atomicTouchTable = (): Table =>
  table({
    name: 'atomic-touch',
    array: 'page',
    rule: (page) => (isMapped(page) && page.uv === 'secure' ? { stop: 'faults' } : undefined),
    source: 'docs/s390.md 11 (B30)',
  });

/** One try of UNPACK, which faults in by itself what is not mapped. Source: docs/s390.md 3.12, 6.2. */
export const tryUnpackTable = (machine: MachineConfig): Table =>
  splittingFirst(machine, importTable(machine, 'unpack', unpackPage, 'ends the try'));

/** The kernel faults a page in for the guest, which it leaves a normal one. */
export const faultInTable = (): Table =>
  table({
    name: 'fault-in',
    array: 'page',
    rule: (page) => {
      if (page.busy) return WAIT;
      return isMapped(page) ? undefined : { uses: [use(faultIn)], after: { place: 'guest', uv: 'normal', owner: 0 } };
    },
    source: 'docs/s390.md 6.2',
  });

/** Nothing is done: only a pending fatal signal is seen. */
export const glanceTable = (): Table =>
  table({ name: 'fatal-signal-pending', array: 'page', rule: () => undefined, source: 'docs/s390.md 3.12' });

/** Up to 6.13 the mapping was looked up first, and could be gone when the call was made. Source: docs/s390.md 11 (B26). */
export const lookUpTable = (): Table =>
  table({ name: 'look-up', array: 'page', rule: (page) => (isMapped(page) ? { stop: 'mapped' } : undefined) });
export const blindTouchTable = (machine: MachineConfig): Table =>
  importTable(machine, 'import', importPage, 'goes unnoticed');

/** The guest shares a page of its own. */
export const shareTable = (): Table =>
  table({
    name: 'share',
    array: 'page',
    select: (s) => s.vm.handle,
    rule: (page, handle) => {
      if (page.busy) return WAIT;
      return page.uv === 'secure' && page.owner === handle
        ? { uses: [use(shareCall)], after: { uv: 'shared' } }
        : undefined;
    },
    source: 'docs/s390.md 2.1',
  });

/** It takes a page back. If that is pinned, the host is notified and unpins it first: never with an export. Source: docs/s390.md 6.1. */
export const unshareTable = (): Table =>
  table({
    name: 'unshare',
    array: 'page',
    select: (s) => s.vm.handle,
    rule: (page, handle) => {
      if (page.busy) return WAIT;
      if (page.owner !== handle) return undefined;
      if (page.uv === 'pinned') return inFlight([use(unpinPage), use(shareCall)], { uv: 'secure' });
      return page.uv === 'shared' ? { uses: [use(shareCall)], after: { uv: 'secure' } } : undefined;
    },
    source: 'docs/s390.md 2.1, 6.1',
  });

/** The host makes a page accessible for I/O: it pins what is shared, and exports what is not. Source: docs/s390.md 6.3. */
export const makeAccessibleTable = (): Table =>
  table({
    name: 'make-accessible',
    array: 'page',
    rule: (page) => {
      if (!isMapped(page)) return undefined;
      if (page.busy) return WAIT;
      if (page.uv === 'shared') return inFlight([use(pinPage)], { uv: 'pinned' });
      return page.uv === 'secure' ? exportAfterPin(page) : undefined;
    },
    source: 'docs/s390.md 6.3',
  });
