import type { MachineModel } from '../engine/machine-model.js';
import { nothingCompared } from '../errors/messages/author.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { MODEL, PROPERTIES } from '../machine/tokens.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { Random } from '../random/random.js';
import { checkDeterminism } from './determinism.js';
import { checkLockStep } from './lock-step.js';
import { checkMerges } from './merges.js';
import { Survey } from './survey.js';
import { checkSymmetry } from './symmetry.js';
import { type Comparisons, Watch } from './watch.js';

export interface DebugOptions {
  /** How many faults may strike in one execution; 1 by default. */
  readonly faults?: number | undefined;
  /** States that are explored; from the rest, random schedules are a sample. */
  readonly maxStates?: number | undefined;
  /** 32 bits; 1 by default. The same seed looks at the same states. */
  readonly seed?: number | undefined;
  /**
   * The machine is said to do the same whatever its pages are called: D6 is made too. A function gives the class of a page where
   * only the pages of one class are alike, those above a boundary, say.
   */
  readonly symmetric?: boolean | ((page: number) => unknown) | undefined;
  /** The order in which sweeps visit pages while symmetry is checked; `any` by default, the only one that can be symmetric. */
  readonly order?: 'ascending' | 'any' | undefined;
}

export interface DebugModelOptions extends DebugOptions {
  /** The page array whose pages are alike, with all arrays of its length; the first one by default. */
  readonly memory?: string | undefined;
  /** Properties that must not tell pages apart either. */
  readonly properties?: readonly BoundProperty[] | undefined;
}

export interface DebugSummary {
  /** Distinct states that were found. */
  readonly states: number;
  /** Of these, how many had every move made under close watch. */
  readonly statesLooked: number;
  /** Whether these are all states of the machine. */
  readonly complete: boolean;
  /** Places in tasks that were found, of all actors. */
  readonly positions: number;
  /** How many comparisons each check made; none is zero. */
  readonly checks: Readonly<Comparisons>;
}

const DEFAULT_MAX_STATES = 300_000;

/**
 * Looks for mistakes in how an architecture's protocol is written: task code that touches state, depends on more than its
 * observations or forgets a local in `here`; guards that write or read pages; steps that are not functions of the state; pages
 * that are treated differently though they are said to be alike. Belongs into each architecture's tests, on two pages with one
 * fault: such a mistake can silently turn `violated` into `valid`.
 *
 * @throws InputError (CVM_AUTHOR_...) at the first mistake, with actor, position and step; or if the request names what the
 *   architecture does not have
 */
export function debugCheck(
  architecture: Architecture,
  request: MachineRequest,
  options: DebugOptions = {},
): DebugSummary {
  const machine = createMachine(architecture, request, 'check');
  const { memory } = architecture.model;
  return debugCheckModel(machine.resolve(MODEL), { ...options, memory, properties: machine.resolve(PROPERTIES) });
}

/** The same for a model that no architecture stands behind. */
export function debugCheckModel(model: MachineModel, options: DebugModelOptions = {}): DebugSummary {
  const { faults = 1, maxStates = DEFAULT_MAX_STATES, seed = 1 } = options;
  const random = new Random(seed);
  const survey = new Survey(model, new Watch(), random, { faults, maxStates, order: 'ascending' });
  const { transitions, watch, store } = survey;
  const tasks = (): void => {
    checkDeterminism(transitions, random, watch.made);
    checkMerges(transitions, watch.made);
  };
  try {
    // Random schedules go deep before the survey goes broad: a loop without `here` would branch for ever.
    checkLockStep(survey);
    survey.run();
  } finally {
    // Tasks first, whatever came up: what they do wrong shows as nonsense elsewhere.
    tasks();
  }
  const symmetry = options.symmetric && { symmetry: symmetryOf(model, options, random) };
  const checks: Comparisons = { ...watch.made, ...symmetry };
  for (const [check, made] of Object.entries(checks))
    if (made === 0) throw nothingCompared(check, NOTHING[check as keyof Comparisons]);
  return {
    states: store.size,
    statesLooked: survey.looked,
    complete: survey.complete,
    positions: survey.positions,
    checks,
  };
}

/** Why a check can come to nothing. */
const NOTHING: Readonly<Record<keyof Comparisons, string>> = {
  poison: 'there are no actors',
  determinism: 'there are no actors',
  merge: 'no task is told anything',
  lockStep: 'no task is told anything',
  purity: 'there are neither steps nor sweeps',
  symmetry: 'no state changes when two pages are exchanged',
};

function symmetryOf(model: MachineModel, options: DebugModelOptions, random: Random): number {
  const { faults = 1, maxStates = DEFAULT_MAX_STATES, order = 'any', symmetric, properties = [] } = options;
  const counts = new Map(
    Object.entries(model.declarations).flatMap(([name, of]) => (of.kind === 'pages' ? [[name, of.count]] : [])),
  );
  const pages = counts.get(options.memory ?? [...counts.keys()][0] ?? '') ?? 0;
  const arrays = new Set([...counts.keys()].filter((name) => counts.get(name) === pages));
  const survey = new Survey(model, new Watch(), random, { faults, maxStates, order });
  survey.run();
  survey.watch.close = false;
  const classOf = typeof symmetric === 'function' ? symmetric : () => 0;
  return checkSymmetry(survey, { arrays, pairs: pairsWithin(pages, classOf), properties });
}

/** Pairs of pages of one class. */
function pairsWithin(pages: number, classOf: (page: number) => unknown): (readonly [number, number])[] {
  const numbers = Array.from({ length: pages }, (_, page) => page);
  return numbers.flatMap((b) =>
    numbers.slice(0, b).flatMap((a) => (classOf(a) === classOf(b) ? [[a, b] as const] : [])),
  );
}
