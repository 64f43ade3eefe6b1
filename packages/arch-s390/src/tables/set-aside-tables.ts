/** What the 2021 design does to pages of a dying address space. Source: docs/s390.md 8. */
import { type MachineConfig, OVERHEAD, type PageTable, use } from '@cvm-teardown/core/plugin';
import { PAGE_BYTES } from '../constants.js';
import { cpuMask, exported } from '../firmware.js';
import { allocateTracking, setAsidePage } from '../operations.js';
import { isAside, isMapped } from '../secure-memory.js';
import { type State, table } from '../state.js';
import { backToHost, destroyedBy, destroyThen, exportThen, FREE, REFUSED, type Rule, WAIT } from './page-rules.js';
import { exportAndFree, RELEASED } from './range-tables.js';

type Table = PageTable<State, 'page'>;

/**
 * A mapping goes because its address space ends: the page is set aside. Where the page of frame numbers is full, this one is
 * exported now and a new one allocated, atomically; if there is no memory for it, the next page tries again.
 */
export const setAsideTable = (machine: MachineConfig): Table => {
  const capacity = machine.constant('tracking');
  // A normal VM has no thread to come: whatever its predecessor's still does, it may have looked at the list. docs/s390.md 11 (B4).
  const asks = !machine.has('v1-orphan-list');
  const canAllocate = machine.option('atomicAllocations') === 'succeed';
  const atOnce = (rule: Rule): Rule => {
    const without = { ...rule, outcome: 'no tracking page' };
    if (!canAllocate) return without;
    const uses = [...(rule.uses ?? []), use(allocateTracking)];
    const faults = { ...rule.faults, 'no-tracking-page': without };
    return { ...rule, uses, counters: { tracking: 1, room: capacity }, levels: { [OVERHEAD]: PAGE_BYTES }, faults };
  };
  return table({
    name: 'set-aside',
    array: 'page',
    select: (s) => (s.vm.count > 0 ? 1 : 0) + (s.syncDestroy || (s.vm.handle === 0 && asks) ? 2 : 0),
    rule: (page, selected) => {
      if (!isMapped(page)) return undefined;
      if (page.busy) return WAIT;
      if (selected % 2 === 0) return { uses: FREE, after: backToHost(page) };
      const now = exportAndFree(machine, page);
      if (selected >= 2) return now;
      const needs = { counter: 'room', amount: 1, otherwise: atOnce(now) };
      return { uses: [use(setAsidePage)], after: { place: 'aside', held: false }, counters: { room: -1 }, needs };
    },
    source: 'docs/s390.md 8',
  });
};

/** The thread, or whoever works the list off: each frame is destroyed and free at once; where that is refused, exported. [I] */
export const asideTable = (machine: MachineConfig): Table =>
  table({
    name: 'destroy-aside',
    array: 'page',
    select: cpuMask,
    rule: (page, cpus) => {
      if (!isAside(page)) return undefined;
      if (page.busy) return WAIT;
      return worksOff(
        machine.constant('tracking'),
        destroyThen(
          destroyedBy(machine, page, cpus),
          RELEASED,
          FREE,
          exportThen(exported(page), RELEASED, FREE, REFUSED),
        ),
      );
    },
    source: 'docs/s390.md 8',
  });

/** A frame less on the page of frame numbers; behind its last one it is freed, and the next page, which is full, comes. */
function worksOff(capacity: number, rule: Rule): Rule {
  const isLast: Rule = {
    ...rule,
    uses: [...(rule.uses ?? []), ...FREE],
    counters: { tracking: -1, listed: capacity - 1 },
    levels: { [OVERHEAD]: -PAGE_BYTES },
  };
  return { ...rule, counters: { listed: -1 }, needs: { counter: 'listed', amount: 2, otherwise: isLast } };
}
