import type { MachineModel } from '../../src/engine/machine-model.js';
import { formatFinding } from '../../src/errors/format-finding.js';
import { isInputError } from '../../src/errors/index.js';
import { integer, type LockDeclaration, names, stepsOver, type Task, tablesOver } from '../../src/protocol/index.js';
import { flag, pages, range, record, type StateView } from '../../src/state/index.js';
import { type DebugModelOptions, debugCheckModel } from '../../src/testing/index.js';

/** A small world for toys. */
export const declare = (count = 2) => ({
  page: pages(count, { st: range(0, 3), busy: flag() }),
  vm: record({ handle: range(0, 3), gone: flag() }),
  total: range(0, 7),
});
export type S = StateView<ReturnType<typeof declare>>;

export const step = stepsOver<S>();
export const table = tablesOver<S>();

type Tasks = Readonly<Record<string, () => Task<unknown>>>;

/** Actors by name; those whose name ends in `*` are daemons. */
export const toy = (
  tasks: Tasks,
  { pages: count = 2, locks = [] as readonly LockDeclaration[] } = {},
): MachineModel => ({
  declarations: declare(count),
  begin: () => undefined,
  actors: Object.entries(tasks).map(([name, task]) => ({
    name: name.replace('*', ''),
    task,
    daemon: name.endsWith('*'),
  })),
  locks,
});

/** What the debug check says about a model that has a mistake, as a user reads it. */
export function mistakeIn(model: MachineModel, options: DebugModelOptions = {}): string {
  try {
    debugCheckModel(model, options);
  } catch (error) {
    if (isInputError(error)) return formatFinding(error.findings[0]);
    throw error;
  }
  throw new Error('no mistake was found');
}

/** The environment decides. */
export const coin = step({
  name: 'coin',
  outcomes: names('heads', 'tails'),
  choices: 2,
  apply: (_s, _args, choice) => (choice === 0 ? 'heads' : 'tails'),
});

export const ask = step({ name: 'ask', outcomes: integer(0, 3), apply: (s) => s.vm.handle });

export const note = step<[what: number]>({
  name: 'note',
  apply: (s, [what]) => {
    s.vm.handle = what;
  },
});

export const bump = step({
  name: 'bump',
  apply: (s) => {
    s.total = (s.total + 1) % 8;
  },
});
