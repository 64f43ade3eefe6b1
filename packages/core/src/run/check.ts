import { type WalkResult, walk } from '../check/index.js';
import type { Cancellation } from '../events/index.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine, type MachineOptions } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { BUS, CONFIG, MODEL, PROPERTIES } from '../machine/tokens.js';
import type { MachineConfig } from '../plugin/machine-config.js';

export interface CheckOptions extends Pick<MachineOptions, 'bus'> {
  /** How many faults may strike in one execution. */
  readonly faults?: number | undefined;
  readonly maxStates?: number | undefined;
  /** An `AbortSignal`, or anything like it. The verdict about what is given up is `unknown`. */
  readonly signal?: Cancellation | undefined;
}

export interface CheckResult extends WalkResult {
  readonly machine: MachineConfig;
  readonly faults: number;
}

/**
 * Checks a policy on a small machine: every interleaving, choice and fault.
 *
 * @throws InputError if the request names what the architecture does not have
 */
export function check(architecture: Architecture, request: MachineRequest, options: CheckOptions = {}): CheckResult {
  const machine = createMachine(architecture, request, 'check', options);
  const { faults = 0, maxStates, signal } = options;
  const result = walk(machine.resolve(MODEL), machine.resolve(PROPERTIES), {
    faults,
    bus: machine.resolve(BUS),
    signal,
    ...(maxStates !== undefined && { maxStates }),
  });
  return { ...result, machine: machine.resolve(CONFIG), faults };
}
