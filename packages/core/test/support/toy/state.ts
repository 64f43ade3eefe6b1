import {
  flag,
  lock,
  type MachineConfig,
  oneOf,
  pages,
  range,
  record,
  type StateView,
  stepsOver,
  tablesOver,
} from '../../../src/plugin/index.js';

/**
 * | state          | content | mapped | who may touch it           | next            |
 * |----------------|---------|--------|----------------------------|-----------------|
 * | guest's        | secret  | yes    | the guest, the warden      | wiped, leaked   |
 * | wiped          | open    | yes    | the guest, the warden      | unmapped        |
 * | unmapped       | open    | no     | whoever holds a stale line | given           |
 * | given          | open    | no     | the host                   |                 |
 * | leaked         | secret  | any    | nobody, on purpose         |                 |
 */
export const pageFields = {
  place: oneOf('host', 'guest', 'leaked'),
  content: oneOf('open', 'secret'),
  mapped: flag(),
  /** Somebody may still translate to it. */
  stale: flag(),
  /** A call of the warden on it is in flight. */
  busy: flag(),
  /** Gathered by a batch. */
  held: flag(),
};

export const fanoutOf = (machine: MachineConfig): number => machine.constant('fanout');
export const tablesOf = (machine: MachineConfig): number => Math.ceil(machine.pages / fanoutOf(machine));

export const declare = (machine: MachineConfig) => ({
  guest: record({ phase: oneOf('alive', 'aside', 'gone'), interrupted: flag() }),
  /** Pages that the host has not got back. */
  remaining: range(0, machine.pages),
  page: pages(machine.pages, pageFields),
  table: pages(tablesOf(machine), {
    allocated: flag(),
    entries: range(0, fanoutOf(machine)),
  }),
});

export type S = StateView<ReturnType<typeof declare>>;
export const step = stepsOver<S>();
export const table = tablesOver<S>();

export const SPACE = lock('space', 0, 'shared');
export const SPACE_EXCLUSIVE = lock('space', 0, 'exclusive');
export const locks = () => [{ name: 'space', instances: 1 }];

/** A living guest: the resident part of its memory is mapped and secret. */
export function begin(s: S, machine: MachineConfig): void {
  const resident = Math.round(machine.pages * machine.guest.resident);
  const fanout = fanoutOf(machine);
  s.page.fill({ place: 'guest', content: 'secret', mapped: true }, 0, resident);
  s.table.fill({ allocated: true, entries: fanout }, 0, Math.floor(resident / fanout));
  if (resident % fanout > 0) {
    const last = s.table.at(Math.floor(resident / fanout));
    last.allocated = true;
    last.entries = resident % fanout;
  }
  s.remaining = resident;
}
