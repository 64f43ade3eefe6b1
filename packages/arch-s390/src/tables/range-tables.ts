/** What loops over the whole address space do to each page: range loops, removal of a mapping, exit. */
import { type MachineConfig, type PageTable, use } from '@cvm-teardown/core/plugin';
import { CONFIGURATIONS } from '../constants.js';
import { cpuMask, exported } from '../firmware.js';
import { exportFailed } from '../operations.js';
import { isMapped, isOwned, type PageChange, type PageState } from '../secure-memory.js';
import { type State, table } from '../state.js';
import {
  backToHost,
  destroyedBy,
  destroyedInLoop,
  destroyThen,
  exportThen,
  FREE,
  REFUSED,
  type Rule,
  WAIT,
} from './page-rules.js';

type Table = PageTable<State, 'page'>;

export const RELEASED: PageChange = Object.freeze({ place: 'host', uv: 'normal', owner: 0, held: false });

/** CPU mask, and whether the mm is protected, as one selector. */
const cpusAndProtection = (s: Readonly<State>): number => cpuMask(s) * 2 + (s.vm.count > 0 ? 1 : 0);

/** The mm is counted as protected on a machine that has no Ultravisor. Source: docs/s390.md 11 (B11). */
const NO_ULTRAVISOR = 2 ** (CONFIGURATIONS + 2);

/** One page of a range loop. Each present page costs a call, secure or not. Source: docs/s390.md 3.4. */
export const destroyRangeTable = (machine: MachineConfig): Table => {
  const exportsRefused = machine.since('7.0');
  const takesForError = machine.option('firmware') === 'old' && machine.has('legacy-107');
  return table({
    name: 'destroy-range',
    array: 'page',
    select: cpuMask,
    rule: (page, cpus) => {
      if (!isMapped(page)) return undefined;
      if (page.busy) return WAIT;
      const done: PageChange = { held: false };
      const refused: Rule = exportsRefused
        ? exportThen(exported(page), done, [], REFUSED)
        : { uses: REFUSED, after: done };
      const call = destroyedInLoop(machine, page, cpus);
      if (call === 'nothing to do' && takesForError) return { stop: 'unknown code' };
      return destroyThen(call, done, [], { ...refused, outcome: 'refused' });
    },
    source: 'docs/s390.md 3.4',
  });
};

/** The same for PERFORM: in a check it is counted what it begins although its process was killed. Source: docs/s390.md 10 (I10). */
export const performTable = (machine: MachineConfig): Table => {
  const plain = destroyRangeTable(machine);
  if (machine.purpose === 'run') return plain;
  return table({
    ...plain,
    select: (s) => cpuMask(s) * 2 + (s.process.exiting ? 1 : 0),
    rule: (page, selected) => {
      const rule = plain.rule(page, selected >> 1);
      const isLate = selected % 2 === 1 && rule !== undefined && rule.wait !== true;
      return isLate ? { ...rule, counters: { ...rule.counters, sweptAfterKill: 1 } } : rule;
    },
  });
};

/** The same for a thread of the 2021 design, which leaves the rest behind a batch when it is the only user left. Source: docs/s390.md 8. */
export const whileUsedTable = (machine: MachineConfig): Table => {
  const plain = destroyRangeTable(machine);
  return table({
    ...plain,
    name: 'destroy-while-used',
    select: (s) => cpuMask(s) * 2 + (s.process.mmUsers === 1 ? 1 : 0),
    rule: (page, selected) => {
      const rule = plain.rule(page, selected >> 1);
      const isLast = selected % 2 === 1 && rule !== undefined && rule.wait !== true;
      return isLast ? { stop: 'alone', ...rule } : rule;
    },
  });
};

/** Whether a page is worth gathering, and its extra reference; a call in flight is left to end. Source: docs/s390.md 3.4. */
export const gatherMark = (page: PageState): PageChange | undefined => {
  if (!isMapped(page)) return undefined;
  return page.busy ? {} : { held: true };
};

/** A mapping is removed while the guest lives: the page is exported, never destroyed. Source: docs/s390.md 3.11 c. */
export const unmapTable = (machine: MachineConfig): Table => {
  const destroys = machine.has('destroy-on-live-unmap');
  const forgetsShared = machine.has('unmap-forgets-shared');
  return table({
    name: 'unmap',
    array: 'page',
    select: (s) => (s.vm.count > 0 && !s.uv.initialised ? NO_ULTRAVISOR : cpusAndProtection(s)),
    rule: (page, selected) => {
      if (!isMapped(page)) return undefined;
      if (page.busy) return WAIT;
      if (selected === NO_ULTRAVISOR) return { stop: 'no ultravisor' };
      if (selected % 2 === 0 || (forgetsShared && page.uv === 'shared')) return { uses: FREE, after: backToHost(page) };
      if (!destroys) return exportAndFree(machine, page);
      return destroyThen(destroyedBy(machine, page, selected >> 1), RELEASED, FREE, {
        uses: [...REFUSED, ...FREE],
        after: backToHost(page),
      });
    },
    source: 'docs/s390.md 3.11',
  });
};

/** The Ultravisor refuses to destroy its pages, though it let go of every CPU that it was asked to. Source: docs/s390.md 11 (B22). */
const isRefusedForNothing = ({ cpus, broken }: State['config'][number]): boolean => cpus > 0 && !broken;

/** A mapping is removed because its address space ends. Source: docs/s390.md 3.11 b. */
export const exitTable = (machine: MachineConfig): Table => {
  const destroys = !machine.has('teardown-export');
  const judges = machine.purpose === 'check' && machine.since('6.0');
  return table({
    name: 'exit-mmap',
    array: 'page',
    select: (s) => cpusAndProtection(s) * 2 + (s.vm.notifier && s.config.some(isRefusedForNothing) ? 1 : 0),
    rule: (page, selected) => {
      if (!isMapped(page)) return undefined;
      if (page.busy) return WAIT;
      const [isProtected, cpus] = [(selected & 2) !== 0, selected >> 2];
      if (!isProtected) return { uses: FREE, after: backToHost(page) };
      const isNeedless = isOwned(page) && (!destroys || selected % 2 === 1);
      const exports = (tried?: Rule['uses']): Rule => ({
        ...exportAndFree(machine, page, tried),
        ...(judges && isNeedless && { counters: { needlessExports: 1 } }),
      });
      return destroys ? destroyThen(destroyedBy(machine, page, cpus), RELEASED, FREE, exports(REFUSED)) : exports();
    },
    source: 'docs/s390.md 3.11',
  });
};

/** Every page of a range becomes readable for the host, as ciphertext where it was secret. */
export const exposeTable = (): Table =>
  table({
    name: 'expose',
    array: 'page',
    rule: (page) => {
      if (!isMapped(page)) return undefined;
      return page.busy ? WAIT : exportThen(exported(page), {});
    },
    source: 'docs/s390.md 6.3',
  });

export function exportAndFree(machine: MachineConfig, page: PageState, tried: Rule['uses'] = []): Rule {
  const rule = exportThen(exported(page), RELEASED, FREE, tried);
  if (!isOwned(page)) return rule;
  const lost: PageChange = { place: machine.has('export-fail-free') ? 'host' : 'leaked', held: false };
  return {
    ...rule,
    faults: { 'export-fails': { uses: [use(exportFailed), ...tried], after: lost, outcome: 'export failed' } },
  };
}
