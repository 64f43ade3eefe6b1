import {
  flag,
  type LockUse,
  lock,
  type MachineConfig,
  oneOf,
  pages,
  type StateView,
  tablesOver,
} from '../../../packages/core/dist/plugin/index.js';

/** `held`: gathered into a batch. */
export const declareState = (machine: MachineConfig) => ({
  page: pages(machine.pages, { content: oneOf('absent', 'secret', 'wiped'), busy: flag(), held: flag() }),
});

export type State = StateView<ReturnType<typeof declareState>>;

export const table = tablesOver<State>();

export const MM: LockUse = lock('mm', 0, 'shared');
