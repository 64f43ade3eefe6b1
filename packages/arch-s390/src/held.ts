/**
 * The dying guest's memory, as long as nobody can use it. After a reboot it stays with the guest, page by page unusable until it
 * is cleaned; at exit it is held until the page is free. All of it is mapped until then, and what is mapped can be swapped out:
 * export, docs/s390.md 3.11 c (for a process whose exit has begun: inferred). A leaked page, and one that was set aside
 * for a kernel thread (docs/s390.md 8), is out of reach of everybody.
 */
import {
  HELD_SWAPPABLE,
  HELD_UNSWAPPABLE,
  type Levels,
  type MachineConfig,
  OVERHEAD,
  type PageTable,
} from '@cvm-teardown/core/plugin';
import { PAGE_BYTES } from './constants.js';
import { isMapped, isOwnedAndMapped, type PageState } from './secure-memory.js';
import { type State, table } from './state.js';
import type { Rule } from './tables/page-rules.js';

type Table = PageTable<State, 'page'>;

const isUnswappable = ({ place }: PageState): boolean => place === 'leaked' || place === 'aside';

const isHeldBy = ({ trigger }: MachineConfig): ((page: PageState) => boolean) =>
  trigger === 'reboot' ? isOwnedAndMapped : isMapped;

/** How much is held in a state. */
export const heldLevels = (s: Readonly<State>, machine: MachineConfig): Levels => ({
  [HELD_SWAPPABLE]: s.page.count(isHeldBy(machine)) * PAGE_BYTES,
  [HELD_UNSWAPPABLE]: s.page.count(isUnswappable) * PAGE_BYTES,
});

/** The same, and what the list of the 2021 design takes. */
export const heldAndListed = (s: Readonly<State>, machine: MachineConfig): Levels => ({
  ...heldLevels(s, machine),
  [OVERHEAD]: s.tracking * PAGE_BYTES,
});

/** The same once the process has begun to exit, whatever it did before: everything that is mapped. */
export const heldAtExit = (s: Readonly<State>): Levels => ({
  [HELD_SWAPPABLE]: s.page.count(isMapped) * PAGE_BYTES,
  [HELD_UNSWAPPABLE]: s.page.count(isUnswappable) * PAGE_BYTES,
});

/** Both. */
export const heldAndListedAtExit = (s: Readonly<State>): Levels => ({
  ...heldAtExit(s),
  [OVERHEAD]: s.tracking * PAGE_BYTES,
});

/** The same table, whose rules say by how much they change what is held. */
export function counted(machine: MachineConfig, of: Table): Table {
  const isHeld = isHeldBy(machine);
  const change = (is: (page: PageState) => boolean, page: PageState, after: PageState): number =>
    (Number(is(after)) - Number(is(page))) * PAGE_BYTES;
  const count = (page: PageState, rule: Rule): Rule => {
    const after = { ...page, ...rule.after };
    const [held, leaked] = [change(isHeld, page, after), change(isUnswappable, page, after)];
    const faults = Object.entries(rule.faults ?? {}).map(([name, faulty]) => [name, count(page, faulty)]);
    return {
      ...rule,
      ...((held !== 0 || leaked !== 0) && {
        levels: { ...rule.levels, [HELD_SWAPPABLE]: held, [HELD_UNSWAPPABLE]: leaked },
      }),
      ...(faults.length > 0 && { faults: Object.fromEntries(faults) }),
      ...(rule.needs && { needs: { ...rule.needs, otherwise: count(page, rule.needs.otherwise) } }),
    };
  };
  return table({
    ...of,
    rule: (page, selected) => {
      const rule = of.rule(page, selected);
      return rule && count(page, rule);
    },
  });
}
