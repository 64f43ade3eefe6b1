import { walk } from '../../check/index.js';
import type { MachineModel } from '../../engine/machine-model.js';
import type { Architecture } from '../../machine/architecture.js';
import { createMachine } from '../../machine/create-machine.js';
import type { MachineRequest } from '../../machine/machine-request.js';
import { MODEL, PROPERTIES } from '../../machine/tokens.js';
import type { BoundProperty } from '../../properties/bound-property.js';
import { findMutants } from './find-mutants.js';
import { type Fate, judgeMutant } from './judge-mutant.js';
import { type Mutant, nameOf } from './mutant.js';

/** A machine on which the unmutated policy is valid. */
export interface MutationWorld {
  readonly request: MachineRequest;
  readonly faults?: number;
  /** Takes long: mutants of `known` that another machine has touched are not tried on it. */
  readonly costly?: boolean;
}

export interface MutationOptions {
  /** Actors whose text is not the policy's, besides daemons and those that nobody is charged for. */
  readonly others?: readonly string[];
  /** Steps and tables of the small world around the policy: what guests do. Mutants of them are none of the policy. */
  readonly environment?: readonly string[];
  /** Counters that nothing but a property reads: no rule loses them. */
  readonly ghosts?: readonly string[];
  /** Names of mutants that are known to survive. */
  readonly known?: readonly string[];
  /** Only these are judged, by their place in the list; absent: all. */
  readonly sample?: (index: number) => boolean;
  readonly maxStates?: number;
}

export interface JudgedMutant extends Fate {
  readonly name: string;
}

export interface MutationReport {
  /** How many mutants were found. */
  readonly found: number;
  readonly judged: readonly JudgedMutant[];
}

const MAX_STATES = 2_000_000;

/**
 * Each mutant of a policy, on one machine after the other until one of them shows it.
 *
 * @throws Error where the unmutated policy is not valid: everything would count as caught there
 */
export function mutationRun(
  architecture: Architecture,
  worlds: readonly MutationWorld[],
  options: MutationOptions = {},
): MutationReport {
  const {
    others = [],
    environment = [],
    ghosts = [],
    known = [],
    sample = () => true,
    maxStates = MAX_STATES,
  } = options;
  const machines = worlds.map(({ request, faults = 0, costly = false }) => {
    const machine = createMachine(architecture, request, 'check');
    const model = machine.resolve(MODEL);
    const properties = keptBy(model, machine.resolve(PROPERTIES), { faults, maxStates }, JSON.stringify(request));
    const actors = new Set(
      model.actors
        .filter(({ name, daemon, charged }) => daemon !== true && charged !== 'nobody' && !others.includes(name))
        .map(({ name }) => name),
    );
    const mutants = findMutants(model, actors, faults, ghosts).filter((mutant) => !isAbout(mutant, environment));
    return { model, properties, actors, faults, mutants, costly };
  });
  const mutants = new Map(
    machines.flatMap((machine) => machine.mutants.map((mutant) => [nameOf(mutant), mutant] as const)),
  );
  const judged = [...mutants]
    .filter((_, index) => sample(index))
    .map(([name, mutant]): JudgedMutant => {
      let worst: Fate = { fate: 'untouched' };
      for (const { model, properties, actors, faults, mutants: own, costly } of machines) {
        if (!own.some((mutant) => nameOf(mutant) === name)) continue;
        if (costly && known.includes(name) && worst.fate !== 'untouched') continue;
        const fate = judgeMutant(model, properties, actors, mutant, { faults, ghosts, maxStates });
        if (fate.fate === 'killed') return { name, ...fate };
        if (fate.fate !== 'untouched') worst = fate;
      }
      return { name, ...worst };
    });
  return { found: mutants.size, judged };
}

/** What the unmutated policy keeps: what it never reaches on so small a machine, no mutant is blamed for. */
function keptBy(
  model: MachineModel,
  properties: readonly BoundProperty[],
  limits: { readonly faults: number; readonly maxStates: number },
  what: string,
): readonly BoundProperty[] {
  const { verdict, violation, sometimes } = walk(model, properties, limits);
  if (verdict === 'unknown' || (violation !== undefined && violation.kind !== 'sometimes'))
    throw new Error(`the unmutated policy is ${violation?.property ?? verdict} on ${what}`);
  const unreached = new Set(sometimes.filter(({ reached }) => !reached).map(({ id }) => id));
  return properties.filter(({ id }) => !unreached.has(id));
}

/** Swaps with what the environment does are none of the policy either. */
const isAbout = ({ what }: Mutant, names: readonly string[]): boolean =>
  names.some((name) =>
    what
      .split(' / ')
      .some(
        (part) =>
          part === name || part === `sweep ${name}` || part.startsWith(`${name}:`) || part.startsWith(`${name},`),
      ),
  );
