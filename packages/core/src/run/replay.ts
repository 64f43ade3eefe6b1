import type { TraceStep, Violation } from '../check/check-result.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { CONFIG, MODEL, PROPERTIES } from '../machine/tokens.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import { type Divergence, follow, Promises, violationBy, World } from '../random/index.js';
import { settleMovesOf } from './random-check.js';

/** A counterexample of a check, of whatever kind. */
export interface Counterexample {
  /** Id of the property that it breaks. */
  readonly property: string;
  readonly trace: readonly TraceStep[];
}

export interface ReplayResult {
  readonly machine: MachineConfig;
  /** Whether the same property is broken, by the same moves. */
  readonly reproduced: boolean;
  /** What is broken now, which may be another property. */
  readonly violation?: Violation;
  /** The rows as they are now, as far as the trace could be followed. */
  readonly trace: readonly TraceStep[];
  /** Where the machine first does something else than the trace says. */
  readonly divergence?: Divergence;
}

/** Fair schedules draw from it; a violation of an `eventually` property does not depend on what they draw. */
const SEED = 1;

/**
 * Does again what a counterexample says, move by move, on a machine as it is now.
 *
 * @throws InputError if the request names what the architecture does not have
 */
export function replay(
  architecture: Architecture,
  request: MachineRequest,
  { property, trace: rows }: Counterexample,
): ReplayResult {
  const machine = createMachine(architecture, request, 'check');
  const config = machine.resolve(CONFIG);
  const settling = { seed: SEED, settleMoves: settleMovesOf(config) };
  const world = new World(machine.resolve(MODEL));
  const promises = new Promises(machine.resolve(PROPERTIES));
  const { trace, broken, divergence } = follow(world, promises, rows, property, settling);
  return {
    machine: config,
    reproduced: broken?.property.id === property,
    ...(broken && { violation: violationBy(broken, trace) }),
    trace,
    ...(divergence && { divergence }),
  };
}
