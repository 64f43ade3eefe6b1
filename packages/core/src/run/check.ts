import { type Decision, decide, type WalkLimits } from '../check/index.js';
import type { Cancellation } from '../events/index.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine, type MachineOptions } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { BUS, CONFIG, MODEL, PROPERTIES } from '../machine/tokens.js';
import { explainWalkError } from '../machine/too-large-to-check.js';
import type { MachineConfig } from '../plugin/machine-config.js';

export interface CheckOptions extends Pick<MachineOptions, 'bus'>, WalkLimits {
  /** How many faults may strike in one execution. */
  readonly faults?: number | undefined;
  /** Whether states that differ only in what their pages are called may be taken for one; the verdict is the same. */
  readonly symmetry?: 'on' | 'off' | undefined;
  /** An `AbortSignal`, or anything like it. The verdict about what is given up is `unknown`. */
  readonly signal?: Cancellation | undefined;
}

export interface CheckResult extends Decision {
  readonly machine: MachineConfig;
  readonly faults: number;
}

/**
 * Checks a policy on a small machine: every interleaving, choice and fault.
 *
 * @throws InputError if the request names what the architecture does not have, or a machine that is too large to check
 */
export function check(architecture: Architecture, request: MachineRequest, options: CheckOptions = {}): CheckResult {
  const machine = createMachine(architecture, request, 'check', options);
  const { faults = 0, maxStates, maxBytes, deadline, symmetry, signal } = options;
  const config = machine.resolve(CONFIG);
  try {
    const result = decide(machine.resolve(MODEL), machine.resolve(PROPERTIES), {
      faults,
      symmetry,
      memory: architecture.model.memory,
      bus: machine.resolve(BUS),
      signal,
      maxStates,
      maxBytes,
      deadline,
    });
    return { ...result, machine: config, faults };
  } catch (error) {
    throw explainWalkError(error, architecture, config);
  }
}
