import type { MachineModel } from '../engine/machine-model.js';
import type { BoundProperty } from '../properties/bound-property.js';
import type { SymmetryUse, WalkResult } from './check-result.js';
import { Asymmetry } from './symmetry/asymmetry.js';
import { classesWithout, type PageClasses } from './symmetry/page-group.js';
import { alikeArrays, Reduction } from './symmetry/reduction.js';
import { type WalkOptions, walk } from './walk.js';

export interface DecideOptions extends Omit<WalkOptions, 'order' | 'reduce'> {
  /** Whether states that differ only in what their pages are called may be taken for one. */
  readonly symmetry?: 'on' | 'off' | undefined;
  /** The page array that stands for memory; the first one by default. */
  readonly memory?: string | undefined;
}

export interface Decision extends WalkResult {
  /** Absent where symmetry was switched off. */
  readonly symmetry?: SymmetryUse;
}

const ANY_ORDER = 'a walk over any order of sweeps';

/**
 * The verdict about a small machine: that of the walk over all its states, sweeps in ascending order. Where pages are alike a
 * smaller walk over any order goes ahead; what it finds valid is valid (docs/adr/0012), all else is decided by the whole walk.
 */
export function decide(
  model: MachineModel,
  properties: readonly BoundProperty[],
  { symmetry = 'off', memory, ...options }: DecideOptions = {},
): Decision {
  if (symmetry === 'off') return walk(model, properties, options);
  const { result, use } = walkReduced(model, properties, options, memory);
  if (result !== undefined) return { ...result, symmetry: use };
  return { ...walk(model, properties, options), symmetry: use };
}

interface Reduced {
  /** Absent where the whole walk must decide. */
  readonly result?: WalkResult;
  readonly use: SymmetryUse;
}

function walkReduced(
  model: MachineModel,
  properties: readonly BoundProperty[],
  options: WalkOptions,
  memory: string | undefined,
): Reduced {
  const alike = alikeArrays(model.declarations, memory);
  const refuted: (readonly [number, number])[] = [];
  let why = `${alike.pages} pages`;
  for (;;) {
    const classes = classesWithout(alike.pages, refuted);
    if (classes.every(({ length }) => length === 1)) return { use: { used: false, why } };
    const tried = walkClasses(model, properties, options, (transitions) => {
      return new Reduction(transitions, alike, classes, properties);
    });
    if (tried instanceof Asymmetry) {
      refuted.push(...tried.pairs);
      why = tried.why;
    } else if (tried instanceof Error) {
      return { use: { used: false, why: `${ANY_ORDER} fails: ${tried.message}` } };
    } else if (tried.verdict === 'valid' || tried.cancelled) {
      return { result: tried, use: { used: true, alike: larger(classes) } };
    } else
      return {
        use: { used: false, why: `${ANY_ORDER} is ${tried.verdict}` },
      };
  }
}

function walkClasses(
  model: MachineModel,
  properties: readonly BoundProperty[],
  options: WalkOptions,
  reduce: NonNullable<WalkOptions['reduce']>,
): WalkResult | Error {
  try {
    return walk(model, properties, { ...options, order: 'any', reduce });
  } catch (error) {
    // Some order may come to what is out of bounds and no ascending sweep comes to; else the whole walk fails, too.
    return error as Error;
  }
}

const larger = (classes: PageClasses): PageClasses => classes.filter(({ length }) => length > 1);
