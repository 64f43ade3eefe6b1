import type { ScriptedFault } from '../engine/reference/fault-script.js';
import { ReferenceExecutor } from '../engine/reference/reference-executor.js';
import { TimedExecutor } from '../engine/timed/timed-executor.js';
import type { Cancellation } from '../events/index.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine, type MachineOptions } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { BUS, CONFIG, COSTS, MODEL } from '../machine/tokens.js';
import { RunResult } from './run-result.js';

export interface SimulateOptions extends MachineOptions {
  /** Faults that strike, by name and occurrence. */
  readonly faults?: readonly ScriptedFault[] | undefined;
  /** `timed` (the default) equals `reference`, which goes page by page, in everything but speed. */
  readonly executor?: 'timed' | 'reference' | undefined;
  /** An `AbortSignal`, or anything like it. A run that is given up gives what there is by then, marked `cancelled`. */
  readonly signal?: Cancellation | undefined;
}

/**
 * Runs a teardown in virtual time.
 *
 * @throws InputError if the request names what the architecture does not have
 */
export function simulate(
  architecture: Architecture,
  request: MachineRequest,
  options: SimulateOptions = {},
): RunResult {
  const turns = simulateInTurns(architecture, request, options);
  for (;;) {
    const { done, value } = turns.next();
    if (done === true) return value;
  }
}

/**
 * The same in pieces of some thousand events: between two of them the caller can look after other things, such as whoever may
 * abort `options.signal`. A run ends in few pieces unless it goes page by page.
 *
 * @throws InputError at the first piece, if the request names what the architecture does not have
 */
export function* simulateInTurns(
  architecture: Architecture,
  request: MachineRequest,
  options: SimulateOptions = {},
): Generator<undefined, RunResult> {
  const machine = createMachine(architecture, request, 'run', options);
  const config = machine.resolve(CONFIG);
  const costs = machine.resolve(COSTS);
  const Executor = options.executor === 'reference' ? ReferenceExecutor : TimedExecutor;
  const executor = new Executor(machine.resolve(MODEL), {
    cost: costs,
    bus: machine.resolve(BUS),
    cpus: config.host.cpus,
    sliceNs: config.host.sliceNs,
    faults: options.faults,
    signal: options.signal,
  });
  const engine = yield* executor.turns();
  const performed = engine.actors.flatMap(({ phases }) => phases.flatMap(({ operations }) => [...operations.keys()]));
  return new RunResult(config, engine, costs.provenance(performed), executor.state);
}
